from typing import Any

from django.core.management.base import BaseCommand

from diemcau.records.actions.search import index_conference
from diemcau.records.models import Conference


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Write the search's texts of every conference anew: after an update, or after a table was restored."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for conference in Conference.objects.iterator():
            index_conference(conference)
            count += 1
        self.stdout.write(f"{count} conferences: findable by their words")
