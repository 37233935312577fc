"""A finished PDF read back through poppler: words with size and place, drawn lines. In mm and points."""

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self
from xml.etree import ElementTree

MM = 25.4 / 72
ZOOM = 3
SPACE = 0.25
"""Of an em; the blank after which a line was broken is not seen."""


@dataclass(frozen=True)
class Words:
    """One piece of a line, all of one size. `left`, `top`, `width` in mm from the page's corner."""

    text: str
    size: float
    bold: bool
    italic: bool
    colour: str
    left: float
    top: float
    width: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


@dataclass(frozen=True)
class Stroke:
    left: float
    top: float
    width: float
    height: float
    colour: str

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


@dataclass(frozen=True)
class Page:
    content: bytes
    number: int
    width: float
    height: float
    words: tuple[Words, ...]

    @cached_property
    def strokes(self) -> tuple[Stroke, ...]:
        shown = ("-f", str(self.number), "-l", str(self.number))
        return tuple(
            _stroke(*found) for found in _STROKE.findall(_poppler("pdftocairo", self.content, "-svg", *shown))
        )

    def find(self, text: str) -> Words:
        found = [words for words in self.words if text in words.text]
        assert found, f"“{text}” is not on the page: {[words.text for words in self.words]}"
        return min(found, key=lambda words: words.text != text)

    def rules(self) -> list[Stroke]:
        """The short and long lines of headings, not the frame of a table."""
        return [line for line in self.strokes if line.height < 0.1 and line.width < 100]


@dataclass(frozen=True)
class Pdf:
    content: bytes

    @classmethod
    def read(cls, content: bytes) -> Self:
        return cls(content)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        told = _poppler("pdftohtml", self.content, "-xml", "-i", "-zoom", str(ZOOM), "-stdout")
        tree = ElementTree.fromstring(told)
        fonts = {font.get("id", ""): font for font in tree.iter("fontspec")}
        return tuple(self._page(number, page, fonts) for number, page in enumerate(tree.iter("page"), 1))

    def _page(self, number: int, page: ElementTree.Element, fonts: dict[str, ElementTree.Element]) -> Page:
        words = tuple(_words(one, fonts) for one in page.iter("text") if "".join(one.itertext()).strip())
        return Page(self.content, number, _mm(page, "width"), _mm(page, "height"), words)

    @cached_property
    def text(self) -> str:
        return _poppler("pdftotext", self.content, "-layout")

    @property
    def flowing(self) -> str:
        return " ".join(self.text.split())

    @cached_property
    def fonts(self) -> str:
        return _poppler("pdffonts", self.content)


def _poppler(command: str, content: bytes, *options: str) -> str:
    """What the command tells of the file on its standard output."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.pdf"
        file.write_bytes(content)
        out = ("-",) if command in ("pdftotext", "pdftocairo") else ()
        done = subprocess.run(
            [command, *options, str(file), *out], capture_output=True, text=True, check=True
        )
        return done.stdout


def _mm(element: ElementTree.Element, name: str) -> float:
    return int(element.get(name, "0")) / ZOOM * MM


def _words(words: ElementTree.Element, fonts: dict[str, ElementTree.Element]) -> Words:
    font, text = fonts[words.get("font", "")], "".join(words.itertext())
    size = int(font.get("size", "0")) / ZOOM
    blank = SPACE * size * MM if text.endswith(" ") else 0
    return Words(
        text=text.strip(),
        size=size,
        bold=words.find(".//b") is not None,
        italic=words.find(".//i") is not None,
        colour=font.get("color", ""),
        left=_mm(words, "left"),
        top=_mm(words, "top"),
        width=_mm(words, "width") - blank,
    )


_STROKE = re.compile(r'stroke:rgb\(([^)]*)\).*? d="([^"]*)" transform="matrix\(([^)]*)\)"')


def _stroke(colour: str, path: str, matrix: str) -> Stroke:
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+(?:e-?[0-9]+)?", path)]
    across, down = numbers[0::2], numbers[1::2]
    scale, _, _, _, left, top = (float(number) for number in matrix.split(","))
    return Stroke(
        left / scale * MM,
        top / scale * MM,
        (max(across) - min(across)) * MM,
        (max(down) - min(down)) * MM,
        colour,
    )
