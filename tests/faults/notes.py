"""Notes sent to all, by what became of them."""

import asyncio
import time
from uuid import uuid4

from tests.product import Operator, Refusal


class Notes:
    """`took`: seconds until each refusal."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator
        self.kept: list[str] = []
        self.refused: list[str] = []
        self.took: list[float] = []

    async def send(self) -> Refusal | None:
        order, began = uuid4().hex, time.monotonic()
        try:
            await self._operator.act("note.send", order=order, text="Thông báo " + "dài " * 100)
        except Refusal as refusal:
            self.refused.append(order)
            self.took.append(time.monotonic() - began)
            return refusal
        self.kept.append(order)
        return None

    async def until_refused(self, seconds: float = 60) -> Refusal:
        """There is some room left in the files that are there."""
        async with asyncio.timeout(seconds):
            while (refusal := await self.send()) is None:
                pass
        return refusal

    async def until_accepted(self, seconds: float = 30) -> float:
        began = time.monotonic()
        async with asyncio.timeout(seconds):
            while await self.send() is not None:
                await asyncio.sleep(0.1)
        return time.monotonic() - began
