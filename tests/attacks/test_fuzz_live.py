"""Whatever is sent to the live doors: never an error of ours, never a hang, and whoever looks on goes on."""

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diemcau.conference.commands import AnyCommand
from diemcau.regulation.powers import Role
from diemcau.web.live.line import LONGEST_FRAME, Beat, read_beat
from diemcau.web.live.tickets import Wanted
from tests.attacks.anything import anything, commands, json_of, text
from tests.attacks.standing import asked, standing
from tests.attacks.thoroughly import fuzzed
from tests.records import builders
from tests.web.live.house import House, Pass, link, person

Json = dict[str, Any]


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)


@pytest.fixture(autouse=True)
def _nothing_of_ours_broke(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert not [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]


@pytest.fixture
def session(transactional_db: None, settings: Any) -> UUID:
    settings.DEMO = True
    return builders.connected("bim-son")


@pytest.fixture
def centre(session: UUID) -> str:
    return person(Role.CENTRAL_TECHNICIAN)


@pytest.fixture
def bim_son(session: UUID) -> str:
    return link("bim-son")


@pytest.fixture
def here(session: UUID, centre: str, bim_son: str) -> Iterator[House]:
    with standing() as one:
        yield one


def client(here: House, who: Pass) -> httpx.Client:
    return httpx.Client(
        base_url=here.origin, timeout=60, headers={"Content-Type": "application/json", **who.headers}
    )


async def welcomed(here: House, who: Pass, session: UUID, **query: str) -> Json:
    async with here.line(who, session, **query) as line:
        return await line.next("welcome")


def everybody_still_sees(here: House, session: UUID, centre: str, bim_son: str) -> None:
    board = welcomed(here, here.browser(centre), session, **{"as": "operator"})
    assert asyncio.run(board)["board"]
    query = {"as": "site", "site": "bim-son", "device": "d-bim-son"}
    assert asyncio.run(welcomed(here, here.codec(bim_son), session, **query))["mine"]


KEEPS_GOING = ("session.end",)  # it would leave nothing to attack
acts = commands(AnyCommand).filter(lambda one: one["act"] not in KEEPS_GOING)
ids = st.uuids().map(lambda one: one.hex)


def test_any_command_is_taken_or_refused(here: House, session: UUID, centre: str, bim_son: str) -> None:
    answers = set()
    with client(here, here.browser(centre)) as operator, client(here, here.codec(bim_son)) as site:

        @fuzzed(80)
        @given(command=acts, id=ids, on_word=st.booleans(), by_site=st.booleans())
        def attack(command: Json, id: str, on_word: bool, by_site: bool) -> None:
            body = json_of({"id": id, "command": command, "on_word": on_word})
            answer = asked(site if by_site else operator, "POST", f"/live/{session}/acts", content=body)
            answers.add(answer.status_code)
            assert answer.status_code == 200 or answer.json()["refused"]["says"]

        attack()
    assert {200, 403, 409, 422} <= answers
    everybody_still_sees(here, session, centre, bim_son)


def test_any_body_is_refused_as_unreadable(here: House, session: UUID, centre: str, bim_son: str) -> None:
    whole = st.fixed_dictionaries({}, optional={"id": anything, "command": anything, "on_word": anything})
    bodies = st.binary(max_size=300) | (whole | anything).map(json_of)
    with client(here, here.browser(centre)) as operator:

        @fuzzed(60)
        @given(body=bodies, path=st.sampled_from(["acts", "tickets"]))
        def attack(body: bytes, path: str) -> None:
            assert asked(operator, "POST", f"/live/{session}/{path}", content=body).status_code in (413, 422)

        attack()
    everybody_still_sees(here, session, centre, bim_son)


def test_any_wish_for_a_ticket(here: House, session: UUID, centre: str, bim_son: str) -> None:
    wishes = commands(Wanted)
    with client(here, here.browser(centre)) as operator, client(here, here.codec(bim_son)) as site:

        @fuzzed(40)
        @given(wish=wishes, by_site=st.booleans())
        def attack(wish: Json, by_site: bool) -> None:
            answer = asked(
                site if by_site else operator, "POST", f"/live/{session}/tickets", content=json_of(wish)
            )
            if answer.status_code == 200 and by_site:
                assert wish["site"] == "bim-son"

        attack()
    everybody_still_sees(here, session, centre, bim_son)


headers = st.dictionaries(
    st.sampled_from(["Cookie", "Authorization", "Origin", "Host", "Accept-Language", "X-Forwarded-Host"]),
    st.binary(max_size=60).map(lambda some: bytes(one for one in some if one >= 32 and one != 127).strip()),
    max_size=3,
)


def test_any_address_and_any_header(here: House, session: UUID) -> None:
    """Of the live endpoints and of the gate; the control is every other test of this file."""
    paths = st.sampled_from(
        [
            f"/live/{session}/acts",
            "/live/x/acts",
            "/live/",
            "/gate/rtc/validate",
            "/gate/rtc/v1/validate",
            "/gate/x",
        ]
    )
    words = st.lists(
        st.tuples(st.sampled_from(["access_token", "join_request", "sid", "a"]), text), max_size=4
    )
    with client(here, Pass({})) as nobody:

        @fuzzed(60)
        @given(path=paths, words=words, sent=headers, method=st.sampled_from(["GET", "POST"]))
        def attack(path: str, words: list[tuple[str, str]], sent: dict[str, bytes], method: str) -> None:
            query = urlencode(words, errors="surrogatepass")
            answer = asked(nobody, method, f"{path}?{query}", headers=[*sent.items()])
            assert answer.status_code in (400, 401, 403, 404, 405)

        attack()


frames = (
    st.binary(max_size=200)
    | st.text(max_size=200)
    | (anything | commands(Beat)).map(lambda value: json.dumps(value))
)


@fuzzed(300)
@given(frame=frames)
def test_any_frame_is_a_beat_or_nothing(frame: bytes | str) -> None:
    beat = read_beat({"bytes" if isinstance(frame, bytes) else "text": frame})
    assert beat is None or (isinstance(beat, Beat) and len(frame) <= LONGEST_FRAME)


def test_any_frame_on_an_open_line(here: House, session: UUID, centre: str, bim_son: str) -> None:
    query = {"as": "site", "site": "bim-son", "device": "d-bim-son"}

    async def send(frame: bytes | str) -> None:
        async with here.line(here.codec(bim_son), session, **query) as line:
            await line.next("welcome")
            await line.socket.send(frame)
            if read_beat({"text": frame}) is None:
                assert await line.ends() == 4400

    @fuzzed(15, 500)
    @given(frame=frames.filter(lambda one: not isinstance(one, str) or one.isprintable()))
    def attack(frame: bytes | str) -> None:
        asyncio.run(send(frame))

    attack()
    everybody_still_sees(here, session, centre, bim_son)
