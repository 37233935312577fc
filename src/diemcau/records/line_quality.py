"""The seconds that the sites' pages measured, in memory; windows of 20 s for the table; changes of grade.

No I/O and no clock: the web process feeds `take` with each beat and calls `due` every second.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from diemcau.conference.commands import SeeGrade
from diemcau.conference.quality import WINDOW, Gathering, Sample, close, gather, worse
from diemcau.conference.session import Grade
from diemcau.conference.session import Session as State
from diemcau.records.actions.quality import Measured

DIRECTIONS = ("up", "down")
LATE = timedelta(seconds=2)  # after its end a window waits so long for the last seconds
KEPT = 15_000  # windows, while the database is away: an hour and more of 40 sites


@dataclass(slots=True)
class SiteLine:
    gathering: dict[str, Gathering] = field(default_factory=lambda: dict.fromkeys(DIRECTIONS, Gathering()))
    grades: dict[str, Grade] = field(default_factory=lambda: dict.fromkeys(DIRECTIONS, Grade.NO_DATA))
    graded: bool = False

    @property
    def grade(self) -> Grade:
        return worse(*self.grades.values())


class LineQuality:
    def __init__(self) -> None:
        self._sites: dict[tuple[UUID, str], SiteLine] = {}
        self._to_write: list[Measured] = []

    def take(self, session: UUID, site: str, direction: str, sample: Sample) -> None:
        """One second of one direction."""
        line = self._sites.setdefault((session, site), SiteLine())
        filled, window = gather(line.gathering[direction], sample)
        line.gathering[direction] = filled
        if window is not None:
            self._keep(line, Measured(session, site, direction, window))

    def due(self, now: datetime) -> None:
        """Close windows that nobody fills any more: the line is gone."""
        for (session, site), line in self._sites.items():
            for direction, gathering in line.gathering.items():
                if gathering.started_at and now >= gathering.started_at + WINDOW + LATE:
                    self._close(session, site, line, direction)

    def end(self, session: UUID) -> None:
        """The session has ended: what there is goes into the table."""
        for of, site in [key for key in self._sites if key[0] == session]:
            line = self._sites.pop((of, site))
            for direction in DIRECTIONS:
                self._close(of, site, line, direction)

    def to_write(self) -> list[Measured]:
        """Windows for `write_windows`; once. Whoever could not write them gives them back."""
        windows, self._to_write = self._to_write, []
        return windows

    def give_back(self, windows: list[Measured]) -> None:
        self._to_write = [*windows, *self._to_write][-KEPT:]

    def seen(self, state: State) -> list[SeeGrade]:
        """Where the stream says another grade than the latest windows. Without a window: nothing."""
        session = UUID(state.id)
        lines = ((seat, self._sites.get((session, seat.site))) for seat in state.seats.values())
        return [
            SeeGrade(site=seat.site, grade=line.grade)
            for seat, line in lines
            if line is not None and line.graded and line.grade is not seat.grade
        ]

    def _close(self, session: UUID, site: str, line: SiteLine, direction: str) -> None:
        window = close(line.gathering[direction])
        line.gathering[direction] = Gathering()
        if window is not None:
            self._keep(line, Measured(session, site, direction, window))

    def _keep(self, line: SiteLine, measured: Measured) -> None:
        line.grades[measured.direction] = measured.window.grade
        line.graded = True
        self._to_write.append(measured)
