"""A conference's papers with their versions."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch

from diemcau.records.models import Conference, Paper, PaperVersion
from diemcau.records.paper_content import TYPES


def papers_of(conference: Conference) -> list[Paper]:
    """The newest version of each first."""
    versions = PaperVersion.objects.select_related("uploaded_by__person").order_by("-number")
    return list(conference.papers.prefetch_related(Prefetch("versions", versions)))


def version_of(conference: Conference, key: UUID) -> PaperVersion | None:
    """Of a conference that has been authorised; None: not its own, or removed."""
    own = PaperVersion.objects.filter(paper__conference=conference, removed_at=None)
    return own.filter(pk=key).select_related("paper").first()


def path_of(version: PaperVersion) -> Path:
    return Path(settings.PAPER_FOLDER) / version.stored


def type_of(version: PaperVersion) -> str:
    return TYPES[version.form]
