"""The demo's accounts and its conference of today: made once, found again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from diemcau.conference.actors import Actor
from diemcau.conference.session import Phase, SessionKind
from diemcau.records.actions.account import assign_role, make_account
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


def _plan(account: Account, technician: Actor, now: datetime) -> Session:
    starts = timezone.localtime(now).replace(second=0, microsecond=0)
    conference = _draft(account, starts, now)
    return plan_session(
        conference=conference, kind=SessionKind.OFFICIAL, planned_start=starts, actor=technician, now=now
    )


def _draft(account: Account, starts: datetime, now: datetime) -> Conference:
    sites = Site.objects.filter(on(starts.date()))
    chair = sites.get(code=content.CHAIR_SITE)
    values = {
        "title": content.title(starts),
        "kind": Conference.Kind.BRIEFING,
        "convener": Unit.objects.get(code=content.CONVENER),
        "host_unit": Unit.objects.get(code=content.HOST_UNIT),
        "chair_site": chair,
        "chair_person": Person.objects.get(name=content.CHAIR_PERSON),
        "starts_at": starts,
        "ends_at": starts + content.LENGTH,
    }
    invited = sites.exclude(role=Site.Role.CENTRAL).exclude(pk=chair.pk)
    clip = uuid4()
    items = content.script(starts, sites.get(role=Site.Role.CENTRAL).code, str(clip))
    conference = draft_conference(values=values, sites=invited, items=items, actor=account, now=now)
    keep_media(
        conference=conference, title=content.CLIP, source=[make_clip()], actor=account, now=now, id=clip
    )
    move_conference(
        conference=conference,
        to=Conference.State.SCHEDULED,
        reason="",
        version=conference.version,
        actor=account,
        now=now,
    )
    return conference
