"""Events -> what an operator's board was shown: a snapshot to start from, then what each moment changed.

The same views as on the line (board, cells, stage, log); so the page that replays them is the board itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from diemcau.conference.board import Board, Cell, board, cells, changed_keys, touched
from diemcau.conference.events import Recorded
from diemcau.conference.evolve import evolve, fold
from diemcau.conference.narrate import Line, on_board
from diemcau.conference.session import Phase, Session
from diemcau.conference.stage import Stage, overruns, stage

EVENTS_IN_A_PART = 125
"""From one snapshot to the next: made in less than 100 ms at 170 sites."""


class Snapshot(msgspec.Struct, frozen=True):
    """All of the board after event `seq`."""

    seq: int
    stage: Stage
    board: Board
    cells: dict[str, Cell]
    engine: bool


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was different from `at` on: changed keys only. `seq`: of the latest event; the clock alone changes
    something too (how late we are). `line`: its sentence in the log. `engine`: it went or came back."""

    seq: int
    at: datetime
    stage: dict[str, Any] = {}
    board: dict[str, Any] = {}
    cells: dict[str, dict[str, Any]] = {}
    line: Line | None = None
    engine: bool | None = None


def snapshot(state: Session, now: datetime) -> Snapshot:
    return Snapshot(state.seq, stage(state, now), board(state, now), cells(state), state.engine_up)


def frames(state: Session, events: Iterable[Recorded], since: datetime) -> Iterator[Frame]:
    """`state`: as it was at `since`, before the first of the events."""
    shown = snapshot(state, since)
    for recorded in events:
        for at in overruns(state, since, recorded.at):
            late = stage(state, at)
            yield Frame(state.seq, at, stage=changed_keys(shown.stage, late))
            shown = msgspec.structs.replace(shown, stage=late)
        before, state, since = state, evolve(state, recorded), recorded.at
        frame, shown = _frame(before, state, recorded, shown)
        yield frame


def _frame(before: Session, after: Session, recorded: Recorded, shown: Snapshot) -> tuple[Frame, Snapshot]:
    fresh = cells(after, touched(before, after))
    now = Snapshot(
        seq=recorded.seq,
        stage=stage(after, recorded.at),
        board=board(after, recorded.at),
        cells={**shown.cells, **fresh},
        engine=after.engine_up,
    )
    parts = {site: changed_keys(shown.cells.get(site), cell) for site, cell in fresh.items()}
    frame = Frame(
        seq=recorded.seq,
        at=recorded.at,
        stage=changed_keys(shown.stage, now.stage),
        board=changed_keys(shown.board, now.board),
        cells={site: part for site, part in parts.items() if part},
        line=on_board(before, recorded),
        engine=now.engine if now.engine != shown.engine else None,
    )
    return frame, now


class Part(msgspec.Struct, frozen=True):
    """A stretch of the stream: the state it starts from, since when that stood, and the numbers of its events
    (`last` included)."""

    state: Session
    since: datetime
    first: int
    last: int


def parts(events: Sequence[Recorded], size: int = EVENTS_IN_A_PART) -> Iterator[Part]:
    """The states are values that share what did not change: kept, they cost little."""
    state = Session()
    for start in range(0, len(events), size):
        group, before = events[start : start + size], events[max(start - 1, 0)]
        yield Part(state, before.at, group[0].seq, group[-1].seq)
        state = fold(group, state)


def has_begun(state: Session) -> bool:
    """Before, there is nothing to replay."""
    return state.phase is not Phase.PLANNED
