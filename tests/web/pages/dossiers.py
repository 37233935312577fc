"""A held conference's dossier seen through a browser, and papers as offices exchange them."""

import io
import zipfile
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from diemcau.records.models import Account, Conference, DossierRecord, PaperVersion
from tests.records.dossiers import OWNER, unit

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n" + b"x" * 2000


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def published(conference: Conference) -> None:
    DossierRecord.objects.create(conference=conference, owner=unit(OWNER), published_at=timezone.now())


def out_of_time(conference: Conference) -> None:
    """Closed long ago, its retention over since yesterday."""
    now = timezone.now()
    DossierRecord.objects.update_or_create(
        conference=conference,
        defaults={
            "owner": unit(OWNER),
            "published_at": now,
            "closed_at": now - timedelta(days=4000),
            "retention": "10",
            "keep_until": timezone.localdate(now) - timedelta(days=1),
        },
    )


def page(client: Client, conference: Conference, rest: str = "") -> str:
    answer = client.get(f"/luu-tru/{conference.pk}/{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


def office_file(*names: str, mimetype: bytes = b"") -> bytes:
    """A ZIP with files of these names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return made.getvalue()


DOCX = office_file("[Content_Types].xml", "word/document.xml")


def upload(
    client: Client, conference: Conference, content: bytes = PDF, name: str = "a.pdf", **fields: str
) -> Any:
    file = SimpleUploadedFile(name, content, "text/html")  # what the browser says of it counts for nothing
    form = {"file": file, "title": "", "kind": "report", "note": "", **fields}
    return client.post(f"/luu-tru/{conference.pk}/tai-lieu/", form)


def address(version: PaperVersion) -> str:
    return f"/luu-tru/{version.paper.conference_id}/tai-lieu/{version.pk}/"
