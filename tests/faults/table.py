"""One table of all faults: fault, count, figure, goal. A full run writes it into docs/reliability.md."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.report import PAGE, machine, median, percentile, versions

__all__ = ["percentile", "tell", "trend"]

SLACK = 1 if os.environ.get("DIEMCAU_FAULTS") == "full" else 3
"""The short form runs beside other work: it finds what is broken; a full run holds the figures."""
OWN_PAGE = PAGE.with_name("reliability.md")
INTRO = """# Reliability

Every fault is injected for real into the running product, with real media. `make faults` runs it again and
rewrites this page.
"""
HEAD = "| Fault | Count | Figure | Goal |\n|---|---|---|---|"


@dataclass
class Figure:
    fault: str
    count: int
    value: float
    goal: float
    words: str

    @property
    def row(self) -> str:
        return f"| {self.fault} | {self.count} | {self.words}: {self.value:.2f} | ≤ {self.goal:g} |"


@dataclass
class Table:
    """`notes`: what else was seen and asserted."""

    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        rows = "\n".join(figure.row for figure in self.figures)
        notes = "\n".join(f"- {note}" for note in self.notes)
        return f"{HEAD}\n{rows}\n\n{notes}\n"


THIS_RUN = Table()


def tell(fault: str, count: int, note: str, **figures: tuple[float, float, str]) -> None:
    """`figures`: value, goal, what it is and its unit. They are held to their goals, after all are told."""
    given = [Figure(fault, count, *figure) for figure in figures.values()]
    THIS_RUN.figures.extend(given)
    THIS_RUN.notes.append(f"{fault}: {note}")
    print("", *(figure.row for figure in given), note, sep="\n  ", flush=True)
    missed = [figure.row for figure in given if figure.value > figure.goal * SLACK]
    assert not missed, missed


def trend(values: list[float]) -> str:
    """Does each round cost the same?"""
    part = max(1, len(values) // 5)
    first, last = median(values[:part]), median(values[-part:])
    return f"{first:.1f} s in the first rounds, {last:.1f} s in the last"


def write() -> None:
    stamp = f"{datetime.now(UTC):%Y-%m-%d}; {machine()}; {versions()}"
    OWN_PAGE.write_text(f"{INTRO}\n{THIS_RUN}\n{stamp}\n", "utf-8")
