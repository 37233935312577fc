"""What an uploaded paper is, by its content alone. Only forms that people read; nothing with a program in
it."""

import zipfile
from pathlib import Path

HEAD = 8
MOST_NAMES = 20_000
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    **{form: kind.decode() for kind, form in OPEN_DOCUMENT.items()},
}
PROGRAMS = ("vbaproject.bin", "vbadata.xml", "activex", "basic/", "scripts/")


class Unreadable(Exception):
    """Not a paper as offices exchange them. `program`: it would be one without the macros in it."""

    def __init__(self, *, program: bool = False) -> None:
        super().__init__()
        self.program = program


def form_of(path: Path) -> str:
    """Nobody's file name or claimed type counts. Raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"PK\x03\x04"):
        return _form_of_zip(path)
    raise Unreadable


def _form_of_zip(path: Path) -> str:
    """Its list of names is read, and the first bytes of "mimetype"; nothing is ever unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = _head(archive, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable from error
    if len(names) > MOST_NAMES:
        raise Unreadable
    form = OPEN_DOCUMENT.get(kind) or _office(names)
    if any(mark in name.lower() for name in names for mark in PROGRAMS):
        raise Unreadable(program=form is not None)
    if form is None:
        raise Unreadable
    return form


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(80)


def _office(names: list[str]) -> str | None:
    if "[Content_Types].xml" not in names:
        return None
    return next((form for folder, form in OFFICE.items() if any(n.startswith(folder) for n in names)), None)
