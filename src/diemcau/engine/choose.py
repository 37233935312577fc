"""Which engine the settings ask for."""

from diemcau.engine.memory import MemoryEngine
from diemcau.engine.port import MediaEngine


def make_engine(kind: str, url: str, key: str, secret: str) -> MediaEngine:
    """`kind`: "livekit", or "memory" (no media; for trying the pages)."""
    if kind == "memory":
        return MemoryEngine(key, secret)
    if kind != "livekit":
        raise ValueError(f"no such engine: {kind}")
    from diemcau.engine.livekit.control import LiveKitEngine

    return LiveKitEngine(url, key, secret)
