"""What python-docx has no words for: borders, exact tables, fields, fonts of all scripts."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any
"""An lxml element of the file; python-docx leaves them untyped."""

EIGHTHS = 8
"""Border widths are counted in eighths of a point."""


def child(parent: Element, tag: str, **attributes: object) -> Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    parent.append(element)
    return element


def all_scripts(style: Element, name: str) -> None:
    """The style's font for Latin letters holds for every script; the language is Vietnamese."""
    properties = style.get_or_add_rPr()
    for script in ("cs", "eastAsia"):
        properties.rFonts.set(qn(f"w:{script}"), name)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        properties.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    child(properties, "w:lang", val="vi-VN", eastAsia="vi-VN")


def field(run: Element, instruction: str) -> None:
    """A field that the word processor works out, such as PAGE."""
    child(run, "w:fldChar", fldCharType="begin")
    child(run, "w:instrText").text = instruction
    child(run, "w:fldChar", fldCharType="end")


def border(parent: Element, side: str, points: float, colour: str = "000000") -> None:
    child(parent, f"w:{side}", val="single", sz=round(points * EIGHTHS), space=0, color=colour)


def top_border(paragraph: Element, points: float) -> None:
    edges = OxmlElement("w:pBdr")
    border(edges, "top", points)
    paragraph.get_or_add_pPr().insert_element_before(
        edges, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def exact_table(table: Element, widths: list[int], *, inset: int = 0) -> None:
    """Fixed columns (twips); nothing of the page's width goes into the margins of the cells but `inset`."""
    properties = table.tblPr
    for tag in ("w:tblW", "w:tblLayout", "w:tblCellMar", "w:tblLook"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    child(properties, "w:tblW", w=sum(widths), type="dxa")
    child(properties, "w:tblLayout", type="fixed")
    margins = child(properties, "w:tblCellMar")
    for side in ("left", "right"):
        child(margins, f"w:{side}", w=inset, type="dxa")
    for column, width in zip(table.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))


def ruled_table(table: Element, points: float) -> None:
    edges = OxmlElement("w:tblBorders")
    table.tblPr.find(qn("w:tblLayout")).addprevious(edges)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border(edges, side, points)


def boxed(cell: Element, points: float, colour: str) -> None:
    edges = child(cell.get_or_add_tcPr(), "w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        border(edges, side, points, colour)


def repeated(row: Element) -> None:
    """The head of a table stands on each of its pages."""
    child(row.get_or_add_trPr(), "w:tblHeader")


def unbroken(row: Element) -> None:
    child(row.get_or_add_trPr(), "w:cantSplit")


def numbered_from(section: Element, first: int) -> None:
    start = child(section, "w:pgNumType", start=first)
    section.find(qn("w:cols")).addprevious(start)
