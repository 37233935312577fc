"""Uploading a file to play, and removing one."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diemcau.web.forms.fields import CONTROL, WordsField

ACCEPT = ".mp4,.m4a,.m4v,.webm,.mp3,.wav,video/mp4,video/webm,audio/mpeg,audio/mp4,audio/wav"


class MediaForm(forms.Form):
    """`title` empty: the file's own name without its ending."""

    file = forms.FileField(
        label=_("Tệp phim hoặc âm thanh"),
        allow_empty_file=True,
        error_messages={
            "required": _("Xin chọn tệp cần tải lên."),
            "missing": _("Xin chọn tệp cần tải lên."),
        },
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    title = WordsField(label=_("Tên gọi trong kịch bản"), max_length=120, required=False)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="id_media_%s")  # the dossier has other forms with a title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None and "title" in cleaned and not cleaned["title"]:
            cleaned["title"] = CONTROL.sub("", PurePosixPath(file.name).stem).strip()[:120] or str(
                _("Tệp phát")
            )
        return cleaned


class RemovalForm(forms.Form):
    reason = WordsField(label=_("Lý do xóa"), max_length=300)
