"""The chapters of a recording as players want them: in the MP4 one after another, in WebVTT as they are."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from diemcau.conference.recording import Chapter

if TYPE_CHECKING:
    from av.container.core import Chapter as FileChapter

_BASE = Fraction(1, 1000)


def in_file(chapters: Iterable[Chapter], seconds: float) -> "list[FileChapter]":
    """In a file chapters follow each other: each lasts until the next begins. A speaker who begins with an
    item gives both names one chapter."""
    titles: dict[int, list[str]] = {}
    for chapter in sorted(chapters, key=lambda one: (one.start, one.kind != "item")):
        titles.setdefault(round(chapter.start * 1000), []).append(chapter.title)
    edges = [*titles, round(seconds * 1000)]
    return [
        {"id": at + 1, "start": begin, "end": max(edges[at + 1], begin), "time_base": _BASE,
         "metadata": {"title": " – ".join(titles[begin])}}
        for at, begin in enumerate(titles)
    ]  # fmt: skip


def webvtt(chapters: Iterable[Chapter]) -> str:
    cues = (
        f"{_time(chapter.start)} --> {_time(chapter.end)}\n{_escaped(chapter.title)}\n"
        for chapter in chapters
    )
    return "\n".join(["WEBVTT\n", *cues])


def _time(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def _escaped(title: str) -> str:
    return " ".join(title.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
