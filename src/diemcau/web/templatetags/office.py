"""What the office pages' templates ask for: the sections one may use, names of roles and of log lines."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from diemcau.conference.script import Item
from diemcau.conference.session import Channel
from diemcau.records.models import Account, Conference, LogLine, Session
from diemcau.records.models.base import Dated
from diemcau.records.queries.account import name_of as account_name
from diemcau.records.queries.conference import Dossier
from diemcau.regulation.powers import Power, Role
from diemcau.web import words
from diemcau.web.forms.network import EntryForm
from diemcau.web.forms.script import LAYOUTS, ItemForm
from diemcau.web.views.entry import held_by
from diemcau.web.words import ROLES

register = template.Library()
WEEKDAYS = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)
MOST_NAMED = 4  # sites in a picture that the printed script names one by one


@dataclass(frozen=True, slots=True)
class Entry:
    title: Promise
    name: str
    argument: str = ""
    power: Power | None = None

    def url(self) -> str:
        return reverse(self.name, args=[self.argument] if self.argument else [])


SECTIONS: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(_("Hôm nay"), "today"),
            Entry(pgettext_lazy("nhiều", "Hội nghị"), "conferences", power=Power.READ_CONFERENCE),
            Entry(_("Sổ ghi biên bản"), "logbooks", power=Power.READ_LOGBOOK),
            Entry(_("Nhiệm vụ"), "tasks", power=Power.READ_CONFERENCE),
            Entry(_("Sự cố"), "faults", power=Power.READ_FAULTS),
            Entry(_("Trực kỹ thuật"), "duties", power=Power.MANAGE_DUTY),
            Entry(_("Lưu trữ"), "archive", power=Power.READ_ARCHIVE),
        ),
    ),
    (
        _("Danh bạ"),
        (
            Entry(pgettext_lazy("nhiều", "Điểm cầu"), "directory", "diem-cau", Power.READ_CONFERENCE),
            Entry(pgettext_lazy("nhiều", "Đơn vị"), "directory", "don-vi", Power.READ_CONFERENCE),
            Entry(pgettext_lazy("nhiều", "Người"), "directory", "nguoi", Power.READ_CONFERENCE),
        ),
    ),
    (
        _("Quản trị"),
        (
            Entry(pgettext_lazy("nhiều", "Tài khoản"), "accounts", power=Power.MANAGE_ACCOUNTS),
            Entry(_("Vai trò và quyền"), "roles", power=Power.READ_CONFERENCE),
        ),
    ),
)


@register.simple_tag(takes_context=True)
def sections(context: template.Context) -> list[dict[str, Any]]:
    request: HttpRequest | None = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    held_by(request)
    shown = [
        (title, [_entry(one, request) for one in group if _may(one, request)]) for title, group in SECTIONS
    ]
    return [{"title": title, "entries": entries} for title, entries in shown if entries]


def _may(one: Entry, request: Any) -> bool:
    return one.power is None or one.power in request.powers


def _entry(one: Entry, request: HttpRequest) -> dict[str, Any]:
    try:
        url = one.url()
    except NoReverseMatch:
        url = "/"
    current = request.path == url if url == "/" else request.path.startswith(url)
    return {"title": one.title, "url": url, "current": current}


@register.filter
def name_of(account: object) -> str:
    return account_name(account) if isinstance(account, Account) else ""


@register.filter
def role_name(role: str) -> str:
    return str(ROLES[Role(role)]) if role in ROLES else role


@register.simple_tag(takes_context=True)
def role_names(context: template.Context) -> str:
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    return ", ".join(dict.fromkeys(str(ROLES[Role(one.role)]) for one in held_by(request)))


@register.filter
def is_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's input with the classes of the design."""
    widget = field.field.widget
    kind = "form-check-input" if isinstance(widget, CheckboxInput) else "form-control"
    kind = "form-select" if isinstance(widget, Select) and not isinstance(widget, RadioSelect) else kind
    return field.as_widget(attrs={"class": f"{kind} is-invalid" if field.errors else kind})


@register.simple_tag(takes_context=True)
def can(context: template.Context, power: str) -> bool:
    request: Any = context.get("request")
    return request is not None and bool(held_by(request)) and power in request.powers


@register.simple_tag(takes_context=True)
def with_page(context: template.Context, number: int) -> str:
    query: QueryDict = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def text(value: object) -> str:
    return str(value)


@register.filter
def span(conference: Conference) -> str:
    """ "08:00 - 10:00, 24/11/2026"; the day is written once when it is one."""
    start, end = timezone.localtime(conference.starts_at), timezone.localtime(conference.ends_at)
    if start.date() == end.date():
        return f"{start:%H:%M} – {end:%H:%M}, {start:%d/%m/%Y}"
    return f"{start:%H:%M %d/%m/%Y} – {end:%H:%M %d/%m/%Y}"


@register.filter
def dial(number: str) -> str:
    """What a telephone dials."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register.filter
def clock(seconds: float) -> str:
    """3:05, or 1:02:03."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


@register.filter
def minutes(count: int) -> str:
    hours, rest = divmod(int(count), 60)
    if not hours:
        return gettext("%(minutes)d phút") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)d giờ") % {"hours": hours}
    return gettext("%(hours)d giờ %(minutes)d phút") % {"hours": hours, "minutes": rest}


@register.filter
def channel(value: Channel) -> str:
    return str(words.CHANNELS[value])


@register.filter
def said(line: LogLine) -> str:
    """A line of the log as a sentence."""
    named = str(words.ACTIONS.get(line.action, line.action))
    return f"{named}: {line.words}" if line.words else named


@register.filter
def changes(line: LogLine) -> list[dict[str, str]]:
    rows = ((words.field_name(name), *pair) for name, pair in line.changes.items() if len(pair) == 2)
    return [{"name": name, "before": before, "after": after} for name, before, after in rows]


@register.simple_tag
def missing_sentence(dossier: Dossier) -> str:
    """What is missing now, in one sentence."""
    lacks = [words.lack(one) for one in dossier.missing]
    if not lacks:
        return ""
    return gettext("Còn thiếu: %(lacks)s.") % {"lacks": "; ".join(lacks)}


@register.simple_tag
def open_sessions(dossier: Dossier) -> list[Session]:
    """The one that runs first, then the official ones: for these one registers most."""
    left = [session for session in dossier.sessions if session.phase != "ended"]
    return sorted(left, key=lambda one: (one.phase == "planned", one.kind != "official", one.planned_start))


@register.simple_tag
def links_by_site(dossier: Dossier) -> dict[str, Any]:
    """Those that still open a door, one row for each site, and those that do not any more."""
    now = timezone.now()
    holding = [link for link in dossier.links if link.revoked_at is None and link.expires_at > now]
    rows: dict[int, dict[str, Any]] = {}
    for link in holding:
        row = rows.setdefault(link.site_id, {"site": link.site, "room": [], "display": []})
        row[link.slot].append(link)
    kept = {link.pk for link in holding}
    return {
        "holding": list(rows.values()),
        "over": [link for link in dossier.links if link.pk not in kept],
        "newest": max((link.pk for link in dossier.links), default=0),
    }


@register.filter
def late_by(session: Session) -> str:
    """How long ago it should have been opened; nothing when it is still to come or was opened."""
    late = timezone.now() - session.planned_start
    if session.phase != "planned" or late < timedelta(minutes=1):
        return ""
    return gettext("%(days)d ngày") % {"days": late.days} if late.days else minutes(late.seconds // 60)


@register.filter
def weekday(moment: date) -> str:
    """As offices write it: "Thứ Ba", not "Thứ 3"."""
    day = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return str(WEEKDAYS[day.weekday()])


@register.filter
def holds_on(row: Dated, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


@register.filter
def facts(form: EntryForm) -> list[dict[str, str]]:
    """An entry's fields as they are shown when nobody edits them."""
    return [{"label": str(form[name].label), "value": _fact(form, name)} for name in form.names()]


def _fact(form: EntryForm, name: str) -> str:
    value = getattr(form.instance, name)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    shown = getattr(form.instance, f"get_{name}_display", None)
    return str(shown()) if shown else "" if value is None else str(value)


@register.simple_tag
def any_errors(forms: list[ItemForm]) -> bool:
    return any(form.is_bound and form.errors for form in forms)


@register.filter
def item_summary(form: ItemForm) -> str:
    """One line about what is folded away."""
    told = [form["speaker_name"].value(), form["site"].value(), LAYOUTS.get(form["layout"].value() or "-")]
    return " · ".join(str(one) for one in told if one)


@register.filter
def cue_words(item: Item, names: dict[str, str]) -> str:
    if item.cue is None:
        return names.get(item.site or "", "")
    picture = item.cue.picture
    shown = ", ".join(names.get(code, code) for code in picture.sites)
    if len(picture.sites) > MOST_NAMED:
        shown = gettext("%(count)d điểm cầu") % {"count": len(picture.sites)}
    told = [str(LAYOUTS[picture.layout.value]), shown]
    if item.cue.microphone:
        told.append(
            gettext("micro: %(site)s") % {"site": names.get(item.cue.microphone, item.cue.microphone)}
        )
    return " · ".join(one for one in [*told, item.cue.clip] if one)


@register.filter
def in_set(value: object, those: set[object]) -> bool:
    return value in those
