"""The body of a document as paragraphs and tables: numbers, runs and widths are settled here."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from diemcau.documents.content import (
    Block,
    Document,
    Emphasis,
    Kind,
    Labelled,
    Level,
    Numbered,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from diemcau.documents.lines import Flow, Grid, GridRow, Run, Text, styled
from diemcau.documents.numbering import marked
from diemcau.documents.profiles import Form
from diemcau.documents.text import Style, clean, fitting, one_line, width

ADDRESSEE_LEFT = 25
LIST_LEFT = 45
CELL_INSET, SLACK = 1.5, 0.2
WIDE = 5
"""A table with more columns than this is set smaller."""


def addressed(document: Document, form: Form) -> Flow:
    """`Kính gửi: A` in one line, several one below the other; a công điện says who wires."""
    names = [one_line(name) for name in document.addressees]
    if not names:
        return ()
    greeting = "Kính gửi:"
    if document.kind is Kind.DISPATCH:
        greeting = f"{styled(one_line(document.letterhead.issuer), form.issuer)} điện:"
    if len(names) == 1:
        return (Text((wholly(f"{greeting} {names[0]}", form.addressee, form, 0),), centred=True),)
    head = Text((wholly(greeting, form.addressee, form, ADDRESSEE_LEFT),), left=ADDRESSEE_LEFT)
    listing = [wholly(words, form.addressee, form, LIST_LEFT) for words in listed(names)]
    return (head, *(Text((run_,), left=LIST_LEFT) for run_ in listing))


def wholly(text: str, style: Style, form: Form, left: float) -> Run:
    return Run(fitting(text, form.text_width() - left, style), style)


def listed(names: list[str]) -> Iterator[str]:
    """`- a;` and `- b.`"""
    for position, name in enumerate(names, 1):
        end = "." if position == len(names) else ";"
        yield f"- {name.rstrip(' .;')}{end}"


def based(document: Document, form: Form) -> Flow:
    bases = [one_line(base).rstrip(" .;") for base in document.bases]
    ends = [";"] * (len(bases) - 1) + ["."]
    return tuple(
        Text((run(base + end, form.bases, form, form.text_width()),), first=form.first_line)
        for base, end in zip(bases, ends, strict=False)
    )


def flow(blocks: Iterable[Block], form: Form, room: float) -> Flow:
    return tuple(piece for marker, block in marked(blocks) for piece in laid_out(marker, block, form, room))


def laid_out(marker: str, block: Block, form: Form, room: float) -> Iterator[Text | Grid]:
    match block:
        case Paragraph():
            yield from paragraphs(block.text, emphasised(form.body, block.emphasis), form, room)
        case Labelled():
            yield from after(block.label, form.body, block.text, form, room)
        case Numbered():
            yield from numbered(marker, block, form, room)
        case Table():
            yield grid(block, form, room)


def emphasised(style: Style, emphasis: Emphasis) -> Style:
    return msgspec.structs.replace(style, bold=emphasis is Emphasis.BOLD, italic=emphasis is Emphasis.ITALIC)


def paragraphs(text: str, style: Style, form: Form, room: float) -> Iterator[Text]:
    for typed in clean(text).split("\n"):
        yield Text((run(typed, style, form, room),), first=form.first_line)


def after(lead: str, leading: Style, text: str, form: Form, room: float) -> Iterator[Text]:
    """The lead stands before the text's first paragraph."""
    first, *more = clean(text).split("\n")
    runs = (run(one_line(lead), leading, form, room), run(f" {first}", form.body, form, room))
    yield Text(tuple(part for part in runs if part.text.strip()), first=form.first_line)
    for typed in more:
        yield from paragraphs(typed, form.body, form, room)


def run(text: str, style: Style, form: Form, room: float) -> Run:
    return Run(fitting(text, room - form.first_line, style), style)


def numbered(marker: str, block: Numbered, form: Form, room: float) -> Iterator[Text]:
    bold = emphasised(form.body, Emphasis.BOLD)
    title = one_line(block.title)
    if block.level in (Level.PART, Level.SECTION):
        title = title.upper()
    titled = bool(title) or block.level in (Level.PART, Level.SECTION, Level.ARTICLE)
    yield from after(f"{marker} {title}", bold if titled else form.body, block.text, form, room)


def grid(table: Table, form: Form, room: float) -> Grid:
    style = form.wide_table if len(table.columns) > WIDE else form.table
    head = Row(tuple(column.title for column in table.columns), RowKind.GROUP)
    widths = shared(room, table, (head, *table.rows), bold(style))
    return Grid(
        head=grid_row(head, widths, style),
        rows=tuple(grid_row(row, widths, style) for row in table.rows),
        widths=widths,
        aligns=tuple(column.align for column in table.columns),
    )


def shared(room: float, table: Table, rows: Sequence[Row], style: Style) -> tuple[float, ...]:
    """Each column its share of the room, but never less than its widest word, as far as there is room."""
    least = [widest(place, rows, style) + 2 * CELL_INSET + SLACK for place in range(len(table.columns))]
    shares = [column.width for column in table.columns]
    open_ = set(range(len(shares)))
    while True:
        left = room - sum(least[place] for place in range(len(shares)) if place not in open_)
        unit = left / (sum(shares[place] for place in open_) or 1)
        narrow = {place for place in open_ if shares[place] * unit < least[place]}
        if not narrow:
            break
        open_ -= narrow
    wanted = [shares[place] * unit if place in open_ else least[place] for place in range(len(shares))]
    return tuple(round(width * room / sum(wanted), 2) for width in wanted)


def widest(place: int, rows: Sequence[Row], style: Style) -> float:
    words = {word for row in rows for cell in row.cells[place : place + 1] for word in clean(cell).split()}
    return max((width(word, style) for word in words), default=0)


def grid_row(row: Row, widths: tuple[float, ...], style: Style) -> GridRow:
    """One cell for each column, whatever was given."""
    style = row_style(row.kind, style)
    cells = (*row.cells, *[""] * len(widths))[: len(widths)]
    return GridRow(
        tuple(
            fitting(clean(cell), room - 2 * CELL_INSET, style)
            for cell, room in zip(cells, widths, strict=True)
        ),
        style,
    )


def row_style(kind: RowKind, style: Style) -> Style:
    return style if kind is RowKind.PLAIN else bold(style)


def bold(style: Style) -> Style:
    return msgspec.structs.replace(style, bold=True)
