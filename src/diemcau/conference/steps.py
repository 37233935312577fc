"""How one event changes the state: the shape of a step, and what several steps share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from diemcau.conference import events as e
from diemcau.conference.session import Session

Changes = dict[str, Any]
"""Fields of the state with their new values."""

Step = Callable[[Session, Any, datetime], Changes]
Steps = dict[type[e.Event], Step]


def seat(state: Session, site: str, **changes: Any) -> Changes:
    return {"seats": {**state.seats, site: replace(state.seats[site], **changes)}}


def nothing(state: Session, event: e.Event, at: datetime) -> Changes:
    return {}
