"""JSON as the line and the acts carry it."""

from typing import Any

Json = dict[str, Any]
