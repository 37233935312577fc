"""A small network and one conference of today: the centre, two chair rooms, three end sites."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.commands import (
    Admit,
    AnyCommand,
    GoLive,
    Knock,
    OpenSession,
    Order,
    Refused,
    SeeMedia,
)
from diemcau.conference.session import SessionKind
from diemcau.records.actions.session import Outcome, act, plan_session
from diemcau.records.models import Conference, InvitedSite, Person, Phone, Site, StandingTechnician, Unit
from diemcau.regulation.powers import Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # eight o'clock in Thanh Hóa
SINCE = date(2018, 12, 5)
CENTRE = Actor(Role.CENTRAL_TECHNICIAN, "1", "Lê Văn Trung")
CHAIR = Actor(Role.CHAIR, "2", "Nguyễn Thị Hòa")
END_SITES = ("bim-son", "ha-trung", "nga-son")


def technician(site: str) -> Actor:
    return Actor(Role.SITE_TECHNICIAN, f"t-{site}", f"Kỹ thuật {site}", site)


def make_site(number: int, code: str, role: str, unit: Unit) -> Site:
    return Site.objects.create(
        code=code, number=number, name=f"Điểm cầu {code}", role=role, unit=unit, valid_from=SINCE
    )


def make_conference() -> Conference:
    unit = Unit.objects.create(code="van-phong", name="Văn phòng UBND tỉnh", valid_from=SINCE)
    make_site(1, "trung-tam", "central", unit)
    chair = make_site(2, "tinh-uy", "chair", unit)
    invited = [make_site(3, "ubnd-tinh", "chair", unit)]
    invited += [make_site(number, code, "end", unit) for number, code in enumerate(END_SITES, 4)]
    conference = Conference.objects.create(
        title="Hội nghị giao ban tháng 11",
        convener=unit,
        chair_site=chair,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=3),
        made_at=NOW - timedelta(days=5),
    )
    InvitedSite.objects.bulk_create(InvitedSite(conference=conference, site=site) for site in invited)
    return conference


def give_technician(site: Site, name: str, number: str, **period: date) -> None:
    person = Person.objects.create(name=name)
    StandingTechnician.objects.create(site=site, person=person, **{"valid_from": SINCE, **period})
    Phone.objects.create(person=person, number=number, valid_from=SINCE)


def planned() -> UUID:
    return plan(make_conference())


def planned_again() -> UUID:
    """A second sitting of the conference that is there already."""
    return plan(Conference.objects.get())


def plan(conference: Conference, kind: SessionKind = SessionKind.OFFICIAL) -> UUID:
    return plan_session(conference=conference, kind=kind, planned_start=NOW, actor=CENTRE, now=NOW).pk


def order(command: AnyCommand, by: Actor = CENTRE, id: str = "") -> Order:
    return Order(command, by, id or uuid4().hex)


def done(session: UUID, command: AnyCommand, by: Actor = CENTRE, now: datetime = NOW) -> Outcome:
    answer = act(session, order(command, by), now)
    assert not isinstance(answer, Refused), answer.sentence()
    return answer


def opened() -> UUID:
    session = planned()
    done(session, OpenSession())
    return session


def opened_anew() -> UUID:
    """In a database that may have the conference from an earlier test."""
    session = planned_again() if Conference.objects.exists() else planned()
    done(session, OpenSession())
    return session


def connected(*sites: str, kind: SessionKind = SessionKind.OFFICIAL) -> UUID:
    """A live session with these sites admitted."""
    session = plan(make_conference(), kind)
    done(session, OpenSession())
    for site in ("tinh-uy", *sites):
        done(session, Knock(site=site, device=f"d-{site}"), technician(site))
        done(session, Admit(site=site))
        done(session, SeeMedia(site=site, up=True), MACHINE)
    done(session, GoLive())
    return session
