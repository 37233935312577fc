"""Forms of a conference: its particulars, its sites, its sessions, its links, its registered speakers."""

import json
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diemcau.conference.commands import RequestFloor
from diemcau.conference.script import Speaker
from diemcau.conference.session import Channel, SessionKind
from diemcau.records.models import Conference, Person, Site, SiteLink, Unit
from diemcau.records.models.base import on
from diemcau.records.outlines import OUTLINES
from diemcau.web.forms.fields import (
    DayField,
    KindField,
    MomentField,
    NumberField,
    PickField,
    PicksField,
    WordsField,
)
from diemcau.web.forms.network import units_of_today

STATE_SECRET = "state_secret"  # noqa: S105  (a choice's value)
SECRET_REFUSED = _(
    "Không tổ chức được trên mạng này: hội nghị có nội dung bí mật nhà nước phải dùng đường truyền được "
    "bảo vệ bằng mật mã của cơ yếu theo Luật Bảo vệ bí mật nhà nước. Xin chuyển sang hình thức họp khác; "
    "nếu nội dung không thuộc bí mật nhà nước, xin chọn Bình thường hoặc Nội bộ."
)
LONGEST = timedelta(days=7)


class ConferenceForm(forms.Form):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = WordsField(
        label=_("Tên hội nghị"),
        max_length=300,
        help_text=_("Viết đầy đủ như trong giấy mời; hiện trên maket."),
    )
    kind = KindField(
        label=_("Loại"), choices=Conference.Kind.choices, help_text=_("Phạm vi sử dụng theo Điều 1.")
    )
    convener = PickField(
        label=_("Cơ quan triệu tập"),
        queryset=Unit.objects.none(),
        help_text=_("Quyết định đơn vị vận hành ở các điểm cầu (Điều 6 hoặc Điều 7)."),
    )
    host_unit = PickField(
        label=_("Đơn vị chủ trì"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Chưa xác định"),
        help_text=_("Phát hành giấy triệu tập, giấy mời, tài liệu (Điều 9)."),
    )
    chair_site = PickField(
        label=_("Điểm cầu chủ tọa"),
        queryset=Site.objects.none(),
        help_text=_("Một trong các phòng được phép chủ tọa (Điều 2)."),
    )
    chair_person = PickField(
        label=_("Chủ tọa"), queryset=Person.objects.none(), required=False, empty_label=_("Chưa xác định")
    )
    secretary = PickField(
        label=_("Thư ký"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Chưa xác định"),
        help_text=_("Người ghi biên bản; có vai trò thư ký thì soạn được biên bản của hội nghị này."),
    )
    starts_at = MomentField(label=_("Bắt đầu"))
    ends_at = MomentField(label=_("Kết thúc dự kiến"))
    secrecy = KindField(
        label=_("Độ mật"),
        choices=[
            *Conference.Secrecy.choices,
            (STATE_SECRET, _("Có nội dung bí mật nhà nước (mật, tối mật, tuyệt mật)")),
        ],
        help_text=_("Mạng này không được dùng cho hội nghị có nội dung bí mật nhà nước."),
    )
    not_recorded_reason = WordsField(
        label=_("Lý do không ghi hình"),
        max_length=300,
        required=False,
        help_text=_("Để trống nếu có ghi hình. Không ghi thì phải nêu lý do (Điều 3)."),
    )
    out_of_scope_reason = WordsField(
        label=_("Lý do sử dụng ngoài phạm vi Điều 1"), max_length=300, required=False
    )

    def __init__(self, data: Any = None, *, instance: Conference | None = None, **kwargs: Any) -> None:
        shown = {name: getattr(instance, name) for name in self.base_fields if hasattr(instance, name)}
        super().__init__(data, initial=shown | kwargs.pop("initial", {}), **kwargs)
        self._narrow(instance)

    def _narrow(self, instance: Conference | None) -> None:
        rooms = Q(on(timezone.localdate()), role=Site.Role.CHAIR)
        self._choose("convener", units_of_today(instance and instance.convener_id))
        self._choose("host_unit", units_of_today(instance and instance.host_unit_id))
        self._choose("chair_site", Site.objects.filter(rooms | Q(pk=instance and instance.chair_site_id)))
        self._choose("chair_person", Person.objects.all())
        self._choose("secretary", Person.objects.all())

    def _choose(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_secrecy(self) -> str:
        secrecy: str = self.cleaned_data["secrecy"]
        if secrecy == STATE_SECRET:
            raise forms.ValidationError(SECRET_REFUSED, code="state_secret")
        return secrecy

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("Giờ kết thúc phải sau giờ bắt đầu."))
        elif start and end and end - start > LONGEST:
            self.add_error("ends_at", _("Hội nghị dài quá 7 ngày. Xin kiểm tra lại ngày kết thúc."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("version", "outline")
        }


class NewConferenceForm(ConferenceForm):
    outline = KindField(
        label=_("Mẫu hội nghị"),
        choices=[(key, _(one.name)) for key, one in OUTLINES.items()],
        help_text=_("Kịch bản được điền sẵn theo mẫu, sau đó sửa được."),
    )
    field_order = ["outline"]

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        kinds = {key: one.kind for key, one in OUTLINES.items()}
        self.fields["outline"].widget.attrs |= {"data-leads": "kind", "data-values": json.dumps(kinds)}


class SitesForm(forms.Form):
    """Ticked sites; all of them are rooms that hold on the day."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sites = PicksField(
        queryset=Site.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("Có điểm cầu không còn hoạt động. Xin tải lại trang và chọn lại."),
            "invalid_pk_value": _("Có điểm cầu không còn hoạt động. Xin tải lại trang và chọn lại."),
        },
    )

    def __init__(self, data: Any = None, *, rows: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["sites"].queryset = rows  # type: ignore[attr-defined]


class StateForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    to = KindField(label=_("Trạng thái mới"), choices=Conference.State.choices)
    reason = WordsField(label=_("Lý do"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needs = (Conference.State.CANCELLED, Conference.State.POSTPONED)
        if cleaned.get("to") in needs and not cleaned.get("reason"):
            self.add_error("reason", _("Hủy hoặc hoãn hội nghị phải nêu lý do."))
        return cleaned


class PlanForm(forms.Form):
    kind = KindField(
        label=_("Loại phiên"),
        choices=[
            (SessionKind.TEST.value, _("Phiên thử")),
            (SessionKind.OFFICIAL.value, _("Phiên chính thức")),
        ],
    )
    planned_start = MomentField(label=_("Giờ dự kiến"))


class LinkForm(forms.Form):
    site = PickField(label=_("Điểm cầu"), queryset=Site.objects.none())
    slot = KindField(label=_("Dùng cho"), choices=SiteLink.Slot.choices)
    last_day = DayField(label=_("Dùng đến hết ngày"))

    def __init__(self, data: Any = None, *, rows: Any, **kwargs: Any) -> None:
        super().__init__(data, auto_id="id_link_%s", **kwargs)  # the dossier has other forms with a site
        self.fields["site"].queryset = rows  # type: ignore[attr-defined]

    def clean_last_day(self) -> Any:
        last = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today <= last <= today + timedelta(days=60):
            raise forms.ValidationError(_("Liên kết dùng được từ hôm nay, dài nhất 60 ngày."))
        return last


class SpeakerForm(forms.Form):
    """Art. 6.3, 7.3: by the site itself, or by the centre for the leader who telephoned."""

    site = KindField(label=_("Điểm cầu"))
    name = WordsField(label=_("Người phát biểu"), max_length=120)
    title = WordsField(label=_("Chức vụ"), max_length=120, required=False)
    unit = WordsField(label=_("Đơn vị"), max_length=120, required=False)
    topic = WordsField(label=_("Nội dung"), max_length=500, required=False)
    minutes = NumberField(
        label=_("Số phút"), min_value=0, max_value=240, initial=5, help_text=_("0: không giới hạn.")
    )
    channel = KindField(
        label=_("Đăng ký qua"),
        choices=[
            (Channel.SYSTEM.value, _("Hệ thống")),
            (Channel.PHONE.value, _("Điện thoại")),
            (Channel.PAPER.value, _("Văn bản")),
        ],
    )
    caller = WordsField(label=_("Người gọi"), max_length=120, required=False)
    called_at = MomentField(label=_("Gọi lúc"), required=False, help_text=_("Để trống: vừa gọi xong."))
    read_back = forms.BooleanField(label=_("Đã đọc lại cho người gọi nghe"), required=False)

    def __init__(self, data: Any = None, *, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        """Who enters it for several sites is the centre with the telephone in his hand."""
        several = len(sites) > 1
        by = (Channel.PHONE if several else Channel.SYSTEM).value
        super().__init__(data, initial={"channel": by}, **kwargs)
        choose = [("", _("Xin chọn"))] if several else []
        self.fields["site"].choices = [*choose, *sites]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("channel") == Channel.PHONE:
            self._clean_call(cleaned)
        return cleaned

    def _clean_call(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("caller"):
            self.add_error("caller", _("Đăng ký qua điện thoại phải ghi tên người gọi."))
        if not cleaned.get("read_back"):
            says = _("Đăng ký qua điện thoại phải được đọc lại cho người gọi xác nhận.")
            self.add_error("read_back", says)
        if cleaned.get("called_at") and cleaned["called_at"] > timezone.now():
            self.add_error("called_at", _("Giờ gọi chưa tới. Xin xem lại."))

    def command(self, request: str, now: datetime) -> RequestFloor:
        values = self.cleaned_data
        by_system = values["channel"] == Channel.SYSTEM
        return RequestFloor(
            site=values["site"],
            speaker=Speaker(values["name"], values["title"], values["unit"]),
            request=request,
            topic=values["topic"],
            minutes=values["minutes"],
            channel=Channel(values["channel"]),
            caller=values["caller"],
            called_at=None if by_system else values["called_at"] or now,
            read_back=values["read_back"],
        )
