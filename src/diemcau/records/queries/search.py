"""The one question of the archive's search, on SQLite and PostgreSQL alike. What is typed never reaches the
language of the full-text index: only words of letters and digits do, each quoted."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Q, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

from diemcau.conference.folding import parts, words
from diemcau.records.models import Conference, SearchEntry
from diemcau.records.search_index import INDEX

MOST_WORDS = 8
MOST_LETTERS = 40
Piece = tuple[str, bool]


class Begins(Lookup):  # type: ignore[type-arg, unused-ignore]
    """`folded__begins=word`: a row has a word that begins so, by the index."""

    lookup_name = "begins"
    prepare_rhs = False
    lhs: Any

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        own = f'{compiler.quote_name_unless_alias(self.lhs.alias)}."id"'
        return f"{own} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)", [f'"{self.rhs}"*']  # noqa: S608

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        own = f'{compiler.quote_name_unless_alias(self.lhs.alias)}."vector"'
        return f"{own} @@ to_tsquery('simple', %s)", [f"'{self.rhs}':*"]


TextField.register_lookup(Begins)


@dataclass(frozen=True, slots=True)
class Snippet:
    """`pieces`: the text about the hit; True marks what was looked for."""

    kind: str
    pieces: tuple[Piece, ...]


def asked_words(typed: str) -> tuple[str, ...]:
    """What is looked for: a handful of words, folded; nothing else of what was typed."""
    found = (word.folded[:MOST_LETTERS] for word in words(typed[:500]))
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def having_words(conferences: QuerySet[Conference], wanted: Iterable[str]) -> QuerySet[Conference]:
    """Those in which every word stands somewhere. Rights are the caller's: a FACTS-only dossier must not be
    among `conferences`."""
    return reduce(_having, wanted, conferences)


def _having(conferences: QuerySet[Conference], word: str) -> QuerySet[Conference]:
    entries = SearchEntry.objects.filter(folded__begins=word)
    return conferences.filter(pk__in=entries.values("conference"))


def snippets(conferences: Collection[Conference], wanted: Sequence[str]) -> dict[int, list[Snippet]]:
    """Conference -> where the words stand, each word once: one question for a page of results."""
    if not wanted or not conferences:
        return {}
    any_word = reduce(lambda some, word: some | Q(folded__begins=word), wanted, Q())
    rows = SearchEntry.objects.filter(any_word, conference__in=conferences).order_by("pk")
    found: dict[int, list[Snippet]] = {}
    shown: dict[int, set[str]] = {}
    for row in sorted(rows, key=lambda row: -len(_there(row, wanted))):
        before = shown.setdefault(row.conference_id, set())
        if _there(row, wanted) - before:
            before |= _there(row, wanted)
            snippet = Snippet(row.kind, tuple(_joined(parts(row.text, tuple(wanted)))))
            found.setdefault(row.conference_id, []).append(snippet)
    return found


def _there(row: SearchEntry, wanted: Sequence[str]) -> set[str]:
    words_of_row = row.folded.split()
    return {one for one in wanted if any(word.startswith(one) for word in words_of_row)}


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    return ((text, hit) for text, hit in pieces if text)
