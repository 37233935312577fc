"""The one question of the archive's search, on SQLite and PostgreSQL alike. What is typed never reaches the
language of the full-text index: only words of letters and digits do, each quoted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
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
LOOKED_THROUGH = 100
"""So many of a dossier's rows with a hit are compared; the first ones are its title, units and script."""

Piece = tuple[str, bool]
Folded = tuple[int, set[str]]


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
    """Conference -> where the words stand, each word once: two questions for a page of results."""
    if not wanted or not conferences:
        return {}
    any_word = reduce(lambda some, word: some | Q(folded__begins=word), wanted, Q())
    rows = SearchEntry.objects.filter(any_word, conference__in=conferences).order_by("pk")
    found: dict[int, list[Folded]] = defaultdict(list)
    for key, pk, folded in rows.values_list("conference", "pk", "folded"):
        if len(found[key]) < LOOKED_THROUGH:
            found[key].append((pk, _there(folded, wanted)))
    chosen = {key: _fewest(rows_of_one) for key, rows_of_one in found.items()}
    texts = SearchEntry.objects.in_bulk([pk for some in chosen.values() for pk in some])
    return {key: [_snippet(texts[pk], tuple(wanted)) for pk in some] for key, some in chosen.items()}


def _fewest(rows: Iterable[Folded]) -> list[int]:
    """The rows with most of the words, until each word was shown once."""
    shown: set[str] = set()
    chosen = []
    for pk, there in sorted(rows, key=lambda row: -len(row[1])):
        if there - shown:
            shown |= there
            chosen.append(pk)
    return chosen


def _there(folded: str, wanted: Sequence[str]) -> set[str]:
    within = f" {folded}"
    return {one for one in wanted if f" {one}" in within}


def _snippet(row: SearchEntry, wanted: tuple[str, ...]) -> Snippet:
    return Snippet(row.kind, tuple((text, hit) for text, hit in parts(row.text, wanted) if text))
