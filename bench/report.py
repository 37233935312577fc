"""How a figure is told: medians of interleaved pairs, one last line, one section in docs/benchmarks.md."""

import os
import platform
import re
import statistics
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ASKED = "DIEMCAU_BENCH"
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
INTRO = """# Benchmarks

Ratios from one run on one machine, interleaved with their baseline, medians. `make bench` runs all of
them again and rewrites the section of each; `make bench ONLY=P1` one.
"""


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0..1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def machine() -> str:
    cores = subprocess.run(["nproc"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{cores} cores, {platform.machine()}, Linux {platform.release().split('-')[0]}"


def versions() -> str:
    names = ["django", "starlette", "uvicorn", "livekit", "livekit-api"]
    engine = subprocess.run(
        ["livekit-server", "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"[0-9]+\.[0-9]+\.[0-9]+", engine)
    server = f"livekit-server {found.group()}" if found else "livekit-server (built here)"
    return ", ".join([f"Python {platform.python_version()}", server, *(f"{n} {version(n)}" for n in names)])


def tell(figure: str, value: float, goal: str, *, title: str, lines: Sequence[str]) -> None:
    """Writes the section and prints `P1 0.21 goal 0.25` last; a script that takes two figures tells the one
    that was asked for."""
    body = "\n".join(f"- {line}" for line in lines)
    stamp = f"{datetime.now(UTC):%Y-%m-%d}; {machine()}; {versions()}"
    _write(figure, f"## {figure}: {title}\n\n**{value:.3g}** (goal {goal})\n\n{body}\n\n{stamp}\n")
    if figure in os.environ.get(ASKED, figure).split():
        print(*lines, sep="\n")
        print(f"{figure} {value:.3g} goal {goal}", flush=True)


def _write(figure: str, section: str) -> None:
    text = PAGE.read_text("utf-8") if PAGE.is_file() else INTRO
    head, *rest = re.split(r"(?m)^(?=## P)", text)
    kept = {part.split(":", 1)[0].removeprefix("## "): part.strip() + "\n" for part in rest}
    kept[figure] = section
    ordered = sorted(kept, key=lambda name: int(name.removeprefix("P")))
    PAGE.write_text(head.strip() + "\n\n" + "\n".join(kept[name] for name in ordered), "utf-8")
