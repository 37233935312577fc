"""What of a typed text can be printed, and how wide it is: composed letters that the face has."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
MISSING = "□"
BREAK = "\N{ZERO WIDTH SPACE}"
MM_PER_POINT = 25.4 / 72

_FACES = {
    (False, False): "Tinos_400Regular.ttf",
    (False, True): "Tinos_400Regular_Italic.ttf",
    (True, False): "Tinos_700Bold.ttf",
    (True, True): "Tinos_700Bold_Italic.ttf",
}
_UNITS, _SMALL = 1000, 40
_NO_LETTER = "\U0010ffff"
_BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))


class Style(msgspec.Struct, frozen=True):
    """`size` in points."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    upper: bool = False


@lru_cache(maxsize=8)
def _face(bold: bool, italic: bool, size: int = _UNITS) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / _FACES[bold, italic], size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def _advance(char: str, bold: bool, italic: bool) -> float:
    return _face(bold, italic).getlength(char)


def width(text: str, style: Style) -> float:
    """In mm, without kerning, as a word processor sets it."""
    advances = sum(_advance(char, style.bold, style.italic) for char in text)
    return advances * style.size / _UNITS * MM_PER_POINT


@lru_cache(maxsize=8192)
def printable(char: str) -> bool:
    """The four faces hold the same letters; one that is missing looks like the one that nothing has."""
    if ord(char) < 0x7F:
        return True
    return _outline(char) != _outline(_NO_LETTER)


def _outline(char: str) -> tuple[tuple[int, int], bytes]:
    mask = _face(False, False, _SMALL).getmask(char)
    return mask.size, bytes(mask)


def clean(text: str) -> str:
    """Composed (NFC), without control and format characters; a letter the face lacks becomes a box."""
    composed = unicodedata.normalize("NFC", text.translate(_BREAKS).replace("\t", " "))
    kept = clean_of_controls(composed)
    return "".join(char if char == "\n" or printable(char) else MISSING for char in kept).strip()


def clean_of_controls(text: str) -> Iterator[str]:
    return (char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))


def unprintable(text: str) -> str:
    """The characters of a text that would be a box, each once."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(char for char in clean_of_controls(composed) if not printable(char)))


def fitting(text: str, room: float, style: Style) -> str:
    """A word wider than `room` mm may be broken where the room ends; any other stays whole."""
    if width(text, style) <= room:
        return text
    return " ".join(BREAK.join(_chunks(word, room, style)) for word in text.split(" "))


def _chunks(word: str, room: float, style: Style) -> Iterator[str]:
    chunk = ""
    for char in word:
        if chunk and width(chunk + char, style) > room:
            yield chunk
            chunk = ""
        chunk += char
    yield chunk


def one_line(text: str) -> str:
    return " ".join(clean(text).split("\n"))


def broken(text: str, room: float, style: Style) -> tuple[str, ...]:
    """Lines of about the same length, as few as fit in `room` mm; a line break that was typed is kept."""
    return tuple(line for typed in clean(text).split("\n") for line in _balanced(typed, room, style))


def _balanced(text: str, room: float, style: Style) -> tuple[str, ...]:
    lines = _greedy(text, room, style)
    narrow = width(text, style) / len(lines)
    while narrow < room:
        tried = _greedy(text, narrow, style)
        if len(tried) == len(lines):
            return tried
        narrow += 1
    return lines


def _greedy(text: str, room: float, style: Style) -> tuple[str, ...]:
    lines: list[str] = []
    for word in fitting(text, room, style).replace(BREAK, " ").split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, style) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
