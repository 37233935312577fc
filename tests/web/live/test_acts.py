"""POST acts: what is done, what is refused and how it is said."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from diemcau.records.store import StoreAway
from diemcau.regulation.powers import Role
from tests.web.live.house import House, link, person, seat, store


@pytest.fixture
def centre(session: UUID) -> str:
    return person(Role.CENTRAL_TECHNICIAN)


async def test_an_act_is_answered_with_its_number_and_counts_once(
    here: House, session: UUID, centre: str
) -> None:
    who, id = here.browser(centre), uuid4().hex
    first = await here.act(who, session, "site.call_again", id=id, site="nga-son")
    again = await here.act(who, session, "site.call_again", id=id, site="nga-son")
    other = await here.act(who, session, "site.call_again", site="ha-trung")
    assert first.json() == again.json()
    assert other.json()["seq"] == first.json()["seq"] + 1


async def test_a_refusal_says_what_and_why(here: House, session: UUID, centre: str) -> None:
    answer = await here.act(here.browser(centre), session, "site.admit", site="nga-son")
    assert answer.status_code == 409
    assert answer.json()["refused"]["code"].startswith("site.")
    assert len(answer.json()["refused"]["says"]) > 10


async def test_a_missing_power_is_403(here: House, session: UUID, centre: str) -> None:
    token = await store(lambda: link("bim-son"))
    refused = await here.act(here.codec(token), session, "site.call_again", site="nga-son")
    assert refused.status_code == 403
    assert (
        await here.act(here.browser(centre), session, "site.call_again", site="nga-son")
    ).status_code == 200


async def test_the_engine_follows_before_anybody_else_is_asked(
    here: House, session: UUID, centre: str, engine: Any
) -> None:
    who = here.browser(centre)
    await engine.open_room(str(session))
    ticket = await here.ticket(
        here.codec(await store(lambda: link("bim-son"))), session, "room", site="bim-son", device="d-bim-son"
    )
    engine.join(ticket.json()["token"])
    await here.does(who, session, "floor.give_site", site="bim-son")
    identity = ticket.json()["identity"]
    for _ in range(200):
        rights = (await engine.participants(str(session)))[identity].rights
        if "microphone" in rights.publish:
            break
        await here.post(who, f"/live/{session}/acts", {})
    assert "microphone" in rights.publish


async def test_a_person_in_two_roles_acts_in_the_fitting_one(here: House, session: UUID) -> None:
    def both() -> str:
        from diemcau.records.models import Assignment, Site
        from tests.records.builders import SINCE
        from tests.web.live.house import account, signed_in

        made = account(Role.HOST_OFFICER)
        Assignment.objects.create(
            account=made,
            role=Role.SITE_TECHNICIAN.value,
            site=Site.objects.get(code="nga-son"),
            valid_from=SINCE,
        )
        return signed_in(made)

    who = here.browser(await store(both))
    await here.does(who, session, "site.knock", site="nga-son", device="d1")
    assert (await seat(session, "nga-son")).lane == "waiting"
    assert (await here.act(who, session, "site.knock", site="ha-trung", device="d1")).status_code == 403


async def test_a_database_that_is_away_is_a_sentence_within_two_seconds(
    here: House, session: UUID, centre: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise StoreAway(
            "store_away", "Cơ sở dữ liệu đang không trả lời: thao tác chưa có hiệu lực, xin thử lại."
        )

    monkeypatch.setattr("diemcau.web.live.acts.access_live", away)
    answer = await here.act(here.browser(centre), session, "session.pause")
    assert answer.status_code == 503
    assert "Cơ sở dữ liệu" in answer.json()["refused"]["says"]
    monkeypatch.undo()
    assert (await here.act(here.browser(centre), session, "session.pause")).status_code == 200


async def test_a_database_that_hangs_is_a_sentence_within_two_seconds(
    here: House, session: UUID, centre: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio
    import threading

    let_go = threading.Event()
    monkeypatch.setattr("diemcau.web.live.acts.access_live", lambda *_: let_go.wait(5))
    started = asyncio.get_running_loop().time()
    answer = await here.act(here.browser(centre), session, "session.pause")
    let_go.set()
    assert answer.status_code == 503
    assert asyncio.get_running_loop().time() - started < 2.5


async def test_english_is_answered_in_english_where_it_is_translated(
    here: House, session: UUID, centre: str
) -> None:
    """The same refusal is a sentence in both languages."""
    plain = here.browser(centre)
    english = here.browser(centre, Cookie=f"sessionid={centre}; django_language=en")
    first = await here.act(plain, session, "site.admit", site="nga-son")
    second = await here.act(english, session, "site.admit", site="nga-son")
    assert first.json()["refused"]["code"] == second.json()["refused"]["code"]
    assert second.json()["refused"]["says"]


async def test_health(here: House) -> None:
    import httpx

    async with httpx.AsyncClient(base_url=here.origin, verify=False) as client:
        assert (await client.get("/live/health")).json() == {"ready": True}
        assert (await client.get("/hoi-nghi")).text == "a page"
