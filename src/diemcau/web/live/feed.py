"""One session as it is followed here: its state, what its pages were shown last, and who is watching."""

import asyncio
from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from diemcau.conference.board import Board, Cell, board, cells, changed_keys
from diemcau.conference.events import Recorded
from diemcau.conference.mine import mine
from diemcau.conference.narrate import Line as Told
from diemcau.conference.session import Session as State
from diemcau.conference.stage import stage
from diemcau.regulation.powers import POWERS
from diemcau.web.live.course import course, told
from diemcau.web.live.line import CROWDED, REPLACED, Line, now_text
from diemcau.web.live.touched import touched

LOG_LINES = 200  # what a board that opens is given
BOARD_EVERY = 0.1  # seconds between two messages to the boards
MOST_LINES_OF_A_SITE = 8
MOST_LINES_OF_AN_OPERATOR = 12

encode = msgspec.json.encode


class Feed:
    def __init__(self, id: UUID, state: State, past: Iterable[Told]) -> None:
        self.id = id
        self.state = state
        self.sites: dict[str, set[Line]] = {}
        self.operators: set[Line] = set()
        self._stage = _stage_text(state)
        self._mine: dict[str, str] = {}
        self._log: deque[Told] = deque(past, LOG_LINES)
        self._board: Board = board(state, _now())
        self._cells: dict[str, Cell] = cells(state)
        self._knocking: dict[str, tuple[str, ...]] = {}
        self._touched: set[str] = set()
        self._news: list[Told] = []
        self._flush: asyncio.TimerHandle | None = None
        self._flushed_at = 0.0

    # --- who watches
    def join(self, line: Line) -> None:
        """The welcome and the place among the watchers in one go: nothing falls between them."""
        mates = self._mates(line)
        limit = MOST_LINES_OF_AN_OPERATOR if line.as_ == "operator" else MOST_LINES_OF_A_SITE
        if sum(self._same_owner(mate, line) for mate in mates) >= limit:
            line.bye(CROWDED)
            return
        line.has_stage = self.entitled(line)
        line.put(self._welcome(line))
        if line.site is None and self._knocking:
            line.put(self._knocking_text())
        mates.add(line)

    def leave(self, line: Line) -> None:
        self._mates(line).discard(line)

    def _mates(self, line: Line) -> set[Line]:
        return self.operators if line.site is None else self.sites.setdefault(line.site, set())

    @staticmethod
    def _same_owner(mate: Line, line: Line) -> bool:
        return line.site is not None or mate.granted.actor.id == line.granted.actor.id

    def lines(self) -> list[Line]:
        return [*self.operators, *(line for lines in self.sites.values() for line in lines)]

    def entitled(self, line: Line) -> bool:
        """Names and the stage: operators; a site from its admission, on the device that holds its room."""
        if line.site is None:
            return True
        seat = self.state.seat(line.site)
        if seat is None or not seat.admitted:
            return False
        return line.as_ == "screen" or line.device == seat.device

    # --- something happened
    def advance(self, events: Iterable[Recorded], after: State) -> frozenset[str]:
        """Returns the sites whose own view may have changed."""
        before, self.state = self.state, after
        moved = touched(before, after)
        for site in moved & self.sites.keys():
            self._turn_out(site, before)
            self._tell_site(site)
        self.tell_stage()
        self._touched |= moved
        self._news.extend(told(before, events))
        self._board_soon()
        return moved

    def _turn_out(self, site: str, before: State) -> None:
        """The device that lost the room slot to another."""
        old, new = before.seat(site), self.state.seat(site)
        if old and new and old.device and new.device not in ("", old.device):
            for line in self.sites[site]:
                if line.as_ == "site" and line.device == old.device:
                    line.bye(REPLACED)

    def _tell_site(self, site: str) -> None:
        text = self._mine_text(site)
        changed = text != self._mine.get(site)
        self._mine[site] = text
        for line in self.sites[site]:
            if changed:
                line.put(f'{{"t":"mine","seq":{self.state.seq},"mine":{text}}}')
            entitled, had = self.entitled(line), line.has_stage
            line.has_stage = entitled
            if entitled and not had:
                line.put(self._stage_message())

    def _mine_text(self, site: str) -> str:
        return encode(mine(self.state, site, _now())).decode()

    def tell_stage(self) -> None:
        """If it changed (also with time: how late we are). Encoded once for all."""
        text = _stage_text(self.state)
        if text == self._stage:
            return
        self._stage = text
        message = self._stage_message()
        for lines in (self.operators, *self.sites.values()):
            for line in lines:
                if line.has_stage:
                    line.put(message)

    def _stage_message(self) -> str:
        return f'{{"t":"stage","seq":{self.state.seq},"stage":{self._stage}}}'

    # --- the boards
    def _board_soon(self) -> None:
        if self._flush is None:
            loop = asyncio.get_running_loop()
            due = max(loop.time(), self._flushed_at + BOARD_EVERY)
            self._flush = loop.call_at(due, self._tell_boards)

    def _tell_boards(self) -> None:
        self._flush = None
        self._flushed_at = asyncio.get_running_loop().time()
        head, parts = self._changes()
        news, self._news = self._news, []
        self._log.extend(news)
        if self.operators and (head or parts or news):
            self._send_boards({"t": "board", "seq": self.state.seq, "board": head, "cells": parts}, news)

    def _send_boards(self, message: dict[str, Any], news: list[Told]) -> None:
        texts: dict[str, str] = {}
        for line in self.operators:
            if line.language not in texts:
                log = course(news, line.language)
                texts[line.language] = encode({**message, "log": log}).decode()
            line.put(texts[line.language])

    def _changes(self) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """What differs from what the boards were shown last; only touched cells are looked at."""
        sites, self._touched = self._touched, set()
        new_board, new_cells = board(self.state, _now()), cells(self.state, sites)
        head = changed_keys(self._board, new_board)
        parts = {site: changed_keys(self._cells.get(site), cell) for site, cell in new_cells.items()}
        self._board = new_board
        self._cells.update(new_cells)
        return head, {site: part for site, part in parts.items() if part}

    # --- numbers and other short words to everybody
    def tell_numbers(self, numbers: dict[str, Any]) -> None:
        if numbers and self.operators:
            text = encode({"t": "numbers", "cells": numbers}).decode()
            for line in self.operators:
                line.put(text)

    def tell_knocking(self, knocking: dict[str, tuple[str, ...]]) -> None:
        """Devices before a slot that another one holds: for the boards, whole and only when it changed."""
        if knocking == self._knocking:
            return
        self._knocking = knocking
        for line in self.operators:
            line.put(self._knocking_text())

    def _knocking_text(self) -> str:
        return encode({"t": "knocking", "sites": self._knocking}).decode()

    def tell_all(self, text: str) -> None:
        for line in self.lines():
            line.put(text)

    # --- the first message
    def _welcome(self, line: Line) -> str:
        operator = line.site is None
        if operator:
            self._tell_boards_now()
        parts = {
            "t": '"welcome"',
            "now": f'"{now_text()}"',
            "seq": str(self.state.seq),
            "you": encode(_you(line)).decode(),
            "stage": self._stage if line.has_stage else "null",
            "mine": self._mine_text(line.site) if line.site else "null",
            "board": encode(self._board).decode() if operator else "null",
            "cells": encode(self._cells).decode() if operator else "{}",
            "log": encode(course(self._unseen(line), line.language)).decode() if operator else "[]",
        }
        return "{" + ",".join(f'"{name}":{value}' for name, value in parts.items()) + "}"

    def _unseen(self, line: Line) -> list[Told]:
        return [told for told in self._log if told.seq > line.since]

    def _tell_boards_now(self) -> None:
        """So that a board that opens starts from what the others have."""
        if self._flush is not None:
            self._flush.cancel()
            self._tell_boards()

    def stop(self) -> None:
        if self._flush is not None:
            self._flush.cancel()


def _now() -> datetime:
    return datetime.now(UTC)


def _stage_text(state: State) -> str:
    return encode(stage(state, _now())).decode()


def _you(line: Line) -> dict[str, Any]:
    actor = line.granted.actor
    return {
        "as": line.as_,
        "name": actor.name,
        "role": actor.role,
        "site": line.site,
        "powers": sorted(POWERS[actor.role]),
    }
