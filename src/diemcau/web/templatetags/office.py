"""What the office pages' templates ask for: the sections one may use, names of roles and of log lines."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from diemcau.records.models import Account
from diemcau.records.queries.account import name_of as account_name
from diemcau.regulation.powers import Power, Role
from diemcau.web.views.entry import held_by
from diemcau.web.words import ROLES

register = template.Library()


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
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
            Entry(_("Hội nghị"), "conferences", power=Power.READ_CONFERENCE),
        ),
    ),
    (
        _("Danh bạ"),
        (
            Entry(_("Điểm cầu"), "directory", "diem-cau", Power.READ_CONFERENCE),
            Entry(_("Đơn vị"), "directory", "don-vi", Power.READ_CONFERENCE),
            Entry(_("Người"), "directory", "nguoi", Power.READ_CONFERENCE),
        ),
    ),
    (
        _("Quản trị"),
        (
            Entry(_("Tài khoản"), "accounts", power=Power.MANAGE_ACCOUNTS),
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
    shown = [(title, [_entry(one, request) for one in group if _may(one, request)]) for title, group in SECTIONS]
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
