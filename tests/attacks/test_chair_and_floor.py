"""Attacks on who leads: sites as chairs, foreign chairs, forged senders, replays, two at once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from diemcau.conference import commands as c
from diemcau.records.actions.link import make_site_link
from diemcau.records.models import Conference, Person, SessionEvent, Site, SiteLink
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Power, Role
from tests.records import builders
from tests.web.live.house import House, account, link, person, signed_in, store

Json = dict[str, Any]
PICTURE = {"layout": "one", "sites": ["bim-son"]}
FILLED: Json = {
    "site": "bim-son", "device": "d2", "reason": "thử", "request": "y1", "position": 1, "minutes": 5,
    "picture": PICTURE, "layout": "one", "script": {"version": 9, "items": []}, "version": 1, "text": "x",
    "alarm": "a1", "speaker": {"name": "Mai Văn Sơn"}, "fault_kind": "line", "ready": True, "note": "n1",
    "camera": True, "microphone": True, "speaker_": True, "line": True, "up": True, "camera_on": True,
    "microphone_on": True, "grade": "good", "running": True, "accepted": True, "found": {},
    "item": "m1", "at": 1.0, "since": "2026-11-23T01:30:00Z", "until": "2026-11-23T01:31:00Z",
    "technician": "Lê Quốc Hưng", "seconds": 1.0, "size": 1, "sha256": "a", "manifest_sha256": "b",
    "segments": 1,
}  # fmt: skip
EVERY = c.AnyCommand.__args__  # type: ignore[attr-defined]


def written(command: type[c.Command]) -> Json:
    """A right one of this kind: only the power is missing."""
    said: Json = {"act": command.__struct_config__.tag}
    for name in command.__struct_fields__:
        if name in FILLED and name not in command.__struct_defaults__:
            said[name] = FILLED[name]
    if said["act"] == "site.submit_check":
        said["speaker"] = True
    if said["act"] == "site.add":
        said |= {"site": "khong-moi", "number": 9, "name": "Không mời", "role": "end"}
    return said


OPERATORS = [one for one in EVERY if one.power not in (Power.ANSWER_FOR_SITE, Power.SHOW_NOTICE)]
OUR_OWN = [one for one in EVERY if one.power is Power.OBSERVE or not one.from_outside]


async def length(session: UUID) -> int:
    return int((await store(lambda: current(session))).seq)


async def test_every_operators_act_is_refused_to_a_site_to_a_screen_and_to_a_sites_account(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    screen = await store(lambda: link("bim-son", SiteLink.Slot.DISPLAY))
    technician = await store(lambda: person(Role.SITE_TECHNICIAN, "bim-son"))
    before = await length(session)
    for command in OPERATORS:
        for who in (here.codec(bim_son), here.codec(screen), here.browser(technician)):
            answer = await here.act(who, session, **written(command))
            assert answer.status_code == 403, (written(command), answer.text)
    assert await length(session) == before
    assert (await here.act(here.browser(centre), session, "note.send", text="x")).status_code == 200


async def test_every_sites_act_is_refused_for_another_site(here: House, session: UUID, bim_son: str) -> None:
    who, own = here.codec(await store(lambda: link("ha-trung"))), here.codec(bim_son)
    before = await length(session)
    for command in EVERY:
        if command.for_site and command not in OUR_OWN:
            answer = await here.act(who, session, **written(command))
            assert answer.status_code in (403, 409), written(command)
            assert answer.json()["refused"]["code"].startswith("power"), written(command)
    assert await length(session) == before
    assert (await here.act(own, session, "note.from_site", site="bim-son", text="x")).status_code == 200


async def test_every_act_of_the_machine_is_refused_to_everybody(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    chair = await store(lambda: person(Role.CHAIR, "tinh-uy"))
    before = await length(session)
    assert len(OUR_OWN) >= 8
    for command in OUR_OWN:
        for who in (here.browser(centre), here.browser(chair), here.codec(bim_son)):
            assert (await here.act(who, session, **written(command))).status_code == 403
    assert await length(session) == before


def another_conference() -> UUID:
    """Of the other chair room, with Hà Trung only."""
    first, chair = Conference.objects.get(), Site.objects.get(code="ubnd-tinh")
    second = Conference.objects.create(
        title="Họp bất thường", convener=first.convener, chair_site=chair, starts_at=first.starts_at,
        ends_at=first.ends_at, made_at=first.made_at,
    )  # fmt: skip
    second.invited.create(site=Site.objects.get(code="ha-trung"))
    session = builders.plan(second)
    builders.done(session, c.OpenSession())
    builders.done(session, c.GoLive())
    return session


async def test_the_chair_of_one_conference_is_nobody_in_another(here: House, session: UUID) -> None:
    other = await store(another_conference)
    for role in (Role.CHAIR, Role.CHAIR_TECHNICIAN):
        ours = here.browser(await store(lambda role=role: person(role, "tinh-uy")))
        theirs = here.browser(await store(lambda role=role: person(role, "ubnd-tinh")))
        for command in ("floor.close_all", "session.pause", "token.take", "floor.next"):
            assert (await here.act(ours, other, command)).status_code == 404, command
        assert (await here.ticket(ours, other, "operator", device="d")).status_code == 404
        assert (await here.act(theirs, other, "floor.close_all")).status_code == 200


def chair_without_a_site(name: str, *, of: UUID | None = None) -> str:
    """Named as its chair by the conference of session `of`."""
    made = account(Role.CHAIR)
    made.person = Person.objects.create(name=name)
    made.save()
    if of is not None:
        Conference.objects.filter(sessions=of).update(chair_person=made.person)
    return signed_in(made)


OPERATOR = {"as": "operator"}


async def test_a_chair_without_a_site_presides_only_where_the_conference_names_him(
    here: House, session: UUID
) -> None:
    other = await store(another_conference)
    ours = here.browser(await store(lambda: chair_without_a_site("Hà Công Vinh", of=session)))
    theirs = here.browser(await store(lambda: chair_without_a_site("Bùi Quang Hưng", of=other)))
    nobody = here.browser(await store(lambda: chair_without_a_site("Lê Đình Khánh")))
    for command in ("floor.close_all", "session.pause", "token.take", "site.admit_all", "session.end"):
        for who, where in ((ours, other), (theirs, session), (nobody, session), (nobody, other)):
            assert (await here.act(who, where, command)).status_code == 404, command
            assert (await here.ticket(who, where, "operator", device="d")).status_code == 404
    assert (await here.act(ours, session, "floor.close_all")).status_code == 200
    assert (await here.act(theirs, other, "floor.close_all")).status_code == 200


async def test_a_chairs_technician_without_a_site_presides_nowhere(here: House, session: UUID) -> None:
    made = await store(lambda: person(Role.CHAIR_TECHNICIAN))
    assert (await here.act(here.browser(made), session, "session.pause")).status_code == 404


async def test_a_chair_who_is_no_longer_named_is_out(here: House, session: UUID) -> None:
    chair = here.browser(await store(lambda: chair_without_a_site("Hà Công Vinh", of=session)))
    async with here.line(chair, session, **OPERATOR) as line:
        await line.next("welcome")
        await store(lambda: Conference.objects.update(chair_person=None))
        assert await line.ends() == 4403
    assert (await here.act(chair, session, "session.pause")).status_code == 404


async def test_a_link_of_one_conference_opens_no_other(here: House, session: UUID) -> None:
    """Not even where the same site is seated."""
    other = await store(another_conference)
    ours = here.codec(await store(lambda: _link_of_first("ha-trung")))
    knock = {"site": "ha-trung", "device": "d1"}
    assert (await here.act(ours, other, "site.knock", **knock)).status_code == 404
    assert (await here.ticket(ours, other, "check", **knock)).status_code == 404
    assert (await here.act(ours, session, "site.knock", **knock)).status_code == 200


def _link_of_first(site: str) -> str:
    conference = Conference.objects.order_by("pk").first()
    assert conference
    return make_site_link(
        site=Site.objects.get(code=site), conference=conference, slot="room", actor=None,
        now=timezone.now(), ttl=timedelta(hours=1),
    )  # fmt: skip


@pytest.mark.parametrize(
    "extra", [{"by": {"role": "chair"}}, {"actor": "1"}, {"role": "chair"}, {"now": "2020-01-01"}]
)
async def test_the_sender_cannot_be_forged_in_the_message(
    here: House, session: UUID, bim_son: str, extra: Json
) -> None:
    body = {"id": uuid4().hex, "command": {"act": "note.from_site", "site": "bim-son", "text": "x"}}
    path, who = f"/live/{session}/acts", here.codec(bim_son)
    assert (await here.post(who, path, {**body, **extra})).status_code == 422
    assert (await here.post(who, path, {**body, "command": {**body["command"], **extra}})).status_code == 422
    assert (await here.post(who, path, body)).status_code == 200
    last = await store(lambda: SessionEvent.objects.filter(session=session).order_by("seq").last())
    assert last.by["role"] == "site_technician"
    assert last.by["site"] == "bim-son"


async def test_a_known_order_id_does_not_carry_another_act(
    here: House, session: UUID, bim_son: str, centre: str
) -> None:
    """Neither by its sender nor by somebody else: what happened under it stays, and nothing is added."""
    chair, site, id = here.browser(centre), here.codec(bim_son), uuid4().hex
    first = await here.act(chair, session, "note.send", id=id, text="một")
    before = await length(session)
    await here.act(chair, session, "session.pause", id=id)
    await here.act(site, session, "note.from_site", id=id, site="bim-son", text="hai")
    assert await length(session) == before == first.json()["seq"]
    assert (await here.act(chair, session, "session.pause")).status_code == 200
    assert await length(session) > before


async def test_two_takes_at_once_are_one(here: House, session: UUID, centre: str) -> None:
    """Two operators saw the same program; the one who comes second is told."""
    other = here.browser(await store(lambda: person(Role.CENTRAL_TECHNICIAN)))
    chair = here.browser(centre)
    await here.does(chair, session, "picture.preview", picture=PICTURE)
    seen = (await store(lambda: current(session))).program_version
    answers = await asyncio.gather(
        *(here.act(who, session, "picture.take", version=seen, picture=PICTURE) for who in (chair, other))
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 200], [200, 409])
    assert (await store(lambda: current(session))).program_version == seen + 1


async def test_two_chairs_at_once_are_not_both_heard(here: House, session: UUID, centre: str) -> None:
    """One has the token; what he just did about the floor, the other cannot undo in the same moment."""
    one, two = [
        here.browser(await store(lambda: signed_in(account(Role.CHAIR, "tinh-uy")))) for _ in range(2)
    ]
    answers = await asyncio.gather(*(here.act(who, session, "token.take") for who in (one, two)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    lost = two if answers[0].status_code == 200 else one
    has = one if lost is two else two
    assert (await here.act(has, session, "floor.give_site", site="bim-son")).status_code == 200
    against = await here.act(lost, session, "floor.give_site", site="tinh-uy")
    assert (against.status_code, against.json()["refused"]["code"]) == (409, "token.conflict")
    assert (await here.act(has, session, "floor.give_site", site="tinh-uy")).status_code == 200
