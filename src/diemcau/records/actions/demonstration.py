"""The demo's accounts and its conference of today: made once, found again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from diemcau.conference.actors import Actor
from diemcau.conference.session import Phase, SessionKind
from diemcau.records.actions.account import assign_role, make_account
from diemcau.records.actions.archive import publish_dossier
from diemcau.records.actions.conference import draft_conference, move_conference
from diemcau.records.actions.dataset import load_dataset
from diemcau.records.actions.media import keep_media
from diemcau.records.actions.session import plan_session
from diemcau.records.data import demonstration as content
from diemcau.records.data.demonstration_clip import make_clip
from diemcau.records.models import Account, Conference, Person, Session, Site, Unit
from diemcau.records.models.base import on
from diemcau.regulation.powers import Role


@dataclass(frozen=True)
class Entry:
    """A line of the table of accounts."""

    username: str
    role: Role
    person: str
    words: str
    site: str = ""
    unit: str = ""


ACCOUNTS = (
    Entry("trungtam", Role.CENTRAL_TECHNICIAN, "Lê Quang Khải", "Kỹ thuật trung tâm / Central technician"),
    Entry("chutoa", Role.CHAIR, "Trịnh Hữu Phúc", "Chủ tọa / Chair", site=content.CHAIR_SITE),
    Entry("bimson", Role.SITE_TECHNICIAN, "Phạm Đức Thành", "Kỹ thuật Bỉm Sơn / Bỉm Sơn's technician",
          site=content.OWN_SITE),
    Entry("vanphong", Role.HOST_OFFICER, "Lê Hồng Nhung", "Cán bộ đơn vị chủ trì / Host unit's officer",
          unit=content.HOST_UNIT),
    Entry("thuky", Role.SECRETARY, content.SECRETARY, "Thư ký / Secretary", unit=content.HOST_UNIT),
    Entry("quantri", Role.ADMINISTRATOR, "Cao Ngọc Diệp", "Quản trị / Administrator"),
)  # fmt: skip


@dataclass(frozen=True)
class Demonstration:
    session: UUID
    conference: Conference
    technician: Actor


def prepare_demonstration(*, password: str, now: datetime) -> Demonstration:
    """Idempotent: the day's conference is found again, unless its session has ended."""
    load_dataset("2018", now=now)
    accounts = {entry.username: _account(entry, password, now) for entry in ACCOUNTS}
    central = accounts["trungtam"]
    technician = Actor(Role.CENTRAL_TECHNICIAN, str(central.pk), "Lê Quang Khải")
    session = _session_of_today(now) or _plan(central, technician, now)
    return Demonstration(session.pk, session.conference, technician)


def _account(entry: Entry, password: str, now: datetime) -> Account:
    found = Account.objects.filter(username=entry.username).first()
    if found:
        return found
    person = Person.objects.get(name=entry.person)
    account, _ = make_account(username=entry.username, person=person, actor=None, now=now)
    account.set_password(password)
    account.password_is_temporary = False
    account.save(update_fields=["password", "password_is_temporary"])
    assign_role(
        account=account,
        role=entry.role,
        site=Site.objects.filter(code=entry.site).first(),
        unit=Unit.objects.filter(code=entry.unit).first(),
        valid_from=timezone.localdate(now),
        valid_to=None,
        actor=None,
        now=now,
    )
    return account


def _session_of_today(now: datetime) -> Session | None:
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Session.objects.filter(planned_start__range=(day, day + timedelta(days=1)), kind="official")
    running = today.filter(conference__title=content.title(day)).exclude(phase=Phase.ENDED.value)
    return running.select_related("conference").order_by("-planned_start").first()


def prepare_past(*, demonstration: Demonstration, now: datetime) -> Demonstration | None:
    """The short conference that is held first and recorded. None: it has been held."""
    held = Session.objects.filter(conference__title=content.PAST_TITLE).select_related("conference")
    session = held.order_by("-planned_start").first() or _plan_past(demonstration, now)
    if session.phase == Phase.ENDED.value:
        return None
    return Demonstration(session.pk, session.conference, demonstration.technician)


def close_past(*, past: Demonstration, now: datetime) -> None:
    """It is over: its dossier is there for those who were invited."""
    account, conference = Account.objects.get(pk=past.technician.id), past.conference
    publish_dossier(conference=conference, actor=account, now=now)
    _move(conference, Conference.State.HELD, account, now)


def _plan_past(demonstration: Demonstration, now: datetime) -> Session:
    starts = timezone.localtime(now).replace(second=0, microsecond=0)
    account = Account.objects.get(pk=demonstration.technician.id)
    values = _values(starts) | {"title": content.PAST_TITLE, "ends_at": starts + content.PAST_LENGTH}
    invited = Site.objects.filter(on(starts.date()), code__in=content.PAST_SITES)
    items = content.past_script(starts)
    conference = draft_conference(values=values, sites=invited, items=items, actor=account, now=now)
    _move(conference, Conference.State.SCHEDULED, account, now)
    return _planned(conference, starts, demonstration.technician, now)


def _plan(account: Account, technician: Actor, now: datetime) -> Session:
    starts = timezone.localtime(now).replace(second=0, microsecond=0)
    return _planned(_draft(account, starts, now), starts, technician, now)


def _planned(conference: Conference, starts: datetime, technician: Actor, now: datetime) -> Session:
    return plan_session(
        conference=conference, kind=SessionKind.OFFICIAL, planned_start=starts, actor=technician, now=now
    )


def _values(starts: datetime) -> dict[str, object]:
    return {
        "title": content.title(starts),
        "kind": Conference.Kind.BRIEFING,
        "convener": Unit.objects.get(code=content.CONVENER),
        "host_unit": Unit.objects.get(code=content.HOST_UNIT),
        "chair_site": Site.objects.get(on(starts.date()), code=content.CHAIR_SITE),
        "chair_person": Person.objects.get(name=content.CHAIR_PERSON),
        "secretary": Person.objects.get(name=content.SECRETARY),
        "starts_at": starts,
        "ends_at": starts + content.LENGTH,
    }


def _move(conference: Conference, to: Conference.State, account: Account, now: datetime) -> None:
    conference.refresh_from_db()
    move_conference(
        conference=conference, to=to, reason="", version=conference.version, actor=account, now=now
    )


def _draft(account: Account, starts: datetime, now: datetime) -> Conference:
    values, sites, clip = _values(starts), Site.objects.filter(on(starts.date())), uuid4()
    invited = sites.exclude(role=Site.Role.CENTRAL).exclude(code=content.CHAIR_SITE)
    items = content.script(starts, sites.get(role=Site.Role.CENTRAL).code, str(clip))
    conference = draft_conference(values=values, sites=invited, items=items, actor=account, now=now)
    keep_media(
        conference=conference, title=content.CLIP, source=[make_clip()], actor=account, now=now, id=clip
    )
    _move(conference, Conference.State.SCHEDULED, account, now)
    return conference
