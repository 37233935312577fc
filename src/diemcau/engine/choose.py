"""Which engine the settings ask for."""

from diemcau.engine.memory import MemoryEngine
from diemcau.engine.port import MediaEngine
from diemcau.engine.recorder import Finish, MakeRecorder


def make_engine(kind: str, url: str, key: str, secret: str) -> MediaEngine:
    """`kind`: "livekit", or "memory" (no media; for trying the pages)."""
    if kind == "memory":
        return MemoryEngine(key, secret)
    if kind != "livekit":
        raise ValueError(f"no such engine: {kind}")
    from diemcau.engine.livekit.control import LiveKitEngine

    return LiveKitEngine(url, key, secret)


def make_recording(kind: str) -> tuple[MakeRecorder, Finish]:
    """What records one part, and what makes one file of all parts."""
    if kind == "memory":
        from diemcau.engine import memory_recorder

        return memory_recorder.MemoryRecorder, memory_recorder.finish
    if kind != "livekit":
        raise ValueError(f"no such engine: {kind}")
    from diemcau.engine.livekit import recorder

    return recorder.LiveKitRecorder, recorder.finish
