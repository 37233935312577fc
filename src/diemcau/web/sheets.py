"""Tables that leave for Excel: words alone, nothing in them is reckoned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be reckoned, not read."""


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]


def workbook(name: str, tables: Sequence[Table]) -> HttpResponse:
    """`name`: of the file, without its ending."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book.create_sheet(table.title), table)
    made = BytesIO()
    book.save(made)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(made.getvalue(), content_type=SHEET, headers=headers)


def _fill(sheet: Worksheet, table: Table) -> None:
    sheet.append([column.head for column in table.columns])
    for row in table.rows:
        _text(sheet, row)
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _text(sheet: Worksheet, values: Sequence[object]) -> None:
    """A row of words: whatever they begin with, they are never reckoned, not even after one edits them."""
    row = sheet.max_row + 1
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, str(value))
        cell.data_type = "s"
        cell.quotePrefix = str(value).startswith(FORMULA)
