"""Outlines a conference starts from: the running order of the usual kinds, in the office's own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from diemcau.conference.picture import Layout, Picture
from diemcau.conference.script import Cue, Item


def _(words: str) -> str:
    return words


@dataclass(frozen=True, slots=True)
class Step:
    """`layout`: what is staged. CHAIR_SPEAKER leaves the speaker's place to whoever is put in later."""

    title: str
    minutes: int
    layout: Layout = Layout.ONE


@dataclass(frozen=True, slots=True)
class Outline:
    name: str
    kind: str
    steps: tuple[Step, ...]


OUTLINES: Mapping[str, Outline] = {
    "briefing": Outline(
        _("Giao ban"),
        "briefing",
        (
            Step("Điểm danh các điểm cầu", 5, Layout.MOSAIC),
            Step("Khai mạc, nêu nội dung giao ban", 5),
            Step("Báo cáo tình hình, kết quả thực hiện nhiệm vụ", 15),
            Step("Các điểm cầu báo cáo, phát biểu", 45, Layout.MOSAIC),
            Step("Ý kiến của các sở, ngành", 20),
            Step("Chủ tọa kết luận", 15),
        ),
    ),
    "conference": Outline(
        _("Hội nghị chuyên đề"),
        "conference",
        (
            Step("Ổn định tổ chức, điểm danh các điểm cầu", 10, Layout.MOSAIC),
            Step("Tuyên bố lý do, giới thiệu đại biểu", 5),
            Step("Phát biểu khai mạc", 10),
            Step("Trình bày báo cáo chuyên đề", 30),
            Step("Tham luận của các điểm cầu", 60, Layout.MOSAIC),
            Step("Trao đổi, thảo luận", 30, Layout.MOSAIC),
            Step("Phát biểu kết luận, bế mạc", 15),
        ),
    ),
    "training": Outline(
        _("Tập huấn"),
        "training",
        (
            Step("Điểm danh học viên tại các điểm cầu", 10, Layout.MOSAIC),
            Step("Khai mạc lớp tập huấn", 5),
            Step("Chuyên đề 1", 60),
            Step("Giải lao", 15, Layout.HOLDING),
            Step("Chuyên đề 2", 60),
            Step("Hỏi và đáp", 30, Layout.MOSAIC),
            Step("Tổng kết lớp tập huấn", 10),
        ),
    ),
    "empty": Outline(_("Kịch bản trống"), "conference", ()),
}


def items_of(outline: Outline, chair: str, sites: tuple[str, ...], starts: datetime) -> tuple[Item, ...]:
    """The outline's items for this chair and these sites; `starts` in local time."""
    items, at = [], starts
    for number, step in enumerate(outline.steps, start=1):
        items.append(_item(f"m{number}", step, chair, sites, f"{at:%H:%M}"))
        at += timedelta(minutes=step.minutes)
    return tuple(items)


def _item(id: str, step: Step, chair: str, sites: tuple[str, ...], starts: str) -> Item:
    picture = {
        Layout.ONE: Picture(Layout.ONE, (chair,)),
        Layout.MOSAIC: Picture(Layout.MOSAIC, (chair, *(code for code in sites if code != chair))[:16]),
    }.get(step.layout, Picture())
    cue = Cue(picture, microphone=chair if step.layout is Layout.ONE else None)
    return Item(id=id, title=step.title, minutes=step.minutes, starts=starts, cue=cue)
