"""What a recorder leaves on the disk: whole at every moment, in several parts, one file at the end."""

import hashlib
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest

from diemcau.conference.recording import (
    CHAPTERS,
    FILE,
    PLAYLIST,
    Chapter,
    Manifest,
    Profile,
    Segment,
)
from diemcau.engine.livekit.recorder.canvas import Canvas
from diemcau.engine.livekit.recorder.finish import finish
from diemcau.engine.livekit.recorder.mixer import RATE
from diemcau.engine.livekit.recorder.playlist import playlist
from diemcau.engine.livekit.recorder.writer import PartWriter
from diemcau.engine.manifest import read_manifest
from diemcau.engine.recorder import RecorderError
from tests.engine.playing import played
from tests.engine.showing import colour_at

BEGAN = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SMALL = Profile("standard", 320, 180, 5, 300)
SLOW = Profile("low", 320, 180, 3, 100)


def light(second: int) -> int:
    return 40 + 11 * (second % 18)


def click(second: int) -> np.ndarray:
    """A short tone at the beginning of every second."""
    sound = np.zeros(RATE, np.float32)
    sound[: RATE // 10] = 0.5 * np.sin(np.arange(RATE // 10) * 2 * np.pi * (300 + 100 * second) / RATE)
    return sound


def records(
    folder: Path, seconds: float, *, began: datetime = BEGAN, profile: Profile = SMALL, first: int = 0
) -> PartWriter:
    """Every second has its own brightness and tone. Not closed."""
    written: list[Segment] = []
    writer = PartWriter(folder, "phien-1", "may-chu", profile, began, written.append)
    canvas, step = Canvas.blank(profile.width, profile.height), RATE // profile.rate
    for frame in range(round(seconds * profile.rate)):
        second, part = divmod(frame, profile.rate)
        canvas.planes[0][:] = light(first + second)
        writer.add(canvas, click(first + second)[part * step : (part + 1) * step])
    return writer


def kept(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    assert manifest is not None
    return manifest


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def lengths(manifest: Manifest) -> list[list[float]]:
    return [[segment.seconds for segment in part.segments] for part in manifest.parts]


def test_the_manifest_tells_every_segment_its_time_and_its_seal(tmp_path: Path) -> None:
    records(tmp_path, 9.4).close()
    (part,) = kept(tmp_path).parts
    assert [segment.seconds for segment in part.segments] == [4, 4, 1.4]
    assert [segment.at for segment in part.segments] == [BEGAN + timedelta(seconds=s) for s in (0, 4, 8)]
    assert part.init_sha256 == sha256(tmp_path / part.init)
    for segment in part.segments:
        assert segment.sha256 == sha256(tmp_path / segment.name)
        assert segment.size == (tmp_path / segment.name).stat().st_size


def test_it_can_be_played_while_it_grows(tmp_path: Path) -> None:
    writer = records(tmp_path, 13)
    growing = played(tmp_path / PLAYLIST)
    assert len(growing.pictures) == 40  # two segments of four seconds: the third is not whole yet
    assert "#EXT-X-ENDLIST" not in (tmp_path / PLAYLIST).read_text()
    writer.close()
    whole = played(tmp_path / PLAYLIST)
    assert len(whole.pictures) == 65
    for second in range(13):
        assert abs(colour_at(whole.picture_at(second + 0.5), 0.5, 0.5)[0] - light(second)) <= 2


def test_sound_and_picture_begin_together(tmp_path: Path) -> None:
    records(tmp_path, 6).close()
    finish(tmp_path, (), {})
    file = played(tmp_path / FILE)
    for second in range(1, 6):
        lit = next(
            t
            for t, p in zip(file.times, file.pictures, strict=True)
            if abs(colour_at(p, 0.5, 0.5)[0] - light(second)) <= 2
        )
        loud = np.flatnonzero(np.abs(file.sound_at(second - 0.5, 1)) > 0.1)[0] / RATE + second - 0.5
        assert abs(lit - loud) < 0.02


def test_a_second_recorder_goes_on_where_one_was_killed(tmp_path: Path) -> None:
    records(tmp_path, 9)  # never closed
    (tmp_path / "p001-00003.m4s.part").write_bytes(b"half of it")
    records(tmp_path, 5, began=BEGAN + timedelta(seconds=30), first=9).close()
    manifest = kept(tmp_path)
    assert lengths(manifest) == [[4], [4, 1]]
    assert [part.number for part in manifest.parts] == [1, 2]
    whole = played(tmp_path / PLAYLIST)
    assert np.allclose(np.diff(whole.times), 0.2)
    assert len(whole.pictures) == 45


def test_the_name_of_a_part_of_which_nothing_was_finished_is_not_taken_again(tmp_path: Path) -> None:
    records(tmp_path, 2)  # never closed: its header alone is there
    assert read_manifest(tmp_path) is None
    records(tmp_path, 2).close()
    assert [part.number for part in kept(tmp_path).parts] == [2]


def test_the_playlist_parts_what_is_not_of_one_piece(tmp_path: Path) -> None:
    records(tmp_path, 5).close()
    records(tmp_path, 1, began=BEGAN + timedelta(seconds=30)).close()
    assert playlist(kept(tmp_path), finished=True).splitlines()[6:] == [
        '#EXT-X-MAP:URI="p001-init.mp4"',
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-23T01:30:00.000+00:00",
        "#EXTINF:4.000,",
        "p001-00001.m4s",
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-23T01:30:04.000+00:00",
        "#EXTINF:1.000,",
        "p001-00002.m4s",
        "#EXT-X-DISCONTINUITY",
        '#EXT-X-MAP:URI="p002-init.mp4"',
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-23T01:30:30.000+00:00",
        "#EXTINF:1.000,",
        "p002-00001.m4s",
        "#EXT-X-ENDLIST",
    ]


# --- the one file
@pytest.fixture
def parts(tmp_path: Path) -> Path:
    records(tmp_path, 9).close()
    records(tmp_path, 5.2, began=BEGAN + timedelta(seconds=30), first=9).close()
    records(tmp_path, 3, began=BEGAN + timedelta(seconds=60), first=15, profile=SLOW).close()
    return tmp_path


def test_all_parts_become_one_file_with_continuous_times(parts: Path) -> None:
    finished = finish(parts, (), {})
    file = played(parts / FILE)
    assert finished.seconds == kept(parts).seconds == pytest.approx(17.2)
    assert file.times[-1] == pytest.approx(17.2 - 1 / 3, abs=0.1)
    assert len(file.sound) / RATE == pytest.approx(17.2, abs=0.1)
    steps = np.diff(file.times)
    assert 0.19 < steps.min() <= steps.max() < 0.35
    for second in (*range(14), 15, 16, 17):
        at = second + (0.1 if second < 14 else -0.3)
        assert abs(colour_at(file.picture_at(at), 0.5, 0.5)[0] - light(second)) <= 2, second
    tones = [np.abs(np.fft.rfft(file.sound_at(second, 0.1))).argmax() * 10 for second in range(14)]
    assert tones == [300 + 100 * second for second in range(14)]


def test_the_file_stands_in_the_manifest_with_its_seal(parts: Path) -> None:
    finished = finish(parts, (), {})
    assert kept(parts).file == finished
    assert finished.sha256 == sha256(parts / FILE)
    assert finished.size == (parts / FILE).stat().st_size
    assert (parts / PLAYLIST).read_text().endswith("#EXT-X-ENDLIST\n")


def test_a_browser_can_begin_before_it_has_all_of_it(parts: Path) -> None:
    finish(parts, (), {})
    data = (parts / FILE).read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_chapters_and_tags_are_in_the_file_and_in_the_track(parts: Path) -> None:
    chapters = (
        Chapter("item", "Khai mạc", 0, 5, BEGAN),
        Chapter("item", "Thảo luận <tổ>", 5, 17.2, BEGAN),
        Chapter("speaker", "Hoàng Đình Toàn", 5, 8.25, BEGAN, "bim-son"),
        Chapter("speaker", "Nguyễn Thị Minh", 9, 17.2, BEGAN, "ha-trung"),
    )
    finish(parts, chapters, {"title": "Giao ban trực tuyến"})
    with av.open(str(parts / FILE)) as file:
        assert file.metadata["title"] == "Giao ban trực tuyến"
        told = [
            (
                one["metadata"]["title"],
                float(one["start"] * one["time_base"]),
                float(one["end"] * one["time_base"]),
            )
            for one in file.chapters()
        ]
    assert told == [
        ("Khai mạc", 0, 5),
        ("Thảo luận <tổ> – Hoàng Đình Toàn", 5, 9),
        ("Nguyễn Thị Minh", 9, pytest.approx(17.2)),
    ]
    assert (parts / CHAPTERS).read_text() == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:05.000\nKhai mạc\n\n"
        "00:00:05.000 --> 00:00:17.200\nThảo luận &lt;tổ&gt;\n\n"
        "00:00:05.000 --> 00:00:08.250\nHoàng Đình Toàn\n\n"
        "00:00:09.000 --> 00:00:17.200\nNguyễn Thị Minh\n"
    )


def test_finished_again_it_is_the_same_file(parts: Path) -> None:
    first = finish(parts, (), {"title": "Một"})
    assert finish(parts, (), {"title": "Một"}) == first


def test_pieces_that_stand_in_no_manifest_are_cleared_away(parts: Path) -> None:
    for name in ("p001-00003.m4s.part", "p004-init.mp4", "p001-00009.m4s"):
        (parts / name).write_bytes(b"half of it")
    finish(parts, (), {})
    known = {name for part in kept(parts).parts for name in (part.init, *(s.name for s in part.segments))}
    assert {path.name for path in parts.glob("p00*")} == known
    assert not list(parts.glob("*.part"))


def test_nothing_recorded_nothing_to_finish(tmp_path: Path) -> None:
    with pytest.raises(RecorderError):
        finish(tmp_path, (), {})


def test_segments_that_cannot_be_read_are_told_and_nothing_is_half_done(parts: Path) -> None:
    (parts / "p002-00001.m4s").unlink()
    with pytest.raises(RecorderError):
        finish(parts, (), {})
    assert not (parts / FILE).exists()
    assert not (parts / f"{FILE}.part").exists()


# --- a full disk
@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=160k,mode=0755", "tmpfs", str(folder)]
    if (mounted := subprocess.run(mount, capture_output=True, text=True, check=False)).returncode:
        pytest.fail(f"a small file system needs root to be mounted: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.faults
def test_on_a_full_disk_what_is_complete_stands(small_disk: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        records(small_disk, 60)
    manifest = kept(small_disk)
    assert len(manifest.parts[0].segments) >= 1
    for segment in manifest.parts[0].segments:
        assert segment.sha256 == sha256(small_disk / segment.name)
    assert not list(small_disk.glob("*.part"))
    assert len(played(small_disk / PLAYLIST).pictures) == 20 * len(manifest.parts[0].segments)
    with pytest.raises(RecorderError) as told:
        finish(small_disk, (), {})
    assert told.value.full
    assert kept(small_disk) == manifest
