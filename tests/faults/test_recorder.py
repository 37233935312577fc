"""The recorder dies, its clerk dies, its disk is full: what is missing is told, and there is one file."""

import asyncio
import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from diemcau.conference.recording import FILE, MANIFEST, Manifest
from diemcau.engine.manifest import read_manifest
from tests.faults.conftest import rounds
from tests.faults.stored import recording_of
from tests.faults.table import tell
from tests.faults.test_disk import file_system, fill_up
from tests.product import Operator, Product
from tests.product.running import ROOT, gather

pytestmark = [pytest.mark.faults, pytest.mark.engine, pytest.mark.timeout(600)]

SITES = 3
LOST_SECONDS = 6.0
GAP_SECONDS = 12.0
FINISHED_SECONDS = 10.0
DISK = "200m"
SECONDS_TO_MOVE = 40.0
MOVED = 60  # of 255, anywhere in the picture
SEVERAL = 8  # in four seconds; a picture that is dimmed changes once
LATE_IN_A_SEGMENT = 3.0  # of four seconds: nearly all of it is lost


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with Product(tmp_path / "home", sites=SITES, recorded=True) as running:
        yield running


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with file_system(tmp_path / "disk", DISK) as folder:
        yield folder


@pytest.fixture
def small(tmp_path: Path, disk: Path) -> Iterator[Product]:
    """Only its recordings lie on the small disk."""
    place = {"DIEMCAU_RECORDINGS_FOLDER": str(disk / "recordings"), "DIEMCAU_RECORDING_PROFILE": "low"}
    with Product(tmp_path / "home", sites=SITES, recorded=True, **place) as running:
        yield running


class Tape:
    """What lies in the folder of the session's recording."""

    def __init__(self, product: Product, folder: Path | None = None) -> None:
        self.folder = (folder or product.home / "recordings") / product.session

    def manifest(self) -> Manifest:
        return read_manifest(self.folder) or Manifest("")

    def end(self) -> float:
        """The last instant that is on the disk."""
        last = [part for part in self.manifest().parts if part.segments][-1].segments[-1]
        return last.at.timestamp() + last.seconds

    async def has(self, parts: int, segments: int = 1, within: float = 60) -> None:
        await holds(lambda: self._has(parts, segments), within)

    async def moves_again(self, since: float, within: float) -> None:
        """The picture that is recorded after `since` runs: not the last frame kept, on and on."""
        async with asyncio.timeout(within):
            while not await asyncio.to_thread(self._moves, since):
                await asyncio.sleep(0.5)

    def _moves(self, since: float) -> bool:
        """In the last segment, which began later. The recorder's own clock, top left, is left out."""
        part = self.manifest().parts[-1]
        if not part.segments or part.segments[-1].at.timestamp() < since:
            return False
        film = io.BytesIO((self.folder / part.init).read_bytes())
        film.seek(0, io.SEEK_END)
        film.write((self.folder / part.segments[-1].name).read_bytes())
        film.seek(0)
        with av.open(film) as opened:
            lower = [frame.to_ndarray(format="gray")[180:] for frame in opened.decode(video=0)]
        moves = [np.abs(one.astype(int) - other).max() > MOVED for one, other in pairwise(lower)]
        return sum(moves) >= SEVERAL

    def _has(self, parts: int, segments: int) -> bool:
        written = [part for part in self.manifest().parts if part.segments]
        return len(written) >= parts and len(written[-1].segments) >= segments


async def holds(true: Callable[[], bool], within: float = 60) -> None:
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.1)


async def settled(product: Product) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The row follows the last event."""
    async with asyncio.timeout(30):
        while True:
            events, row = await asyncio.to_thread(recording_of, product)
            if row["state"] != "recording":
                return events, row


async def on_air(product: Product, operator: Operator) -> None:
    await operator.act("session.open")
    await gather(operator, SITES)
    await operator.act("picture.preview", picture={"layout": "one", "sites": [product.places[1].code]})
    await operator.act("picture.take")
    await operator.act("session.go_live")
    await operator.until(lambda: operator.board["tape"]["on"])
    assert operator.stage["notice"] == "Phiên họp đang được ghi hình."
    await operator.until(lambda: not operator.board["tape"]["unseen"])


async def test_a_killed_recorder_loses_at_most_one_segment_and_the_file_is_whole(product: Product) -> None:
    tape, lost, victims = Tape(product), list[float](), ("recorder", "clerk") * rounds(5, 1)
    async with product.operator() as operator, product.web() as web:
        running = asyncio.create_task(product.crowd(web).run())
        await on_air(product, operator)
        for turn, victim in enumerate(victims, 1):
            await tape.has(turn)
            await holds(lambda: time.time() - tape.end() > LATE_IN_A_SEGMENT)
            product.kill(victim)
            lost.append(time.time() - tape.end())
            await tape.has(turn + 1)
            await operator.until(lambda: not operator.board["tape"]["fault"])
        product.kill("engine")
        killed = time.time()
        await tape.moves_again(killed, SECONDS_TO_MOVE)
        await operator.act("session.end")
        began = time.monotonic()
        await operator.until(lambda: operator.board["tape"]["finished"], 60)
        finished = time.monotonic() - began
        running.cancel()
    events, row = await settled(product)
    (done,) = [event for event in events if event["kind"] == "recording.finished"]
    content = (tape.folder / FILE).read_bytes()
    assert (done["size"], done["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert done["manifest_sha256"] == hashlib.sha256((tape.folder / MANIFEST).read_bytes()).hexdigest()
    assert (row["state"], row["sha256"]) == ("finished", done["sha256"])
    missing = [one for one in tape.manifest().missing if one.kind == "gap"]
    told = [event for event in events if event["kind"] == "recording.gap"]
    assert len(tape.manifest().parts) == len(victims) + 1, "the engine's end is no end of the recording"
    assert len(told) == len(missing) == row["gaps"] == len(victims)
    gaps = [(one.until - one.since).total_seconds() for one in missing]
    tell(
        "recorder or its clerk killed",
        len(gaps),
        f"each gap is an event and stands in the manifest; the file is whole, {done['segments']} segments",
        lost=(max(lost), LOST_SECONDS, "s of film lost, worst"),
        gap=(max(gaps), GAP_SECONDS, "s not in the recording, worst"),
        finished=(finished, FINISHED_SECONDS, "s from the end to the finished file"),
    )


@contextmanager
def second_clerk(product: Product) -> Iterator[None]:
    """Another one, as on another machine; the first stands still, with the session in its hands."""
    (first,) = product.pids("clerk")
    os.kill(first, signal.SIGSTOP)
    run = [sys.executable, "-m", "diemcau", "clerk"]
    second = subprocess.Popen(run, cwd=ROOT, env=product.environment)
    try:
        yield
    finally:
        os.kill(first, signal.SIGCONT)
        second.terminate()
        second.wait(20)


async def test_when_another_clerk_takes_over_its_recorder_takes_over_too(product: Product) -> None:
    tape = Tape(product)
    async with product.operator() as operator, product.web() as web:
        running = asyncio.create_task(product.crowd(web).run())
        await on_air(product, operator)
        await tape.has(1)
        old = product.pids("recorder")
        with second_clerk(product):
            await tape.has(2)
            assert not set(old) & set(product.pids("recorder")), "the old one writes on"
            await operator.act("session.end")
            await operator.until(lambda: operator.board["tape"]["finished"], 60)
        running.cancel()
    one, other = tape.manifest().parts
    assert one.recorder != other.recorder
    (gap,) = [missing for missing in tape.manifest().missing if missing.kind == "gap"]
    events, row = await settled(product)
    (told,) = [event for event in events if event["kind"] == "recording.gap"]
    assert (told["recorder"], row["state"], row["gaps"]) == (other.recorder, "finished", 1)
    tell(
        "clerk stands still, another takes over",
        1,
        "its recorder ends, the other's goes on; the gap is an event and stands in the manifest",
        gap=((gap.until - gap.since).total_seconds(), 20.0, "s not in the recording"),
    )


async def test_a_full_disk_ends_the_recording_cleanly_and_the_conference_goes_on(
    small: Product, disk: Path
) -> None:
    tape, waste = Tape(small, disk / "recordings"), disk / "waste"
    async with small.operator() as operator, small.web() as web:
        running = asyncio.create_task(small.crowd(web).run())
        await on_air(small, operator)
        await tape.has(1)
        fill_up(waste)
        began = time.monotonic()
        await operator.until(lambda: bool(operator.board["tape"]["fault"]), 60)
        told = time.monotonic() - began
        assert "recording" in {alarm["kind"] for alarm in operator.board["alarms"]}
        await operator.act("note.send", text="Hội nghị vẫn tiếp tục")
        assert not any(cell["lost"] for cell in operator.cells.values())
        waste.unlink()
        await tape.has(2)
        await operator.until(lambda: not operator.board["tape"]["fault"])
        await operator.act("session.end")
        await operator.until(lambda: operator.board["tape"]["finished"], 60)
        running.cancel()
    events, row = await settled(small)
    assert next(event["full"] for event in events if event["kind"] == "recording.failed")
    assert (row["state"], row["gaps"]) == ("finished", 1)
    tell(
        "disk of the recordings full",
        1,
        "closed cleanly, conference goes on, recording goes on by itself when there is room",
        told=(told, 15.0, "s until the board says so"),
    )
