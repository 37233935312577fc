"""Pictures and sound become fragmented MP4: one header, then one fragment for every few seconds."""

from collections import deque
from fractions import Fraction
from typing import Any

import av
import numpy as np

from diemcau.conference.recording import Profile
from diemcau.engine.livekit.recorder.canvas import Canvas
from diemcau.engine.livekit.recorder.mixer import RATE, Sound

SECONDS = 4
"""Of one segment: well under the six a crash may cost."""
_HEADER, _FRAGMENT = (b"ftyp", b"moov"), (b"moof", b"mdat")


class Boxes:
    """The muxer writes its boxes piece by piece; here header and fragments lie whole."""

    def __init__(self) -> None:
        self.header, self.fragments = b"", deque[bytes]()
        self._bytes, self._whole = bytearray(), bytearray()

    def write(self, data: bytes) -> int:
        self._bytes += data
        while len(self._bytes) >= 8 and len(self._bytes) >= (size := int.from_bytes(self._bytes[:4])):
            self._take(bytes(self._bytes[4:8]), size)
        return len(data)

    def _take(self, kind: bytes, size: int) -> None:
        if kind in (*_HEADER, *_FRAGMENT):
            self._whole += self._bytes[:size]
        del self._bytes[:size]
        if kind in (_HEADER[-1], _FRAGMENT[-1]):
            whole, self._whole = bytes(self._whole), bytearray()
            if kind == _HEADER[-1]:
                self.header = whole
            else:
                self.fragments.append(whole)


class Encoder:
    """H.264 and AAC. A fragment comes out when the next one begins, and at the end.

    `after`: seconds of the parts before, so that the times of all parts follow each other.
    """

    def __init__(self, profile: Profile, after: float = 0.0) -> None:
        self.boxes = Boxes()
        options = {
            "movflags": "frag_keyframe+empty_moov+default_base_moof+frag_discont",
            "avoid_negative_ts": "make_non_negative",  # the muxer's own choice is: begin at zero
        }
        self._output = av.open(self.boxes, "w", format="mp4", options=options)
        self._picture = _picture_stream(self._output, profile)
        self._sound = self._output.add_stream("aac", rate=RATE, layout="mono")
        self._sound.bit_rate = profile.audio_kbps * 1000
        self._frames, self._beat = round(after * profile.rate), Fraction(1, profile.rate)
        self._samples = self._frames * RATE // profile.rate
        self._begin = self._frames * self._beat

    def add(self, picture: Canvas, sound: Sound) -> None:
        """One frame and the sound of its time."""
        frame = av.VideoFrame.from_ndarray(picture.whole, format="yuv420p")
        frame.pts, frame.time_base = self._frames, self._beat
        self._frames += 1
        self._mux(self._picture.encode(frame))
        heard = av.AudioFrame.from_ndarray(sound[np.newaxis], format="fltp", layout="mono")
        heard.sample_rate, heard.pts, heard.time_base = RATE, self._samples, Fraction(1, RATE)
        self._samples += len(sound)
        self._mux(self._sound.encode(heard))

    def close(self) -> None:
        self._mux(self._picture.encode(None))
        self._mux(self._sound.encode(None))
        self._output.close()

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            if (
                packet.pts * packet.time_base >= self._begin
            ):  # what the sound's encoder puts before the first sample
                self._output.mux(packet)


def _picture_stream(output: Any, profile: Profile) -> Any:
    """Every segment begins with a picture that needs no other; no picture needs a later one. Colours are
    those of cameras (BT.601), whatever the size."""
    every = profile.rate * SECONDS
    stream = output.add_stream("libx264", rate=profile.rate)
    stream.width, stream.height, stream.pix_fmt = profile.width, profile.height, "yuv420p"
    stream.time_base = Fraction(1, profile.rate)
    stream.codec_context.thread_count = 1
    stream.options = {
        "preset": "veryfast",
        "crf": "23",
        "maxrate": f"{profile.video_kbps}k",
        "bufsize": f"{profile.video_kbps * 2}k",
        "x264-params": f"keyint={every}:min-keyint={every}:scenecut=0:bframes=0:repeat-headers=1"
        ":colorprim=smpte170m:transfer=smpte170m:colormatrix=smpte170m",
    }
    return stream
