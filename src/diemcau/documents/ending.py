"""How a text closes: the State's ends with `./.`, the Party's without."""

from collections.abc import Sequence

import msgspec

from diemcau.documents.content import Block, Labelled, Letterhead, Numbered, Paragraph, Table
from diemcau.documents.profiles import form_on


def closed(blocks: Sequence[Block], letterhead: Letterhead) -> tuple[Block, ...]:
    """The blocks with the mark of their side after the last words."""
    mark = form_on(letterhead.profile, None).closing
    if not mark:
        return tuple(blocks)
    if not blocks or isinstance(blocks[-1], Table):
        return (*blocks, Paragraph(mark))
    return (*blocks[:-1], _marked(blocks[-1], mark))


def _marked(block: Paragraph | Labelled | Numbered, mark: str) -> Block:
    if isinstance(block, Numbered) and not block.text:
        return msgspec.structs.replace(block, title=_end(block.title, mark))
    return msgspec.structs.replace(block, text=_end(block.text, mark))


def _end(text: str, mark: str) -> str:
    return f"{text.rstrip().removesuffix(mark).rstrip(' .;')}{mark}"


def last_words(blocks: Sequence[Block]) -> str:
    for block in reversed(blocks):
        if not isinstance(block, Table):
            return (block.text or (block.title if isinstance(block, Numbered) else "")).rstrip()
    return ""
