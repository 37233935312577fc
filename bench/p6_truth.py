"""P6: how true the board is: event to board, age of the statistics, time to mark a cut line, wrong states."""

import asyncio
import logging
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.product import Operator, Product, Refusal
from tests.product.running import gather

from bench import report
from diemcau.engine.livekit.simulator.web import Closed

SITES, EVENTS, CUTS = 30, 1000, 5


async def event_to_board(actor: Operator, board: Operator, sites: list[str]) -> list[float]:
    """Seconds from the POST until the other board's line told the event."""
    luck, delays = random.Random(6), []
    loop = asyncio.get_running_loop()
    arrivals: dict[int, float] = {}

    def note(message: dict[str, Any]) -> None:
        arrivals.setdefault(message.get("seq") or 0, loop.time())

    board.listeners.append(note)
    for number in range(EVENTS):
        began, known = loop.time(), board.seq
        try:
            seq = await any_act(actor, luck, sites, number)
        except Refusal as refused:
            if refused.status >= 500:
                raise
            continue
        if seq <= known:
            continue  # accepted, and nothing to change
        await board.until(lambda seq=seq: board.seq >= seq)  # type: ignore[misc]
        delays.append(min(at for told, at in arrivals.items() if told >= seq) - began)
    return delays


async def any_act(actor: Operator, luck: random.Random, sites: list[str], number: int) -> int:
    site, other = luck.sample(sites, 2)
    acts: list[tuple[str, dict[str, Any]]] = [
        ("picture.preview", {"picture": {"layout": "two", "sites": [site, other]}}),
        ("picture.take", {}),
        ("floor.give_site", {"site": site}),
        ("floor.request", {"site": site, "speaker": {"name": "Người thử"}}),
        ("floor.next", {}),
        ("note.send", {"text": f"Thông báo {number}"}),
        ("sharing.allow", {"site": site}),
        ("sharing.withdraw", {"site": other}),
    ]
    name, fields = luck.choice(acts)
    return await actor.act(name, **fields)


async def age_of_statistics(board: Operator, sites: list[str]) -> float:
    """The oldest number a board shows, seconds, over five seconds."""
    told: dict[str, float] = {}

    def note(message: dict[str, Any]) -> None:
        if message["t"] == "numbers":
            told.update(dict.fromkeys(message["cells"], time.monotonic()))

    board.listeners.append(note)
    await board.until(lambda: set(sites) <= set(told), 60)
    worst = 0.0
    for _ in range(50):
        await asyncio.sleep(0.1)
        worst = max(worst, time.monotonic() - min(told[site] for site in sites))
    return worst


async def time_to_mark(board: Operator, crowd: Any, number: int) -> float:
    """A line that goes silent without a word: the socket stays, nothing comes any more."""
    site = crowd.sites[number]
    code = site.habits.site
    site._report = silent
    began = asyncio.get_running_loop().time()
    await board.until(lambda: bool(board.cells[code]["lost"]), 30)
    return asyncio.get_running_loop().time() - began


def silent() -> dict[str, Any]:
    raise Closed(0)  # what ends the beats; the connection itself is left open


async def wrong_states(board: Operator, fresh: Operator) -> int:
    """Cells and head as merged from a thousand deltas against a board that has just been opened."""
    await board.until(lambda: board.seq >= fresh.seq)
    await asyncio.sleep(0.5)  # the last coalesced delta
    cells = sum(int(board.cells[site] != cell) for site, cell in fresh.cells.items())
    return cells + sum(int(board.board.get(key) != value) for key, value in fresh.board.items())


async def main() -> None:
    for name in ("livekit", "httpx", "diemcau.simulator"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, Product(Path(folder) / "home", sites=SITES) as product:
        async with product.operator() as actor, product.operator("chutoa") as board, product.web() as web:
            await actor.act("session.open")
            crowd = product.crowd(web)
            running = asyncio.create_task(crowd.run())
            await gather(actor, SITES)
            await actor.act("session.go_live")
            codes = [place.code for place in product.places]
            delays = await event_to_board(actor, board, codes)
            async with product.operator() as fresh:
                wrong = await wrong_states(board, fresh)
            age = await age_of_statistics(board, codes)
            cuts = [await time_to_mark(board, crowd, number) for number in range(CUTS)]
            running.cancel()
    p99 = report.percentile(delays, 0.99) * 1000
    lines = [
        f"{SITES} sites, {len(delays)} accepted random acts: event to board median "
        f"{report.median(delays) * 1000:.0f} ms, p99 {p99:.0f} ms (goal 200 ms)",
        f"oldest statistics on the board: {age:.1f} s (goal 2 s)",
        f"a line gone silent is marked after at most {max(cuts):.1f} s (goal 4 s)",
        f"wrong cells or board fields after all of it: {wrong} (goal 0)",
    ]
    report.tell("P6", p99, "<= 200 (ms)", title="board truth", lines=lines)


if __name__ == "__main__":
    asyncio.run(main())
