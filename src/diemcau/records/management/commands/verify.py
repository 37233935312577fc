from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diemcau.records import verify_export, verify_logbook
from diemcau.records.queries.chain import broken_links
from diemcau.records.queries.integrity import everything_kept
from diemcau.records.queries.logbook import broken_books


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Check an exported dossier (ZIP or folder) or log book (.jsonl); without PATH the whole store:"
        " the chain of every session and log book, recordings, papers and issued documents"
        " against their hashes. Names the first thing wrong of each."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, metavar="PATH")

    def handle(self, *args: Any, path: Path | None = None, **options: Any) -> None:
        if path is None:
            return self._store()
        verifier = verify_logbook if path.suffix == ".jsonl" else verify_export
        if verifier.main([str(path)]):
            raise CommandError(f"{path}: not as it was exported")

    def _store(self) -> None:
        sessions, broken = self._count((str(session), link) for session, link in broken_links())
        books, torn = self._count((f"log book {site}", link) for site, link in broken_books())
        kept, wrong = self._count(everything_kept())
        if broken or torn or wrong:
            told = f"{broken} of {sessions} sessions, {torn} of {books} log books: the chain is broken"
            raise CommandError(f"{told}; {wrong} of {kept} kept files are wrong")
        self.stdout.write(f"{sessions} sessions, {books} log books: every link holds")
        self.stdout.write(f"{kept} recordings and documents: as they were kept")

    def _count(self, looked: Iterator[tuple[str, str | None]]) -> tuple[int, int]:
        """How many, and how many of them are wrong; told one by one."""
        number = wrong = 0
        for number, (what, problem) in enumerate(looked, 1):
            wrong += problem is not None
            if problem is not None:
                self.stderr.write(f"{what}: {problem}")
            elif number % 100 == 0:
                self.stdout.write(f"{number} ...")
        return number, wrong
