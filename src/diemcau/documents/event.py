"""What every paper about a coming conference tells: who presides, when, where, how to test, whom to ask."""

from datetime import datetime

import msgspec

from diemcau.documents.content import Block, Labelled, Level, Numbered, Paragraph
from diemcau.documents.minutes import Officer
from diemcau.documents.symbols import moment_words

RECORDED = "Hội nghị được ghi hình, ghi âm và lưu trữ theo quy định."


class Event(msgspec.Struct, frozen=True):
    """Times in the office's own time. `papers`: where they are read; `technician`: name and phone."""

    title: str
    begins: datetime
    places: tuple[str, ...]
    chair: Officer | None = None
    tested_at: datetime | None = None
    technician: str = ""
    papers: str = ""
    recorded: bool = True

    def lines(self) -> tuple[Block, ...]:
        """`Chủ trì:`, `Thời gian:`, `Địa điểm:`; several places one below the other."""
        presides = (Labelled("Chủ trì:", f"{raised(self.chair.introduced())}."),) if self.chair else ()
        return (*presides, Labelled("Thời gian:", f"{moment_words(self.begins)}."), *self._where())

    def _where(self) -> tuple[Block, ...]:
        if len(self.places) == 1:
            return (Labelled("Địa điểm:", f"{self.places[0].rstrip(' .')}."),)
        return (Labelled("Địa điểm:", ""), *(Numbered(Level.DASH, place) for place in self.places))

    def to_note(self) -> tuple[Block, ...]:
        told = (
            self.tested_at and f"Thời gian kiểm tra kỹ thuật, đường truyền: {moment_words(self.tested_at)}.",
            self.technician and f"Cán bộ kỹ thuật liên hệ: {self.technician.rstrip(' .')}.",
            self.papers and f"Tài liệu hội nghị: {self.papers}",
            RECORDED if self.recorded else "",
        )
        return tuple(Paragraph(words) for words in told if words)


def raised(words: str) -> str:
    return words[:1].upper() + words[1:]
