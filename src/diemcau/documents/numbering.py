"""A. / I. / Điều 1. / 1. / a) / - : each block's number from its place among its like."""

from collections.abc import Iterable, Iterator

from diemcau.documents.content import Block, Labelled, Level, Numbered
from diemcau.documents.symbols import letter, roman

ORDER = (Level.PART, Level.SECTION, Level.ARTICLE, Level.CLAUSE, Level.POINT, Level.DASH)


def marked(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """A level begins anew under each higher one and each labelled line; articles run through the text."""
    counts = dict.fromkeys(ORDER, 0)
    for block in blocks:
        if isinstance(block, Labelled):
            begin_anew(counts, ORDER)
        if not isinstance(block, Numbered):
            yield "", block
            continue
        counts[block.level] += 1
        begin_anew(counts, ORDER[ORDER.index(block.level) + 1 :])
        yield marker(block.level, counts[block.level]), block


def begin_anew(counts: dict[Level, int], levels: Iterable[Level]) -> None:
    counts.update(dict.fromkeys((level for level in levels if level is not Level.ARTICLE), 0))


def marker(level: Level, count: int) -> str:
    match level:
        case Level.PART:
            return f"{letter(count).upper()}."
        case Level.SECTION:
            return f"{roman(count)}."
        case Level.ARTICLE:
            return f"Điều {count}."
        case Level.CLAUSE:
            return f"{count}."
        case Level.POINT:
            return f"{letter(count)})"
        case Level.DASH:
            return "-"
