"""Annex VI of Decree 30/2020/NĐ-CP, Part II: the data of a file and of its documents as they are handed in.

The names and lengths of the fields are the annex's own (sections I and III).
"""

from collections.abc import Iterable
from datetime import date
from xml.etree import ElementTree

import msgspec

LENGTHS = {
    "OrganId": 13,
    "FileNotation": 20,
    "Title": 500,
    "Maintenance": 30,
    "Rights": 30,
    "Creator": 30,
    "Language": 50,
    "Description": 500,
    "TypeName": 100,
    "CodeNumber": 11,
    "CodeNotation": 30,
    "OrganName": 200,
    "Subject": 500,
    "Position": 100,
    "FullName": 50,
}
LANGUAGE = "Tiếng Việt"


class FileCode(msgspec.Struct, frozen=True):
    """`organ`: identification code of the body whose list of files it stands in."""

    organ: str
    year: int
    notation: str


class HandedDocument(msgspec.Struct, frozen=True):
    """`pages`: 0 where it has none (a film)."""

    kind: str
    subject: str
    issued: date
    organ: str
    number: str = ""
    notation: str = ""
    pages: int = 0
    description: str = ""
    signer: str = ""
    position: str = ""


class HandedFile(msgspec.Struct, frozen=True):
    code: FileCode
    title: str
    maintenance: str
    rights: str
    creator: str
    start: date
    end: date
    documents: tuple[HandedDocument, ...] = ()
    description: str = ""


def handed_over(file: HandedFile) -> bytes:
    """As XML, UTF-8."""
    root = ElementTree.Element("File")
    _code(root, file.code)
    _add(root, "Title", file.title)
    _add(root, "Maintenance", file.maintenance)
    _add(root, "Rights", file.rights)
    _add(root, "Creator", file.creator)
    _add(root, "Language", LANGUAGE)
    _add(root, "StartDate", _day(file.start))
    _add(root, "EndDate", _day(file.end))
    _add(root, "DocTotal", str(len(file.documents)))
    _add(root, "PageTotal", str(sum(one.pages for one in file.documents)))
    _add(root, "Description", file.description)
    listed = ElementTree.SubElement(root, "Documents")
    for ordinal, document in enumerate(file.documents, 1):
        _document(listed, file.code, ordinal, document)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _code(parent: ElementTree.Element, code: FileCode) -> None:
    here = ElementTree.SubElement(parent, "FileCode")
    _add(here, "OrganId", code.organ)
    _add(here, "FileCatalog", str(code.year))
    _add(here, "FileNotation", code.notation)


def _document(parent: ElementTree.Element, code: FileCode, ordinal: int, document: HandedDocument) -> None:
    here = ElementTree.SubElement(parent, "Document")
    _code(here, code)
    fields = (
        ("DocOrdinal", str(ordinal)),
        ("TypeName", document.kind),
        ("CodeNumber", document.number),
        ("CodeNotation", document.notation),
        ("IssuedDate", _day(document.issued)),
        ("OrganName", document.organ),
        ("Subject", document.subject),
        ("Language", LANGUAGE),
        ("PageAmount", str(document.pages)),
        ("Description", document.description),
    )
    for name, value in fields:
        _add(here, name, value)
    signer = ElementTree.SubElement(here, "SignerInfo")
    _add(signer, "Position", document.position)
    _add(signer, "FullName", document.signer)


def _add(parent: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, name).text = "".join(_written(value))[: LENGTHS.get(name)]


def _written(value: str) -> Iterable[str]:
    """XML has no place for control signs."""
    return (sign for sign in value if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
