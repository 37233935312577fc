"""Which sites the board calls lost, and for how long."""

import asyncio
from typing import Any

from tests.product import Operator


class Lost:
    """Follows a board from its making on. `closed`: seconds, of the sites that came back."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator
        self.closed: list[float] = []
        self.open: dict[str, float] = {}
        operator.listeners.append(self._look)

    def _look(self, _: dict[str, Any]) -> None:
        now = asyncio.get_running_loop().time()
        lost = {site for site, cell in self._operator.cells.items() if cell["lost"]}
        for site in lost - self.open.keys():
            self.open[site] = now
        for site in self.open.keys() - lost:
            self.closed.append(now - self.open.pop(site))

    @property
    def times(self) -> int:
        return len(self.closed) + len(self.open)

    def __str__(self) -> str:
        if not self.times:
            return "no site shown as lost"
        return f"{self.times} times a site shown as lost, at most {max(self.closed, default=0):.1f} s"


def everybody_here(cells: dict[str, dict[str, Any]]) -> bool:
    """The centre has a seat too, and need not be in it."""
    sites = [cell for cell in cells.values() if cell["role"] != "central"]
    return all(cell["lane"] == "connected" and cell["camera_on"] for cell in sites)
