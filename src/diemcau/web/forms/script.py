"""The running order as a form: one part for each item, in the order in which the page shows them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from diemcau.conference.picture import PLACES, Caption, Layout, Picture
from diemcau.conference.script import Cue, Item, Speaker
from diemcau.records.models import MediaFile, Site
from diemcau.web.forms.fields import KindField, NumberField, WordsField

ITEM_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
MOST_ITEMS = 300
LAYOUTS = {
    "": _("Giữ nguyên hình đang có"),
    Layout.HOLDING.value: _("Maket hội nghị"),
    Layout.ONE.value: _("Một điểm cầu"),
    Layout.CHAIR_SPEAKER.value: _("Chủ tọa và người phát biểu"),
    Layout.TWO.value: _("Hai điểm cầu"),
    Layout.FOUR.value: _("Bốn điểm cầu"),
    Layout.MOSAIC.value: _("Nhiều điểm cầu"),
    Layout.SHARED.value: _("Màn hình chia sẻ"),
}


class Rooms:
    """The conference's sites, found by name, short name, number or code as people type them; and the files
    that its centre can play. `outside`: names of sites that do not take part (any more)."""

    def __init__(
        self, sites: Iterable[Site], media: Iterable[MediaFile] = (), outside: Mapping[str, str] | None = None
    ) -> None:
        self.sites = list(sites)
        self.media = {str(one.pk): one for one in media}
        taking_part = {site.code: site.name for site in self.sites}
        self.names = taking_part | {code: _not_invited(name) for code, name in (outside or {}).items()}
        self.codes = {_key(typed): site.code for site in self.sites for typed in _spellings(site)}

    def code(self, typed: str) -> str | None:
        return self.codes.get(_key(typed))

    @property
    def central(self) -> str | None:
        return next((site.code for site in self.sites if site.role == Site.Role.CENTRAL), None)

    def files(self) -> list[tuple[str, str]]:
        named = [(key, f"{one.title} ({_length(one.seconds)})") for key, one in self.media.items()]
        return [("", str(_("Không"))), *named]

    def written(self, codes: Iterable[str]) -> str:
        return "; ".join(self.names.get(code, code) for code in codes)


def _not_invited(name: str) -> str:
    return str(_("%(site)s (không mời)")) % {"site": name}


def _length(seconds: float) -> str:
    return f"{round(seconds) // 60}:{round(seconds) % 60:02d}"


def _spellings(site: Site) -> Iterable[str]:
    return (text for text in (str(site.number), site.short_name, site.code, site.name) if text)


def _key(typed: str) -> str:
    return " ".join(typed.casefold().split())


class RoomsField(WordsField):
    """Names of sites, parted by semicolons; clean gives codes."""

    rooms = Rooms(())

    def clean(self, value: Any) -> tuple[str, ...]:
        typed = [part.strip() for part in super().clean(value).split(";") if part.strip()]
        codes = [self.rooms.code(part) for part in typed]
        for part, code in zip(typed, codes, strict=True):
            if code is None:
                raise forms.ValidationError(
                    _("Hội nghị này không có điểm cầu “%(name)s”."), params={"name": part[:80]}, code="room"
                )
        return tuple(dict.fromkeys(code for code in codes if code))


class ItemForm(forms.Form):
    title = WordsField(label=_("Nội dung"), max_length=500)
    minutes = NumberField(label=_("Số phút"), min_value=0, max_value=600)
    speaker_name = WordsField(label=_("Người phát biểu"), max_length=120, required=False)
    speaker_title = WordsField(label=_("Chức vụ"), max_length=120, required=False)
    speaker_unit = WordsField(label=_("Đơn vị"), max_length=120, required=False)
    site = RoomsField(label=_("Ngồi tại điểm cầu"), required=False)
    layout = KindField(label=_("Bố cục hình"), choices=list(LAYOUTS.items()), required=False)
    sites = RoomsField(
        label=_("Điểm cầu lên hình"),
        required=False,
        help_text=_("Nhiều điểm cầu thì cách nhau bằng dấu chấm phẩy."),
    )
    microphone = RoomsField(
        label=_("Mở micro của"), required=False, help_text=_("Để trống: chỉ micro chủ tọa.")
    )
    caption_name = WordsField(label=_("Dòng chữ: tên"), max_length=120, required=False)
    caption_title = WordsField(label=_("Dòng chữ: chức vụ"), max_length=120, required=False)
    caption_unit = WordsField(label=_("Dòng chữ: đơn vị"), max_length=120, required=False)
    file = KindField(
        label=_("Tệp phát đã tải lên"),
        required=False,
        help_text=_("Trung tâm phát từ bàn điều khiển; hình là màn hình chia sẻ của trung tâm."),
    )
    clip = WordsField(
        label=_("Hoặc tệp của điểm cầu"),
        max_length=120,
        required=False,
        help_text=_("Tên để nhắc điểm cầu phát từ máy của mình."),
    )

    def __init__(self, data: Any = None, *, rooms: Rooms, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.changed_mark = False
        self.starts = ""
        for name in ("site", "sites", "microphone"):
            self.fields[name].rooms = rooms  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["list"] = "diem-cau"
        self.rooms = rooms
        self.fields["file"].choices = rooms.files()  # type: ignore[attr-defined]

    @property
    def key(self) -> str:
        return str(self.prefix)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("site", "microphone"):
            if len(cleaned.get(name, ())) > 1:
                self.add_error(name, _("Ô này chỉ ghi một điểm cầu."))
        if cleaned.get("file"):
            self._show_what_the_centre_plays(cleaned)
        if cleaned.get("layout") and "sites" in cleaned and not _picture(cleaned).fits():
            self.add_error("sites", _places(Layout(cleaned["layout"])))
        return cleaned

    def _show_what_the_centre_plays(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("layout") not in ("", Layout.SHARED.value):
            self.add_error("layout", _("Mục có tệp phát thì bố cục là Màn hình chia sẻ, hoặc để trống."))
        elif self.rooms.central is None:
            self.add_error("file", _("Hội nghị này không có điểm cầu trung tâm để phát tệp."))
        else:
            cleaned["layout"], cleaned["sites"] = Layout.SHARED.value, (self.rooms.central,)

    def item(self, starts: str) -> Item:
        values = self.cleaned_data
        named = values["speaker_name"]
        speaker = Speaker(named, values["speaker_title"], values["speaker_unit"]) if named else None
        site = next(iter(values["site"]), None)
        return Item(self.key, values["title"], values["minutes"], starts, speaker, site, self._cue(values))

    def _cue(self, values: Mapping[str, Any]) -> Cue | None:
        if not values["layout"]:
            return None
        cue = Cue(_picture(values), next(iter(values["microphone"]), None), values["clip"])
        file = self.rooms.media.get(values["file"])
        return replace(cue, clip=file.title, file=values["file"], seconds=file.seconds) if file else cue


def _picture(values: Mapping[str, Any]) -> Picture:
    caption = Caption(
        values.get("caption_name", ""), values.get("caption_title", ""), values.get("caption_unit", "")
    )
    shown = caption if caption != Caption() else None
    return Picture(Layout(values["layout"]), values["sites"], shown)


def _places(layout: Layout) -> str:
    least, most = PLACES[layout]
    words = _("Bố cục này cần %(count)s điểm cầu, không trùng nhau.")
    return str(words) % {"count": str(least) if least == most else f"{least}-{most}"}


def initial_of(item: Item, rooms: Rooms) -> dict[str, Any]:
    cue = item.cue
    caption = (cue.picture.caption if cue else None) or Caption()
    speaker = item.speaker or Speaker("")
    return {
        "title": item.title,
        "minutes": item.minutes,
        "speaker_name": speaker.name,
        "speaker_title": speaker.title,
        "speaker_unit": speaker.unit,
        "site": rooms.written([item.site] if item.site else []),
        "layout": cue.picture.layout.value if cue else "",
        "sites": rooms.written(cue.picture.sites if cue else ()),
        "microphone": rooms.written([cue.microphone] if cue and cue.microphone else []),
        "caption_name": caption.name,
        "caption_title": caption.title,
        "caption_unit": caption.unit,
        "file": cue.file if cue else "",
        "clip": cue.clip if cue and not cue.file else "",
    }


def forms_of(items: Iterable[Item], changed: Sequence[str], rooms: Rooms) -> list[ItemForm]:
    shown = []
    for item in items:
        form = ItemForm(rooms=rooms, prefix=item.id, initial=initial_of(item, rooms))
        form.changed_mark = item.id in changed
        form.starts = item.starts
        shown.append(form)
    return shown


def posted_forms(data: QueryDict, rooms: Rooms) -> list[ItemForm]:
    """In the order of the posted `item` keys; keys that no page of ours makes are left out."""
    keys = dict.fromkeys(key for key in data.getlist("item") if ITEM_ID.fullmatch(key))
    return [ItemForm(data, rooms=rooms, prefix=key) for key in list(keys)[:MOST_ITEMS]]


def timed_items(forms_in_order: Sequence[ItemForm], starts: datetime) -> list[Item]:
    """Each item begins when the one before has had its minutes."""
    items = []
    for form in forms_in_order:
        items.append(form.item(f"{starts:%H:%M}"))
        starts += timedelta(minutes=form.cleaned_data["minutes"])
    return items
