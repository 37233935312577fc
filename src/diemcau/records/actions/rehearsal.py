"""The demo's test session: the day before, by the commands of every test session."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from diemcau.conference import commands as c
from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.quality import WINDOW, Window, window_start
from diemcau.conference.session import Seat, SessionKind, SiteRole
from diemcau.records.actions.quality import Measured, write_windows
from diemcau.records.actions.session import act, plan_session
from diemcau.records.data import rehearsal as content
from diemcau.records.models import Conference
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Role

Given = tuple[c.AnyCommand, Actor]


def hold_test_session(*, conference: Conference, technician: Actor) -> None:
    """Once for a conference: its sites come in, are checked, measured and judged."""
    kind, start = SessionKind.TEST, conference.starts_at - content.BEFORE
    if conference.sessions.filter(kind=kind.value).exists():
        return
    session = plan_session(
        conference=conference, kind=kind, planned_start=start, actor=technician, now=start
    ).pk
    seats = [seat for seat in current(session).seats.values() if seat.role is not SiteRole.CENTRAL]
    steps = list(_steps(seats, technician))
    between = timedelta(minutes=content.MINUTES) / len(steps)
    for number, (command, by) in enumerate(steps):
        act(session, c.Order(command, by, uuid4().hex), start + number * between)
    write_windows(one for seat in seats for one in _windows(session, seat, start))


def _steps(seats: list[Seat], technician: Actor) -> Iterator[Given]:
    here = [seat for seat in seats if seat.site not in content.ABSENT]
    yield c.OpenSession(), technician
    for seat in here:
        yield from _comes(seat, technician)
    for site, reason in content.ABSENT.items():
        yield c.MarkAbsent(site, reason), technician
    for seat in here:
        reason = content.NOT_ACCEPTED.get(seat.site, "")
        yield c.JudgeSite(seat.site, not reason, reason), technician
    yield c.End(), technician


def _comes(seat: Seat, technician: Actor) -> Iterator[Given]:
    site, line = seat.site, content.line_of(seat.number, seat.site)
    own = Actor(Role.SITE_TECHNICIAN, f"demo-{site}", seat.technician or seat.name, site)
    yield c.SeeLine(site, True), MACHINE
    yield c.Knock(site, f"may-{site}"), own
    yield c.SubmitCheck(site, True, True, True, True, line.loss, line.jitter, line.round_trip), own
    yield c.Admit(site), technician
    yield c.SeeMedia(site, True), MACHINE
    yield c.SeeGrade(site, line.grade), MACHINE


def _windows(session: UUID, seat: Seat, start: datetime) -> Iterator[Measured]:
    """The worst one last."""
    if seat.site in content.ABSENT:
        return
    line, first = content.line_of(seat.number, seat.site), window_start(start)
    for number in range(1, content.WINDOWS + 1):
        share = number / content.WINDOWS
        loss, jitter = round(line.loss * share, 3), round(line.jitter * share, 3)
        word = content.Line(loss, jitter, line.round_trip).grade
        window = Window(first + number * WINDOW, 20, loss, jitter, line.round_trip, 900.0, word)
        for direction in ("up", "down"):
            yield Measured(session, seat.site, direction, window)
