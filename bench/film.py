"""A pre-encoded film of noise at a given bit rate: what a camera sends, at next to no cost for the sender."""

import asyncio
import itertools
import time
from collections.abc import Iterable
from fractions import Fraction

import av
import numpy as np
from livekit import rtc
from numpy.typing import NDArray

WIDTH, HEIGHT, RATE = 320, 180, 15
Reel = list[tuple[bytes, bool]]


def film(kbps: int, frames: int = 60) -> Reel:
    """(Annex B data, is a key frame); the first is one."""
    noise = np.random.default_rng(1)
    pictures = (noise.integers(0, 255, (HEIGHT * 3 // 2, WIDTH), "uint8") for _ in range(frames))
    return encoded(pictures, kbps, RATE)


def encoded(pictures: Iterable[NDArray[np.uint8]], kbps: int, rate: int) -> Reel:
    """Pictures in YUV 4:2:0: (Annex B data, is a key frame)."""
    frames = [av.VideoFrame.from_ndarray(picture, format="yuv420p") for picture in pictures]
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frames[0].width, frames[0].height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, rate), Fraction(rate)
    encoder.bit_rate = kbps * 1000
    encoder.options = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "profile": "baseline",
        "x264-params": "keyint=30:scenecut=0:repeat-headers=1:annexb=1",
    }
    packets = itertools.chain.from_iterable(map(encoder.encode, frames))
    return [(bytes(packet), bool(packet.is_keyframe)) for packet in packets]


async def publish(
    room: rtc.Room, reel: Reel, size: tuple[int, int] = (WIDTH, HEIGHT), rate: int = RATE
) -> asyncio.Task[None]:
    source = rtc.EncodedVideoSource(*size)
    track = rtc.LocalVideoTrack.create_video_track("camera", source)
    options = rtc.TrackPublishOptions(
        source=rtc.TrackSource.SOURCE_CAMERA,
        video_codec=rtc.VideoCodec.H264,
        video_encoder=rtc.VideoEncoderBackend.ENCODER_BACKEND_PRE_ENCODED,
        simulcast=False,
    )
    await room.local_participant.publish_track(track, options)
    return asyncio.create_task(_roll(source, reel, size, rate))


async def _roll(source: rtc.EncodedVideoSource, reel: Reel, size: tuple[int, int], rate: int) -> None:
    began, at = time.monotonic(), 0
    for beat in itertools.count():
        if source.take_feedback().keyframe_requested:
            at = 0
        data, key = reel[at % len(reel)]
        kind = rtc.EncodedFrameType.ENCODED_FRAME_KEY if key else rtc.EncodedFrameType.ENCODED_FRAME_DELTA
        source.capture_frame(
            rtc.EncodedVideoFrame(
                data=data,
                width=size[0],
                height=size[1],
                codec=rtc.VideoCodec.H264,
                frame_type=kind,
                timestamp_us=time.monotonic_ns() // 1000,
            )
        )
        at += 1
        await asyncio.sleep(max(0.0, began + (beat + 1) / rate - time.monotonic()))
