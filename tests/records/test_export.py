"""A dossier as one ZIP: whole, of the length that was said before, and every changed byte is found."""

import hashlib
import io
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from diemcau.conference.actors import Actor
from diemcau.records import verify_export
from diemcau.records.actions.logbook import Signature, sign_draft
from diemcau.records.export import LONGEST_NAME, Names, Part, Sealed, safe, verifier, zipped
from diemcau.records.models import Account, Conference, IssuedDocument, LogDraft, Paper, PaperVersion
from diemcau.records.queries.archive import Dossier
from diemcau.records.queries.conference import sites_of
from diemcau.records.queries.export import export_of
from diemcau.records.queries.integrity import everything_kept
from diemcau.records.verify_export import Wrong, check, open_export
from diemcau.regulation.powers import Role
from tests.records.builders import NOW
from tests.records.dossiers import archivist, seen
from tests.records.recorded import folder_of, recorded_conference


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    settings.DOCUMENTS_FOLDER = tmp_path / "documents"
    settings.PAPER_FOLDER = tmp_path / "papers"


def dossier() -> Dossier:
    session = recorded_conference()
    found = seen(archivist(), session.conference)
    assert found is not None
    return found


def sealed() -> Sealed:
    export = export_of(dossier())
    return Sealed([*export.parts, verifier()], export.chains, {"title": "Giao ban"})


@pytest.fixture
def made(transactional_db: None, tmp_path: Path) -> Path:
    path = tmp_path / "ho-so.zip"
    path.write_bytes(b"".join(zipped(sealed())))
    return path


def looked_at(path: Path) -> list[str]:
    return list(check(open_export(path)))


def test_it_holds_the_session_the_film_and_the_data_of_the_file(made: Path) -> None:
    with zipfile.ZipFile(made) as file:
        assert file.testzip() is None
        assert set(file.namelist()) == {
            "phien-1/events.jsonl", "phien-1/recording.mp4", "phien-1/recording.json", "phien-1/chapters.vtt",
            "ho-so.xml", "verify_export.py", "manifest.json", "manifest.json.sha256",
        }  # fmt: skip
        film = folder_of(Conference.objects.get().sessions.get()) / "recording.mp4"
        assert file.read("phien-1/recording.mp4") == film.read_bytes()


def test_the_pages_of_the_sites_log_books_are_in_it(transactional_db: None, tmp_path: Path) -> None:
    found = dossier()
    session = found.conference.sessions.get()
    site = next(one for one in sites_of(found.conference, timezone.localdate()) if one.role == "end")
    son = Account.objects.create_user(username="son", first_name="Sơn", last_name="Mai Văn")
    by = Actor(Role.SITE_TECHNICIAN, str(son.pk), "Mai Văn Sơn", site.code)
    now = timezone.now()
    given = {"session": session, "site_code": site.code, "kind": "duty", "key": "duty"}
    draft = LogDraft.objects.create(**given, happened_from=now, facts=["Vào phòng chờ lúc 08:30:00."])
    signed = Signature(son, by, "totp")
    sign_draft(draft=draft, statement="Đủ thiết bị", version=1, entered_at=now, signature=signed, now=now)
    (book,) = [one for one in export_of(found).enclosed if one.handed.kind == "Sổ ghi biên bản"]
    path = tmp_path / "so.pdf"
    path.write_bytes(b"".join(book.parts[0].pieces()))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    assert "Vào phòng chờ lúc 08:30:00." in text.stdout
    assert "Người trực ghi: Đủ thiết bị" in text.stdout
    assert book.parts[0].name.startswith("so-ghi-bien-ban/")


def test_its_length_is_known_before(transactional_db: None) -> None:
    whole = sealed()
    assert whole.length == len(b"".join(zipped(whole)))


def test_it_is_written_in_pieces(transactional_db: None, tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(bytes(5 << 20))
    pieces = list(zipped(Sealed([Part("large", large)], [], {})))
    assert max(map(len, pieces)) <= verify_export.BLOCK


def test_what_is_whole_is_right_as_zip_and_as_folder(made: Path, tmp_path: Path) -> None:
    last = looked_at(made)[-1]
    assert "chuỗi băm liền mạch" in last
    shutil.unpack_archive(made, tmp_path / "out")
    assert looked_at(tmp_path / "out")[-1] == last


def test_it_verifies_itself_with_python_alone(made: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(made, tmp_path / "out")
    program = [sys.executable, "-I", "-S", str(tmp_path / "out" / "verify_export.py")]
    right = subprocess.run([*program, str(made)], capture_output=True, text=True, check=False)
    assert (right.returncode, right.stdout.splitlines()[-1].split(":")[0]) == (0, "ĐÚNG")
    with made.open("r+b") as file:
        file.seek(made.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, io.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    wrong = subprocess.run([*program, str(made)], capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("SAI / WRONG: phien-1/recording.mp4")


def flips(size: int, count: int) -> Iterator[tuple[int, int]]:
    chosen = random.Random(size)
    for _ in range(count):
        yield chosen.randrange(size), 1 << chosen.randrange(8)


def test_any_byte_that_is_changed_in_the_zip_is_found(made: Path, tmp_path: Path) -> None:
    raw, changed = made.read_bytes(), tmp_path / "changed.zip"
    last = range(len(raw) - 1200, len(raw), 7)  # beside chance: directory and ends
    for place, bit in [*flips(len(raw), 60), *((place, 1) for place in last)]:
        changed.write_bytes(raw[:place] + bytes([raw[place] ^ bit]) + raw[place + 1 :])
        with pytest.raises(Wrong) as told:
            looked_at(changed)
        assert str(told.value), place


def test_any_byte_that_is_changed_in_a_file_is_found_and_the_file_named(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.unpack_archive(made, out)
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        for place, bit in flips(len(raw), 8):
            path.write_bytes(raw[:place] + bytes([raw[place] ^ bit]) + raw[place + 1 :])
            with pytest.raises(Wrong, match=path.name.removesuffix(".sha256")):
                looked_at(out)
        path.write_bytes(raw)
    assert looked_at(out)


@pytest.mark.parametrize("what", ["missing", "added", "cut", "link"])
def test_what_is_missing_added_cut_or_a_link_is_named(made: Path, tmp_path: Path, what: str) -> None:
    out = tmp_path / "out"
    shutil.unpack_archive(made, out)
    film = out / "phien-1" / "recording.mp4"
    if what == "missing":
        film.unlink()
    elif what == "added":
        (out / "them.txt").write_text("x")
    elif what == "cut":
        film.write_bytes(film.read_bytes()[:-1])
    else:
        film.rename(tmp_path / "film")
        film.symlink_to(tmp_path / "film")
    with pytest.raises(Wrong, match="them.txt" if what == "added" else "phien-1/recording.mp4"):
        looked_at(out)


def test_another_film_with_a_manifest_that_fits_is_not_the_one_of_the_events(
    transactional_db: None, tmp_path: Path
) -> None:
    whole = sealed()
    other = [Part(one.name, b"x" * 99) if one.name.endswith(".mp4") else one for one in whole.parts]
    path = tmp_path / "forged.zip"
    path.write_bytes(b"".join(zipped(Sealed(other, whole.chains, {}))))
    with pytest.raises(Wrong, match=r"recording\.mp4: khác với bản đã ghi trong chuỗi sự kiện"):
        looked_at(path)


@pytest.mark.parametrize("line", ['{"seq": 1}', "[]", "x", ""])
def test_events_that_cannot_be_read_are_named(transactional_db: None, tmp_path: Path, line: str) -> None:
    whole = sealed()
    broken = [Part(one.name, f"{line}\n".encode()) if one.name.endswith("l") else one for one in whole.parts]
    path = tmp_path / "forged.zip"
    path.write_bytes(b"".join(zipped(Sealed(broken, whole.chains, {}))))
    with pytest.raises(Wrong, match=r"phien-1/events\.jsonl: sự kiện 1"):
        looked_at(path)


def test_what_is_no_export_is_refused_in_words(tmp_path: Path) -> None:
    for content in (b"", b"PK\x05\x06" + bytes(18), b"khong phai zip" * 99):
        path = tmp_path / "x.zip"
        path.write_bytes(content)
        with pytest.raises(Wrong):
            looked_at(path)
    assert verify_export.main([str(tmp_path / "nowhere.zip")]) == 1
    assert verify_export.main([]) == 2


@given(st.lists(st.text(), max_size=6))
def test_names_are_safe_short_and_each_once(titles: list[str]) -> None:
    names = Names()
    made = [names.of(title.encode("utf-8", "ignore").decode(), "pdf") for title in titles]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert not set(name) & set('/\\:*?"<>|\0\n\r\t')
        assert name[0] not in " .=+-@(),_"
        assert len(name) <= LONGEST_NAME + 20


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Báo cáo quý III", "Báo cáo quý III"),
        ("../../etc/passwd", "etc-passwd"),
        ("=cmd|' /C calc'!A0", "cmd- -C calc-A0"),
        ("CON", "tep CON"),
        ("", "tep"),
        ("<script>", "script"),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert safe(title) == name


def kept(folder: Path, name: str, content: bytes) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def with_papers(conference: Conference, settings: Any) -> None:
    """Two versions of one paper with a title that leads elsewhere, and the minutes as they were issued."""
    paper = Paper.objects.create(conference=conference, title="../../Báo cáo <b>quý III</b>", kind="report")
    for number in (1, 2):
        content = f"báo cáo {number}".encode()
        stored = f"{number}.pdf"
        PaperVersion.objects.create(
            paper=paper,
            number=number,
            form="pdf",
            stored=stored,
            size=len(content),
            sha256=kept(settings.PAPER_FOLDER, stored, content),
            uploaded_at=NOW,
        )
    key = uuid4()
    IssuedDocument.objects.create(
        id=key,
        body=conference.convener,
        kind="minutes",
        scheme="BB",
        year=2026,
        number=1,
        designation="01/BB-VP",
        dated=NOW.date(),
        subject="Biên bản giao ban tháng 11",
        signatory="Trịnh Hữu Phúc",
        conference=conference,
        content={},
        pdf_sha256=kept(settings.DOCUMENTS_FOLDER, f"{key}.pdf", b"%PDF bien ban"),
        docx_sha256=kept(settings.DOCUMENTS_FOLDER, f"{key}.docx", b"PK bien ban"),
        issued_at=NOW,
    )


def test_papers_in_every_version_and_issued_documents_go_with_it(
    transactional_db: None, settings: Any
) -> None:
    found = dossier()
    with_papers(found.conference, settings)
    export = export_of(found)
    names = [part.name for part in export.parts]
    assert [name for name in names if "/" in name and not name.startswith("phien")] == [
        "tai-lieu/Báo cáo -b-quý III-b- v1.pdf",
        "tai-lieu/Báo cáo -b-quý III-b- v2.pdf",
        "van-ban/01-BB-VP 20261123.pdf",
        "van-ban/01-BB-VP 20261123.docx",
    ]
    data = ElementTree.fromstring(export.parts[-1].source)
    assert [one.findtext("TypeName") for one in data.iter("Document")] == [
        "Bản ghi hình",
        "Báo cáo",
        "Báo cáo",
        "Biên bản",
    ]
    assert data.findtext("DocTotal") == "4"
    assert [one.findtext("CodeNumber") for one in data.iter("Document")][-1] == "01"


def test_the_store_is_checked_with_its_papers_and_documents(transactional_db: None, settings: Any) -> None:
    with_papers(dossier().conference, settings)
    assert [one.wrong for one in everything_kept()] == [None] * 4
    (settings.PAPER_FOLDER / "2.pdf").write_bytes(b"khac")
    next(settings.DOCUMENTS_FOLDER.glob("*.docx")).unlink()
    wrong = [one.wrong for one in everything_kept() if one.wrong]
    assert wrong[0] == "2.pdf: was changed"
    assert wrong[1].endswith(".docx: missing")
