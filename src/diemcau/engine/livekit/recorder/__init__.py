"""Records a session as its sites see and hear it; makes the one file of it afterwards."""

from diemcau.engine.livekit.recorder.finish import finish
from diemcau.engine.livekit.recorder.recorder import LiveKitRecorder

__all__ = ["LiveKitRecorder", "finish"]
