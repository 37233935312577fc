"""Forms of the directory. `seen` carries what the editor was shown, so that a second editor is noticed."""

from datetime import date
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from diemcau.records.models import Person, Phone, Post, Site, StandingTechnician, Unit
from diemcau.records.models.base import on
from diemcau.web.forms.fields import DayField, KindField, NumberField, PhoneField, PickField, WordsField

FROM = _("Từ ngày")
CODE = _("Chữ thường không dấu, số và gạch nối; dùng trong địa chỉ trang. Để trống thì lấy theo tên.")


class EntryForm(forms.Form):
    """Fields named as the model's. `instance` None: a new entry."""

    model: ClassVar[type[Model]]
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, instance: Model | None = None, **kwargs: Any) -> None:
        self.instance = instance
        shown = self.columns(instance) if instance else {"valid_from": timezone.localdate()}
        mark = {"seen": fingerprint(shown)} if instance else {}
        super().__init__(data, initial=shown | mark | kwargs.pop("initial", {}), **kwargs)

    @classmethod
    def names(cls) -> list[str]:
        return [name for name in cls.base_fields if name != "seen"]

    @classmethod
    def columns(cls, entry: Model) -> dict[str, Any]:
        return {name: getattr(entry, name) for name in cls.names()}

    def overtaken(self) -> bool:
        return self.instance is not None and self.cleaned_data["seen"] != fingerprint(
            self.columns(self.instance)
        )

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names()}


def fingerprint(columns: dict[str, Any]) -> str:
    written = "\x1f".join(f"{name}={_key(value)}" for name, value in sorted(columns.items()))
    return sha256(written.encode()).hexdigest()[:32]


def _key(value: Any) -> str:
    return str(value.pk if isinstance(value, Model) else value)


class CodedForm(EntryForm):
    """An entry with a code: two of the same code may not hold on the same day."""

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"] or str(self.data.get("name", ""))
        code = slugify(typed.replace("đ", "d").replace("Đ", "D"))[:80]
        if not code:
            raise forms.ValidationError(_("Chưa tạo được mã từ tên này. Xin nhập mã."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        code, start = cleaned.get("code"), cleaned.get("valid_from")
        if code and start and self._taken(code, start):
            self.add_error(
                "code", _("Mã này đang được dùng trong cùng thời gian. Xin chọn mã khác hoặc ngày khác.")
            )
        return cleaned

    def _taken(self, code: str, start: date) -> bool:
        others = self.model._default_manager.filter(code=code)
        if self.instance:
            others = others.exclude(pk=self.instance.pk)
        end = getattr(self.instance, "valid_to", None)
        clash = Q(valid_to__isnull=True) | Q(valid_to__gte=start)
        return others.filter(clash & Q(valid_from__lte=end) if end else clash).exists()


class SiteForm(CodedForm):
    model = Site
    name = WordsField(label=_("Tên điểm cầu"), max_length=200)
    short_name = WordsField(
        label=_("Tên gọi tắt"), max_length=80, required=False, help_text=_("Hiện trên ô hình nhỏ.")
    )
    number = NumberField(
        label=_("Số thứ tự"), min_value=0, max_value=9999, help_text=_("Gõ số này để chọn nhanh.")
    )
    role = KindField(label=_("Vai trò"), choices=Site.Role.choices)
    unit = PickField(label=_("Đơn vị"), queryset=Unit.objects.none())
    place = WordsField(label=_("Địa điểm"), max_length=300, required=False)
    code = WordsField(label=_("Mã"), max_length=80, required=False, help_text=CODE)
    valid_from = DayField(label=FROM)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of_today(self.instance and self.instance.unit_id)  # type: ignore[attr-defined]


class UnitForm(CodedForm):
    model = Unit
    name = WordsField(label=_("Tên đơn vị"), max_length=200)
    short_name = WordsField(label=_("Tên gọi tắt"), max_length=80, required=False)
    side = KindField(
        label=_("Khối"), choices=Unit.Side.choices, help_text=_("Quyết định mẫu văn bản của đơn vị.")
    )
    parent = PickField(
        label=_("Đơn vị cấp trên"), queryset=Unit.objects.none(), required=False, empty_label=_("Không có")
    )
    code = WordsField(label=_("Mã"), max_length=80, required=False, help_text=CODE)
    valid_from = DayField(label=FROM)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_of_today(self.instance and self.instance.parent_id)  # type: ignore[attr-defined]
        self.fields["parent"].queryset = units.exclude(pk=self.instance.pk) if self.instance else units  # type: ignore[attr-defined]


class PersonForm(EntryForm):
    model = Person
    name = WordsField(label=_("Họ và tên"), max_length=120)
    honorific = KindField(
        label=_("Xưng hô"), choices=[("", _("Không ghi")), ("Ông", _("Ông")), ("Bà", _("Bà"))], required=False
    )


class PhoneForm(forms.Form):
    number = PhoneField(label=_("Số điện thoại"))
    kind = KindField(label=_("Loại"), choices=Phone.Kind.choices)
    valid_from = DayField(label=FROM, initial=timezone.localdate)

    def entry(self, owner: Model) -> Phone:
        return Phone(**self.cleaned_data, **{str(owner._meta.model_name): owner})


class TechnicianForm(forms.Form):
    """Art. 6.4, 7.4: exactly one at a time."""

    owner: Site | None = None
    person = PickField(label=_("Người"), queryset=Person.objects.all())
    valid_from = DayField(label=FROM, initial=timezone.localdate)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start = cleaned.get("valid_from")
        held = StandingTechnician.objects.filter(site=self.owner).select_related("person")
        still = held.filter(Q(valid_to=None) | Q(valid_to__gte=start)).first() if start else None
        if still:
            words = _(
                "%(name)s đang được phân công trong thời gian này. Xin ghi ngày cuối cho người đó trước."
            )
            self.add_error("person", forms.ValidationError(words, params={"name": still.person.name}))
        return cleaned

    def entry(self, owner: Site) -> StandingTechnician:
        return StandingTechnician(site=owner, **self.cleaned_data)


class PostForm(forms.Form):
    title = WordsField(label=_("Chức vụ"), max_length=120)
    unit = PickField(label=_("Đơn vị"), queryset=Unit.objects.none())
    signs = forms.BooleanField(label=_("Được ký văn bản của đơn vị"), required=False)
    valid_from = DayField(label=FROM, initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of_today()  # type: ignore[attr-defined]

    def entry(self, owner: Person) -> Post:
        return Post(person=owner, **self.cleaned_data)


class CloseForm(forms.Form):
    last_day = DayField(label=_("Ngày cuối còn hiệu lực"), initial=timezone.localdate)

    def __init__(self, *args: Any, valid_from: date, **kwargs: Any) -> None:
        self.valid_from = valid_from
        super().__init__(*args, **kwargs)

    def clean_last_day(self) -> date:
        last: date = self.cleaned_data["last_day"]
        if last < self.valid_from:
            raise forms.ValidationError(
                _("Ngày cuối không được trước ngày bắt đầu (%(day)s)."),
                params={"day": f"{self.valid_from:%d/%m/%Y}"},
            )
        return last


def units_of_today(also: Any = None) -> Any:
    """Units that hold today, and the one that is chosen already."""
    today = on(timezone.localdate())
    return Unit.objects.filter(today | Q(pk=also)) if also else Unit.objects.filter(today)
