"""Words as the search compares them: lower case, without diacritics ("Hội nghị" is found by "hoi nghi")."""

import re
import unicodedata
from collections.abc import Iterator

import msgspec

WORD = re.compile(r"[^\W_]+")
LETTERS = str.maketrans({"đ": "d", "ð": "d", "ı": "i", "ł": "l", "ø": "o"})
"""Those that have no mark to take off."""


class Word(msgspec.Struct, frozen=True):
    """`start`, `end`: where it stands in the composed (NFC) text."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """`text` composed: what is shown beside it must be composed too."""
    for found in WORD.finditer(unicodedata.normalize("NFC", text)):
        yield Word(_folded(found.group()), found.start(), found.end())


def fold(text: str) -> str:
    """Only letters and digits, one blank between words: whatever reads it finds the same words in it."""
    return " ".join(word.folded for word in words(text))


def _folded(word: str) -> str:
    bare = unicodedata.normalize("NFD", word.casefold().translate(LETTERS))
    kept = (sign for sign in bare.translate(LETTERS) if sign.isalnum())
    return "".join(kept)


def parts(text: str, wanted: tuple[str, ...], around: int = 80) -> Iterator[tuple[str, bool]]:
    """The stretch of `text` about the first word that begins with one of `wanted`, in pieces: (piece, is it
    a hit)."""
    composed = unicodedata.normalize("NFC", text)
    hits = [word for word in words(composed) if word.folded.startswith(wanted)] if wanted else []
    start, end = _stretch(composed, hits[0].start if hits else 0, around)
    if start:
        yield "… ", False
    at = start
    for hit in (one for one in hits if start <= one.start and one.end <= end):
        yield composed[at : hit.start], False
        yield composed[hit.start : hit.end], True
        at = hit.end
    yield composed[at:end], False
    if end < len(composed):
        yield " …", False


def _stretch(text: str, centre: int, around: int) -> tuple[int, int]:
    """Cut between words, where there is a blank near."""
    start, end = max(0, centre - around), min(len(text), centre + 2 * around)
    if start:
        start = _blank(text.find(" ", start, centre), start)
    if end < len(text):
        end = _blank(text.rfind(" ", centre + around, end), end)
    return start, end


def _blank(found: int, otherwise: int) -> int:
    return otherwise if found < 0 else found
