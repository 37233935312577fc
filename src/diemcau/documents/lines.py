"""The pieces a page is made of. Lengths in mm, sizes in points."""

import msgspec

from diemcau.documents.text import Style, broken, one_line, width


class Line(msgspec.Struct, frozen=True, tag="line", tag_field="is"):
    """One line of a heading, a title, a signature: never broken again."""

    text: str
    style: Style

    def width(self) -> float:
        return width(self.text, self.style)


class Rule(msgspec.Struct, frozen=True, tag="rule", tag_field="is"):
    length: float


class Gap(msgspec.Struct, frozen=True, tag="gap", tag_field="is"):
    height: float


class Stamp(msgspec.Struct, frozen=True, tag="stamp", tag_field="is"):
    """HỎA TỐC and its like: bright red, boxed."""

    text: str
    style: Style
    width: float
    height: float


Piece = Line | Rule | Gap | Stamp
Pieces = tuple[Piece, ...]


class Run(msgspec.Struct, frozen=True):
    text: str
    style: Style


class Text(msgspec.Struct, frozen=True, tag="text", tag_field="is"):
    """A paragraph of the body: justified; its first line indented by `first` mm, all of it by `left`."""

    runs: tuple[Run, ...]
    first: float = 0
    left: float = 0
    centred: bool = False


class GridRow(msgspec.Struct, frozen=True):
    cells: tuple[str, ...]
    style: Style


class Grid(msgspec.Struct, frozen=True, tag="grid", tag_field="is"):
    """A table; the head is repeated on each page. `widths` in mm."""

    head: GridRow
    rows: tuple[GridRow, ...]
    widths: tuple[float, ...]
    aligns: tuple[str, ...]


Flow = tuple[Text | Grid, ...]


def styled(text: str, style: Style) -> str:
    return text.upper() if style.upper else text


def line(text: str, style: Style) -> Line:
    return Line(styled(one_line(text), style), style)


def lines(text: str, style: Style, room: float) -> tuple[Line, ...]:
    """As many lines as it takes, of about the same length."""
    typed = styled(text, style)
    return tuple(Line(one, style) for one in broken(typed, room, style) if one)


def rule_under(above: tuple[Line, ...], share: float) -> Pieces:
    """A rule of `share` of the longest line above it."""
    return (Rule(round(max(one.width() for one in above) * share, 2)),) if above else ()
