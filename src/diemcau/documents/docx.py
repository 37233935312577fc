"""The same sheet as a word processor's file, for the office to go on writing in."""

from io import BytesIO

from docx import Document as new_file
from docx.document import Document as File
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as Columns
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from diemcau.documents import ooxml
from diemcau.documents.content import Document
from diemcau.documents.flow import CELL_INSET
from diemcau.documents.lines import Flow, Gap, Grid, GridRow, Line, Piece, Pieces, Rule, Stamp, Text
from diemcau.documents.profiles import Form
from diemcau.documents.sheet import AnnexSheet, Sheet, laid
from diemcau.documents.text import BREAK, Style

FONT = "Times New Roman"
RED = RGBColor(0xFF, 0x00, 0x00)
HALF_POINT, RULE_POINTS, BOX_POINTS = 0.5, 0.75, 1
TWIPS_PER_MM = 1440 / 25.4

ALIGNS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def docx(document: Document) -> bytes:
    sheet, file = laid(document), new_file()
    set_up(file, sheet)
    opened(file, sheet)
    body(file, (*sheet.addressed, *sheet.body), sheet.form)
    close(file, sheet)
    for annex in sheet.annexes:
        annexed(file, annex, sheet)
    made = BytesIO()
    file.save(made)
    return made.getvalue()


def set_up(file: File, sheet: Sheet) -> None:
    properties = file.core_properties
    properties.title, properties.author, properties.language = sheet.name[:255], sheet.author[:255], "vi-VN"
    properties.comments = ""
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(sheet.form.body.size)
    ooxml.all_scripts(normal.element, FONT)
    paper(file.sections[0], sheet)


def paper(section: Section, sheet: Sheet, *, landscape: bool = False) -> None:
    form = sheet.form
    across, up = sheet.paper[::-1] if landscape else sheet.paper
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(across), Mm(up)
    section.top_margin, section.bottom_margin = Mm(form.top), Mm(form.bottom)
    section.left_margin, section.right_margin = Mm(form.left), Mm(form.right)
    section.header_distance, section.footer_distance = Mm(form.page_number_from_edge), Mm(8)
    page_number(section, form)
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = False
        if sheet.anchor:
            dressed(footer.paragraphs[0].add_run(sheet.anchor.words), form.anchor)


def page_number(section: Section, form: Form) -> None:
    """Centred in the top margin; page 1 has a header of its own without it."""
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    number = tight(section.header.paragraphs[0])
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    ooxml.field(dressed(number.add_run(), form.page_number)._r, "PAGE")


def opened(file: File, sheet: Sheet) -> None:
    """Heading, type and subject."""
    table = columns(file, sheet.columns, len(sheet.heading))
    for row, cells in zip(table.rows, sheet.heading, strict=True):
        for cell, pieces, width in zip(row.cells, cells, sheet.columns, strict=True):
            placed(cell, pieces, width)
    apart(file, sheet.form.paragraph_gap)
    for one in sheet.title:
        piece(file.add_paragraph(), one, sheet.form.text_width())
    apart(file, sheet.form.paragraph_gap)


def apart(file: File, points: float) -> None:
    """An empty line of that height: two tables need one between them."""
    tight(file.add_paragraph()).paragraph_format.line_spacing = Pt(points)


def columns(file: File, widths: tuple[float, ...], rows: int, *, inset: int = 0) -> Columns:
    table: Columns = file.add_table(rows, len(widths))
    ooxml.exact_table(table._tbl, [round(width * TWIPS_PER_MM) for width in widths], inset=inset)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def placed(cell: Cell, pieces: Pieces, width: float, *, flush: bool = False) -> None:
    first = tight(cell.paragraphs[0])
    for position, one in enumerate(pieces):
        if isinstance(one, Stamp):
            stamped(cell, one)
        else:
            piece(cell.add_paragraph() if position else first, one, width, flush=flush)


def piece(paragraph: Paragraph, one: Piece, width: float, *, flush: bool = False) -> None:
    tight(paragraph).alignment = WD_ALIGN_PARAGRAPH.LEFT if flush else WD_ALIGN_PARAGRAPH.CENTER
    match one:
        case Line():
            dressed(paragraph.add_run(one.text), one.style)
        case Rule():
            ruled(paragraph, one.length, width)
        case Gap():
            paragraph.paragraph_format.line_spacing = Mm(one.height)


def ruled(paragraph: Paragraph, length: float, width: float) -> None:
    """The upper border of an empty paragraph, drawn in from both sides until it has its length."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((width - length) / 2)
    shape.space_before, shape.line_spacing = Pt(3), Pt(3)
    ooxml.top_border(paragraph._p, RULE_POINTS)


def stamped(cell: Cell, stamp: Stamp) -> None:
    box = cell.add_table(1, 1)
    ooxml.exact_table(box._tbl, [round(stamp.width * TWIPS_PER_MM)])
    box.alignment = WD_TABLE_ALIGNMENT.CENTER
    box.rows[0].height, box.rows[0].height_rule = Mm(stamp.height), WD_ROW_HEIGHT_RULE.EXACTLY
    inner = box.cell(0, 0)
    inner.width = Mm(stamp.width)
    ooxml.boxed(inner._tc, BOX_POINTS, str(RED))
    words = tight(inner.paragraphs[0])
    words.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words.paragraph_format.space_before = Pt(3)
    dressed(words.add_run(stamp.text), stamp.style).font.color.rgb = RED
    tight(cell.paragraphs[-1])


def tight(paragraph: Paragraph) -> Paragraph:
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = 1
    return paragraph


def dressed(run: Run, style: Style) -> Run:
    run.font.size = Pt(style.size)
    run.bold, run.italic = style.bold, style.italic
    if style.underline:
        run.underline = True
    return run


def body(file: File, flow: Flow, form: Form) -> None:
    for one in flow:
        if isinstance(one, Text):
            text(file.add_paragraph(), one, form)
        else:
            grid(file, one, form)


def held(file: File) -> None:
    """The last paragraph stays with what follows, so that no signature stands alone on a page."""
    if file.paragraphs:
        file.paragraphs[-1].paragraph_format.keep_with_next = True


def text(paragraph: Paragraph, one: Text, form: Form) -> None:
    shape = paragraph.paragraph_format
    shape.line_spacing = form.line_spacing
    shape.space_before, shape.space_after = Pt(0), Pt(form.paragraph_gap)
    shape.first_line_indent, shape.left_indent = Mm(one.first), Mm(one.left)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if one.centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    for part in one.runs:
        dressed(paragraph.add_run(typed(part.text)), part.style)


def typed(text: str) -> str:
    """A word processor breaks an overlong word by itself."""
    return text.replace(BREAK, "")


def grid(file: File, one: Grid, form: Form) -> None:
    table = columns(file, one.widths, len(one.rows) + 1, inset=round(CELL_INSET * TWIPS_PER_MM))
    ooxml.ruled_table(table._tbl, HALF_POINT)
    cells = list(table._cells)
    filled(cells[: len(one.widths)], one.head, ("centre",) * len(one.widths))
    ooxml.repeated(table.rows[0]._tr)
    for position, row in enumerate(one.rows, 1):
        start = position * len(one.widths)
        filled(cells[start : start + len(one.widths)], row, one.aligns)
    apart(file, form.paragraph_gap)


def filled(cells: list[Cell], row: GridRow, aligns: tuple[str, ...]) -> None:
    for cell, value, align in zip(cells, row.cells, aligns, strict=True):
        paragraph = tight(cell.paragraphs[0])
        paragraph.alignment = ALIGNS[align]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        dressed(paragraph.add_run(typed(value)), row.style)


def close(file: File, sheet: Sheet) -> None:
    held(file)
    apart(file, sheet.form.paragraph_gap)
    if sheet.signatures:
        signed(file, sheet)
    if not sheet.recipients_beside:
        apart(file, sheet.form.paragraph_gap)
        for one in sheet.recipients:
            piece(file.add_paragraph(), one, sheet.form.text_width(), flush=True)


def signed(file: File, sheet: Sheet) -> None:
    """The recipients stand beside the first signature, or the last row stays with them below."""
    half = sheet.form.text_width() / 2
    table = columns(file, (half, half), len(sheet.signatures))
    for position, (row, (left, right)) in enumerate(zip(table.rows, sheet.signatures, strict=True)):
        ooxml.unbroken(row._tr)
        beside = sheet.recipients_beside and position == 0
        placed(row.cells[0], sheet.recipients if beside else left, half, flush=beside)
        placed(row.cells[1], right, half)
    if not sheet.recipients_beside:
        for cell in table.rows[-1].cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def annexed(file: File, annex: AnnexSheet, sheet: Sheet) -> None:
    section = file.add_section(WD_SECTION.NEW_PAGE)
    paper(section, sheet, landscape=annex.landscape)
    ooxml.numbered_from(section._sectPr, 1)
    room = sheet.form.text_width(sheet.paper[1] if annex.landscape else sheet.paper[0])
    for one in annex.head:
        piece(file.add_paragraph(), one, room)
    apart(file, sheet.form.paragraph_gap)
    body(file, annex.body, sheet.form)
