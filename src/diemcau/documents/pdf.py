"""The document as PDF/A-2b. What people typed reaches Typst as data only: it is never part of the markup."""

from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec
import segno
import typst

from diemcau.documents.content import Document
from diemcau.documents.sheet import Sheet, laid
from diemcau.documents.text import FONTS

TEMPLATES = Path(__file__).parent / "typst"


def pdf(document: Document) -> bytes:
    """The same document gives the same bytes."""
    sheet = laid(document)
    compiler = typst.Compiler(
        TEMPLATES / "document.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": msgspec.json.encode(sheet).decode(), "code": _code(sheet)},
    )
    made = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=_made_at(sheet))
    return cast(bytes, made)


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _code(sheet: Sheet) -> str:
    """The QR code as a drawing, or nothing."""
    return segno.make(sheet.anchor.address, error="m").svg_inline() if sheet.anchor else ""


def _made_at(sheet: Sheet) -> datetime:
    day = sheet.dated or sheet.form.valid_from
    return datetime.combine(day, time(), UTC)
