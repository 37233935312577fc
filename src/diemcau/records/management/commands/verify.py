from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diemcau.records.queries.chain import broken_links


class Command(BaseCommand):
    requires_system_checks = []
    help = "Check the hash chain of every session; name the first broken link of each."

    def handle(self, *args: Any, **options: Any) -> None:
        checked, broken = 0, 0
        for session, link in broken_links():
            checked += 1
            if link is not None:
                broken += 1
                self.stderr.write(f"{session}: {link}")
        if broken:
            raise CommandError(f"{broken} of {checked} sessions: the chain is broken")
        self.stdout.write(f"{checked} sessions: every link holds")
