"""The register of issued documents: their numbers, their files, what was issued of a conference."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import msgspec
from django.conf import settings
from django.db.models import Max

from diemcau.documents.check import Defect, Facts, SigningRight, defects
from diemcau.documents.content import Document, Kind, Letterhead
from diemcau.documents.symbols import TYPES
from diemcau.records.models import Account, Assignment, Conference, IssuedDocument, Post, Unit
from diemcau.records.papers.document import profile_of
from diemcau.records.queries.archive import access_dossier
from diemcau.records.queries.minutes import desk_powers
from diemcau.regulation.archive import Level

FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def scheme_of(kind: Kind) -> str:
    """Kinds with the same symbol share one row of numbers."""
    return TYPES[kind]


def last_number(body: Unit, kind: Kind, day: date) -> int:
    """0: the first of its row this year. A body that was renamed goes on with its row."""
    row = IssuedDocument.objects.filter(body__code=body.code, scheme=scheme_of(kind), year=day.year)
    return row.aggregate(last=Max("number"))["last"] or 0


def body_of_today(body: Unit, today: date) -> Unit:
    """In whose name its row goes on: an older conference names the body as it was called then, and two names
    would each ask for a row of their own."""
    same = Unit.objects.filter(code=body.code, valid_from__lte=today)
    return same.order_by("-valid_from").first() or body


def last_head(body: Unit) -> Letterhead | None:
    """As it stood on the last document of this body."""
    last = IssuedDocument.objects.filter(body__code=body.code).order_by("-issued_at").first()
    return msgspec.convert(last.content["letterhead"], Letterhead) if last else None


def defects_of(document: Document, body: Unit) -> tuple[Defect, ...]:
    """What is wrong with it before it is issued. Its number is the register's business."""
    return defects(document, Facts(profile_of(body), rights=_rights(document.kind, body)))


def _rights(kind: Kind, body: Unit) -> tuple[SigningRight, ...] | None:
    """Whoever has a post that signs; minutes are signed by their chair. None: the office keeps no list."""
    posts = Post.objects.filter(unit__code=body.code, signs=True).select_related("person")
    rights = tuple(SigningRight(post.person.name, post.valid_from, post.valid_to) for post in posts)
    return rights if rights and kind is not Kind.MINUTES else None


def issued_of(conference: Conference) -> Sequence[IssuedDocument]:
    """Everything issued of it, oldest first; a corrected one stands beside the one that corrects it."""
    rows = conference.issued_documents.select_related("body", "issued_by__person", "corrects")
    return list(rows.order_by("issued_at", "number"))


def standing(conference: Conference, kind: Kind) -> IssuedDocument | None:
    """The one of this kind that nothing has corrected."""
    rows = conference.issued_documents.filter(kind=kind.value, corrected_by=None)
    return rows.select_related("body").order_by("-issued_at").first()


def access_document(
    account: Account, held: Sequence[Assignment], key: UUID, now: datetime
) -> IssuedDocument | None:
    """For whoever works on its conference's minutes, and whoever sees the content of its dossier."""
    rows = IssuedDocument.objects.select_related(
        "body", "conference__convener", "conference__host_unit", "conference__chair_site__unit"
    )
    document = rows.filter(pk=key).exclude(conference=None).first()
    if document is None or document.conference is None:
        return None
    if desk_powers(account, held, document.conference):
        return document
    dossier = access_dossier(account, held, document.conference.pk, Level.CONTENT, now)
    return document if dossier else None


def file_of(document: IssuedDocument, form: str) -> Path:
    folder: Path = settings.DOCUMENTS_FOLDER
    return folder / f"{document.pk}.{form}"


def hash_of(document: IssuedDocument, form: str) -> str:
    return document.pdf_sha256 if form == "pdf" else document.docx_sha256
