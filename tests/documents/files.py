"""A DOCX opened again: paragraphs, sizes and borders, in mm and points."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Self

from docx import Document as opened
from docx.document import Document as File
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True)
class Look:
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True)
class Docx:
    file: File

    @classmethod
    def read(cls, content: bytes) -> Self:
        return cls(opened(BytesIO(content)))

    def everywhere(self) -> Iterator[Paragraph]:
        """In their order, those in tables too."""
        for piece in self.file.iter_inner_content():
            if isinstance(piece, Paragraph):
                yield piece
            else:
                yield from _inside(piece)

    def find(self, text: str) -> Paragraph:
        found = [paragraph for paragraph in self.everywhere() if text in paragraph.text]
        assert found, f"“{text}” is not in the file: {[paragraph.text for paragraph in self.everywhere()]}"
        return found[0]

    def look(self, text: str) -> Look:
        run = next(run for run in self.find(text).runs if run.text.strip())
        assert run.font.size is not None
        return Look(run.font.size.pt, bool(run.bold), bool(run.italic))

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.everywhere())

    def cell(self, row: int, column: int) -> _Cell:
        """Of the heading."""
        return self.file.tables[0].cell(row, column)


def _inside(table: Table) -> Iterator[Paragraph]:
    for row in table.rows:
        for cell in row.cells:
            for piece in cell.iter_inner_content():
                if isinstance(piece, Paragraph):
                    yield piece
                else:
                    yield from _inside(piece)


def width(cell: _Cell) -> float:
    assert cell.width is not None
    return cell.width.mm


def rules(paragraphs: list[Paragraph], room: float) -> list[float]:
    """Lengths of the borders that are drawn as rules: what the indents leave of the room."""
    found = []
    for paragraph in paragraphs:
        if paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:top')}") is not None:
            shape = paragraph.paragraph_format
            assert shape.left_indent is not None
            assert shape.right_indent is not None
            found.append(room - shape.left_indent.mm - shape.right_indent.mm)
    return found


def in_order(element: Any, wanted: str) -> bool:
    """The children stand in the order the schema asks for."""
    names, sequence = [child.tag.split("}")[1] for child in element], wanted.split()
    assert set(names) <= set(sequence), names
    return names == sorted(names, key=sequence.index)
