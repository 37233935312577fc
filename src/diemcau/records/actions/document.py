"""Issuing: a document gets the next number of its row, is rendered, and enters the register for good."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from diemcau.conference.commands import Refused
from diemcau.documents.content import Document
from diemcau.documents.docx import docx
from diemcau.documents.pdf import pdf
from diemcau.documents.symbols import designation
from diemcau.records.actions.log import write_line
from diemcau.records.models import Account, Conference, IssuedDocument, Unit
from diemcau.records.queries.document import (
    body_of_today,
    defects_of,
    file_of,
    last_number,
    scheme_of,
)

ATTEMPTS = 8


def _(words: str) -> str:
    return words


BUSY = Refused("document.busy", _("Nhiều văn bản đang được cấp số cùng lúc. Xin thử lại sau ít giây."))
NOT_KEPT = Refused(
    "document.not_kept",
    _("Máy chủ chưa ghi được tệp văn bản nên chưa cấp số; xin thử lại hoặc báo quản trị viên."),
)
UNDATED = Refused("document.undated", _("Văn bản chưa có ngày nên chưa cấp được số."))


Together = Callable[[IssuedDocument], Refused | None]


class Declined(Exception):
    """What had to happen together with the issuing did not."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Issue:
    """`first_number`: where the row begins, when it has no number this year yet. `together`: done in the same
    transaction; a refusal takes the number back."""

    document: Document
    body: Unit
    conference: Conference | None = None
    corrects: IssuedDocument | None = None
    first_number: int = 1
    keeper: str = ""
    together: Together = lambda _issued: None


def issue_document(*, issue: Issue, actor: Account, now: datetime) -> IssuedDocument | Refused:
    """Rendered outside the transaction; anew when somebody else was quicker with the same number."""
    day = issue.document.dated
    if day is None:
        return UNDATED
    wrong = defects_of(issue.document, issue.body)
    if wrong:
        said = "; ".join(defect.sentence() for defect in wrong)
        return Refused("document.defects", _("Văn bản chưa đúng thể thức: {defects}"), {"defects": said})
    for _attempt in range(ATTEMPTS):
        number = (last_number(issue.body, issue.document.kind, day) or issue.first_number - 1) + 1
        numbered = msgspec.structs.replace(issue.document, number=number)
        files = {"pdf": pdf(numbered), "docx": docx(numbered)}
        row = _row(issue, numbered, files, actor, now)
        row.year, row.dated, row.number = day.year, day, number
        try:
            return _enter(row, files, issue.together)
        except IntegrityError:
            continue
        except Declined as declined:
            return declined.refused
        except OSError:
            return NOT_KEPT
    return BUSY


def _enter(row: IssuedDocument, files: dict[str, bytes], together: Together) -> IssuedDocument:
    try:
        with transaction.atomic():
            Unit.objects.select_for_update().get(pk=row.body_id)  # the first numbers of a row, one at a time
            row.save(force_insert=True)
            words = f"{row.designation}: {row.subject}"
            write_line("document.issued", row, actor=row.issued_by, now=row.issued_at, words=words)
            refused = together(row)
            if refused is not None:
                raise Declined(refused)
            for form, made in files.items():
                _keep(file_of(row, form), made)
    except BaseException:
        for form in files:
            file_of(row, form).unlink(missing_ok=True)
        raise
    return row


def _row(
    issue: Issue, document: Document, files: dict[str, bytes], actor: Account, now: datetime
) -> IssuedDocument:
    return IssuedDocument(
        id=uuid4(),
        body=body_of_today(issue.body, timezone.localdate(now)),
        kind=document.kind.value,
        scheme=scheme_of(document.kind),
        designation=designation(document),
        subject=document.subject[:500],
        signatory=", ".join(one.name for one in document.signatures)[:200],
        recipients="\n".join(document.recipients),
        keeper=issue.keeper,
        conference=issue.conference,
        corrects=issue.corrects,
        content=msgspec.to_builtins(document),
        pdf_sha256=hashlib.sha256(files["pdf"]).hexdigest(),
        docx_sha256=hashlib.sha256(files["docx"]).hexdigest(),
        issued_by=actor,
        issued_at=now,
    )


def _keep(place: Path, made: bytes) -> None:
    settings.DOCUMENTS_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place.open("xb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
