"""The manifest of a recording on the disk."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from diemcau.conference.recording import Manifest, Missing
from diemcau.engine.manifest import change_manifest, read_manifest, write_manifest

AT = datetime(2026, 7, 22, 1, 0, tzinfo=UTC)


def test_where_nothing_was_recorded_there_is_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    manifest = Manifest("phien-1", missing=(Missing("pause", AT, AT, "Giải lao"),))
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest


def test_two_who_change_it_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    def add(number: int) -> None:
        missing = Missing("gap", AT, AT, str(number))
        change_manifest(tmp_path, "phien-1", lambda old: replace(old, missing=(*old.missing, missing)))

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(add, range(40)))
    kept = read_manifest(tmp_path)
    assert kept is not None
    assert {missing.reason for missing in kept.missing} == {str(number) for number in range(40)}
