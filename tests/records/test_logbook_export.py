"""A log book leaves as a file that is checked without this system: the first wrong entry is named."""

import json
import random
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from diemcau.conference import chain
from diemcau.records import verify_logbook
from diemcau.records.actions import logbook
from diemcau.records.export_logbook import exported_book
from diemcau.records.models import LogCheckpoint, LogEntry, Session, Site
from diemcau.records.queries.logbook import broken_book
from diemcau.records.verify_logbook import Wrong, check, is_signed
from tests.database import without_triggers
from tests.records.test_logbook import LATER, SITE, book, held

pytestmark = pytest.mark.django_db(transaction=True)

ENTRIES, SIGNED_AT, MUTATIONS = 12, 9, 10_000


@pytest.fixture
def export() -> bytes:
    """Twelve entries; a session ended after the ninth."""
    session = Session.objects.get(pk=held())
    book(SIGNED_AT)
    logbook.draft_session(session, LATER)
    book(ENTRIES - SIGNED_AT)
    return written()


def written() -> bytes:
    return b"".join(exported_book(Site.objects.get(code=SITE), LATER + timedelta(days=1)))


def wrong(raw: bytes) -> str:
    with pytest.raises(Wrong) as found:
        check(raw)
    return str(found.value)


def named(raw: bytes) -> int:
    """The entry that the verifier calls wrong."""
    told = re.match(r"mục (\d+) ", wrong(raw))
    assert told
    return int(told[1])


def test_what_was_exported_holds(export: bytes) -> None:
    header = check(export)
    assert (header["number"], [mark["number"] for mark in header["checkpoints"]]) == (ENTRIES, [SIGNED_AT])


def test_an_empty_book_holds() -> None:
    held()
    assert check(written())["number"] == 0


def edited(lines: list[bytes], dice: random.Random) -> int:
    """One byte of one entry."""
    number = dice.randint(1, ENTRIES)
    line, at = bytearray(lines[number]), dice.randrange(len(lines[number]))
    line[at] ^= dice.randint(1, 255)
    lines[number] = bytes(line)
    return number


def swapped(lines: list[bytes], dice: random.Random) -> int:
    one, other = sorted(dice.sample(range(1, ENTRIES + 1), 2))
    lines[one], lines[other] = lines[other], lines[one]
    return one


def cut(lines: list[bytes], dice: random.Random) -> int:
    """Some that follow each other, the end among them."""
    first = dice.randint(1, ENTRIES)
    del lines[first : dice.randint(first + 1, ENTRIES + 1)]
    return first


def doubled(lines: list[bytes], dice: random.Random) -> int:
    number = dice.randint(1, ENTRIES)
    lines.insert(number, lines[number])
    return number + 1


def test_ten_thousand_mutations_are_found_with_the_first_wrong_entry_named(export: bytes) -> None:
    dice = random.Random(20261124)
    ways: list[Callable[[list[bytes], random.Random], int]] = [edited, swapped, cut, doubled]
    for number in range(MUTATIONS):
        lines = export.split(b"\n")
        way = ways[number % len(ways)]
        first = way(lines, dice)
        assert named(b"\n".join(lines)) == first, way.__name__


def test_a_cut_end_is_found_against_the_checkpoint(export: bytes) -> None:
    lines = export.split(b"\n")
    kept = b"\n".join([*lines[: SIGNED_AT - 1], b""])
    assert f"mốc đã ký ở mục {SIGNED_AT}" in wrong(kept)


def test_a_chain_made_anew_as_a_whole_does_not_meet_the_checkpoint(export: bytes) -> None:
    assert "mục 9 khác với mốc đã ký" in wrong(forged(export, 4))
    assert "mục 12 khác với mốc đã ký" in wrong(forged(export, 11))


def forged(export: bytes, changed: int) -> bytes:
    """Entry `changed` says something else, and every hash from there on is reckoned anew."""
    first, *lines, _end = export.split(b"\n")
    made, previous = [first], ""
    for number, line in enumerate(lines, 1):
        entry = json.loads(line)
        entry.pop("hash")
        entry.pop("previous_hash")
        entry["statement"] = "Không có sự cố" if number == changed else entry["statement"]
        own = chain.link(previous, entry)
        made.append(chain.canonical(entry | {"previous_hash": previous, "hash": own}))
        previous = own
    return b"\n".join([*made, b""])


@pytest.mark.parametrize("name", ["name", "at", "signature", "key"])
def test_the_first_line_is_signed(export: bytes, name: str) -> None:
    first, rest = export.split(b"\n", 1)
    header = json.loads(first)
    header[name] = header[name][:-2] + ("AA" if header[name][-2:] != "AA" else "BB")
    assert "chữ ký không đúng" in wrong(chain.canonical(header) + b"\n" + rest)


def test_an_edit_anywhere_is_found(export: bytes) -> None:
    dice = random.Random(5)
    for _ in range(300):
        raw, at = bytearray(export), dice.randrange(len(export))
        raw[at] ^= dice.randint(1, 255)
        wrong(bytes(raw))


def test_signatures_are_checked_as_the_library_checks_them() -> None:
    dice = random.Random(8032)
    for _ in range(20):
        key = Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
        words, public = dice.randbytes(dice.randrange(80)), key.public_key().public_bytes_raw().hex()
        signed = bytearray(key.sign(words))
        assert is_signed(words, _text(signed), public)
        assert not is_signed(words + b"x", _text(signed), public)
        signed[dice.randrange(64)] ^= 1 << dice.randrange(8)
        assert not is_signed(words, _text(signed), public)


def _text(raw: bytes | bytearray) -> str:
    return b64encode(raw).decode()


def test_the_program_needs_nothing_but_python(export: bytes, tmp_path: Path) -> None:
    path = tmp_path / "so.jsonl"
    path.write_bytes(export)
    program = [sys.executable, "-I", "-S", verify_logbook.__file__, str(path)]
    whole = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (whole.returncode, whole.stdout[:22]) == (0, "ĐÚNG: sổ bim-son, 12 m")
    path.write_bytes(export.replace("Ghi chú số 3".encode(), "Ghi chú số 4".encode()))
    changed = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (changed.returncode, changed.stderr) == (
        1,
        "SAI / WRONG: mục 4 đã bị thay đổi / entry 4 was changed\n",
    )


# --- diemcau verify
def told() -> str:
    err = StringIO()
    with pytest.raises(CommandError, match=r"1 of \d+ log books"):
        call_command("verify", stdout=StringIO(), stderr=err)
    return err.getvalue()


def test_the_command_names_the_first_wrong_entry_of_a_book(export: bytes) -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    assert "log books: every link holds" in out.getvalue()
    with without_triggers():
        LogEntry.objects.filter(number__in=(3, 7)).update(statement="Không có sự cố")
    assert told() == f"log book {SITE}: entry 3 (remark) was changed\n"


def test_a_checkpoint_that_was_moved_has_no_signature_any_more(export: bytes) -> None:
    entry = LogEntry.objects.get(number=SIGNED_AT - 1)
    with without_triggers():
        LogCheckpoint.objects.filter(site_code=SITE).update(number=entry.number, hash=entry.hash)
    assert "does not carry this server's signature" in told()


def test_a_checkpoint_of_another_key_is_not_this_servers(export: bytes) -> None:
    key = Ed25519PrivateKey.generate()
    mark = LogCheckpoint.objects.get(site_code=SITE)
    with without_triggers():
        LogCheckpoint.objects.filter(pk=mark.pk).update(
            key=key.public_key().public_bytes_raw().hex(), signature=_text(key.sign(logbook.marked(mark)))
        )
    assert "does not carry this server's signature" in (broken_book(SITE) or "")


def test_the_command_checks_an_exported_book(export: bytes, tmp_path: Path) -> None:
    path = tmp_path / "so.jsonl"
    path.write_bytes(export)
    call_command("verify", str(path))
    path.write_bytes(export[:-1])
    with pytest.raises(CommandError, match=r"so\.jsonl: not as it was exported"):
        call_command("verify", str(path))
