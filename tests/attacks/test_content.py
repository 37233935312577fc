"""Attacks by what is written: in every free field markup stays text, and signs that deceive stay out."""

import json
from typing import Any
from uuid import UUID

import pytest

from diemcau.records.models import SessionEvent
from diemcau.records.queries.session import current
from tests.web.live.house import House, link, store

MARKUP = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
FORMATS = "{site} {0.__class__.__init__.__globals__} %(a)s %s {% load x %} {{ 7*7 }} ${x}"
FIELDS: list[tuple[str, dict[str, Any], str]] = [
    ("session.pause", {}, "reason"),
    ("site.refuse", {"site": "ha-trung"}, "reason"),
    ("site.drop", {"site": "bim-son"}, "reason"),
    ("site.mark_absent", {"site": "nga-son"}, "reason"),
    ("site.leave", {"site": "bim-son"}, "reason"),
    ("fault.report", {"site": "bim-son"}, "fault_kind"),
    ("fault.report", {"site": "bim-son", "fault_kind": "line"}, "words"),
    ("floor.request", {"site": "bim-son"}, "speaker"),
    ("floor.request", {"site": "bim-son", "speaker": {"name": "Mai Văn Sơn"}}, "topic"),
    ("floor.request", {"site": "bim-son", "speaker": {"name": "Mai Văn Sơn"}, "channel": "phone"}, "caller"),
    ("floor.give_site", {"site": "bim-son"}, "speaker"),
    ("note.send", {}, "text"),
    ("note.from_site", {"site": "bim-son"}, "text"),
    ("picture.preview", {}, "picture"),
    ("script.change", {}, "script"),
]  # fmt: skip
NAMES = [f"{act} {field}" for act, _, field in FIELDS]


def filled(field: str, words: str) -> Any:
    match field:
        case "speaker":
            return {"name": words, "title": words, "unit": words}
        case "picture":
            return {"layout": "one", "sites": ["bim-son"], "caption": {"name": words, "title": words}}
        case "script":
            return {"version": 9, "items": [{"id": "m1", "title": words, "minutes": 5}]}
    return words


async def board(here: House, session: UUID, centre: str) -> str:
    async with here.line(here.browser(centre), session, **{"as": "operator"}) as line:
        return json.dumps(await line.next("welcome"), ensure_ascii=False)


@pytest.mark.parametrize(("act", "fields", "field"), FIELDS, ids=NAMES)
async def test_text_stays_the_text_that_was_written(
    here: House, session: UUID, centre: str, act: str, fields: dict[str, Any], field: str
) -> None:
    """As JSON of its own kind, never as a page; braces and percent signs are not formats."""
    for words in (MARKUP[:120], FORMATS[:120]):
        answer = await here.act(here.browser(centre), session, act, **fields, **{field: filled(field, words)})
        assert answer.status_code in (200, 409), answer.text
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.status_code == 200:
            last = await store(lambda: SessionEvent.objects.filter(session=session).order_by("seq").last())
            written = json.dumps(last.data, ensure_ascii=False)
            assert json.dumps(words, ensure_ascii=False)[1:-1] in written or act != "note.send"
    assert "__globals__': " not in await board(here, session, centre)


DECEIVING = {
    "nul": "a\x00b",
    "half a letter": "\ud800",
    "escape": "a\x1b[2Jb",
    "backspace": "ab\b",
    "delete": "a\x7f",
    "direction": "\u202egnort\u202c",
    "isolate": "\u2066x\u2069",
    "mark": "a\u200e",
}


@pytest.mark.parametrize("sign", DECEIVING)
async def test_signs_that_deceive_are_refused(here: House, session: UUID, centre: str, sign: str) -> None:
    who, before = here.browser(centre), await store(lambda: SessionEvent.objects.count())
    for act, fields, field in FIELDS:
        words = filled(field, DECEIVING[sign])
        answer = await here.act(who, session, act, **fields, **{field: words})
        assert answer.status_code == 422, (act, answer.text)
        assert answer.json()["refused"]["says"]
    assert await store(lambda: SessionEvent.objects.count()) == before
    honest = "dòng một\n\tdòng hai \\u0000 \\b C:\\new"
    assert (await here.act(who, session, "note.send", text=honest)).status_code == 200
    assert (await store(lambda: current(session))).notes[-1].text == honest


async def test_text_beyond_its_bounds_is_refused(here: House, session: UUID, centre: str) -> None:
    who = here.browser(centre)
    for act, fields, field in FIELDS:
        answer = await here.act(who, session, act, **fields, **{field: filled(field, "x" * 501)})
        assert answer.status_code == 422, act
    assert (await here.act(who, session, "note.send", text="x" * 500)).status_code == 200


async def test_a_refusal_does_not_repeat_what_was_sent(here: House, session: UUID, centre: str) -> None:
    answer = await here.act(here.browser(centre), session, MARKUP)
    assert answer.status_code == 422
    assert "script" not in answer.text


async def test_a_site_that_waits_hears_nothing_of_others_words(
    here: House, session: UUID, centre: str
) -> None:
    await here.does(here.browser(centre), session, "note.send", text="riêng trong phòng họp")
    waiting = here.codec(await store(lambda: link("ha-trung")))
    await here.does(waiting, session, "site.knock", site="ha-trung", device="d1")
    room = {"as": "site", "site": "ha-trung", "device": "d1"}
    async with here.line(waiting, session, **room) as line:
        assert "riêng trong" not in json.dumps(await line.next("welcome"), ensure_ascii=False)
    assert "riêng trong" in await board(here, session, centre)
