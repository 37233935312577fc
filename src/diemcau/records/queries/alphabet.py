"""Names in the order of the Vietnamese alphabet, the same whatever the database's collation is."""

from unicodedata import normalize

LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=1000)}
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; no mark comes first

NameKey = tuple[list[tuple[list[int], list[int]]], str]


def name_key(name: str) -> NameKey:
    """Word by word: first the letters, then the tone. Signs and digits come before letters."""
    return [_word(word) for word in name.lower().split()], name


def _word(word: str) -> tuple[list[int], list[int]]:
    marked = normalize("NFD", word)
    bare = normalize("NFC", "".join(mark for mark in marked if mark not in TONES))
    tones = [TONES.index(mark) + 1 for mark in marked if mark in TONES]
    return [LETTERS.get(letter, min(ord(letter), 999)) for letter in bare], tones
