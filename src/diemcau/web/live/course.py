"""The session's log as operators read it: sentences in their language."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from django.utils.translation import gettext, override

from diemcau.conference.events import Recorded
from diemcau.conference.evolve import evolve
from diemcau.conference.narrate import Line, on_board
from diemcau.conference.session import Session as State
from diemcau.regulation.powers import Role


class Sentence(msgspec.Struct, frozen=True):
    seq: int
    at: datetime
    kind: str
    by: str
    role: Role
    site: str | None
    text: str
    on_word: bool


def told(before: State, events: Iterable[Recorded]) -> list[Line]:
    """Each event in the light of the state it met."""
    lines = []
    for event in events:
        line = on_board(before, event)
        if line is not None:
            lines.append(line)
        before = evolve(before, event)
    return lines


def course(lines: Iterable[Line], language: str) -> list[Sentence]:
    with override(language):
        return [_sentence(line) for line in lines]


def _sentence(line: Line) -> Sentence:
    return Sentence(line.seq, line.at, line.kind, line.by, line.role, line.site, _text(line), line.on_word)


def _text(line: Line) -> str:
    """A translation that lost a placeholder gives way to the original."""
    try:
        return gettext(line.template).format_map(line.values)
    except (KeyError, ValueError, IndexError):
        return line.sentence()
