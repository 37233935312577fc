"""A pre-encoded film of noise at a given bit rate: what a camera sends, at next to no cost for the sender."""

import asyncio
import itertools
import time
from fractions import Fraction

import av
import numpy as np
from livekit import rtc

WIDTH, HEIGHT, RATE = 320, 180, 15


def film(kbps: int, frames: int = 60) -> list[tuple[bytes, bool]]:
    """(Annex B data, is a key frame); the first is one."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, RATE), Fraction(RATE)
    encoder.bit_rate = kbps * 1000
    encoder.options = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "profile": "baseline",
        "x264-params": "keyint=30:scenecut=0:repeat-headers=1:annexb=1",
    }
    noise = np.random.default_rng(1)
    packets = itertools.chain.from_iterable(
        encoder.encode(
            av.VideoFrame.from_ndarray(
                noise.integers(0, 255, (HEIGHT * 3 // 2, WIDTH), "uint8"), format="yuv420p"
            )
        )
        for _ in range(frames)
    )
    return [(bytes(packet), bool(packet.is_keyframe)) for packet in packets]


async def publish(room: rtc.Room, reel: list[tuple[bytes, bool]]) -> asyncio.Task[None]:
    source = rtc.EncodedVideoSource(WIDTH, HEIGHT)
    track = rtc.LocalVideoTrack.create_video_track("camera", source)
    options = rtc.TrackPublishOptions(
        source=rtc.TrackSource.SOURCE_CAMERA,
        video_codec=rtc.VideoCodec.H264,
        video_encoder=rtc.VideoEncoderBackend.ENCODER_BACKEND_PRE_ENCODED,
        simulcast=False,
    )
    await room.local_participant.publish_track(track, options)
    return asyncio.create_task(_roll(source, reel))


async def _roll(source: rtc.EncodedVideoSource, reel: list[tuple[bytes, bool]]) -> None:
    began, at = time.monotonic(), 0
    for beat in itertools.count():
        if source.take_feedback().keyframe_requested:
            at = 0
        data, key = reel[at % len(reel)]
        kind = rtc.EncodedFrameType.ENCODED_FRAME_KEY if key else rtc.EncodedFrameType.ENCODED_FRAME_DELTA
        source.capture_frame(
            rtc.EncodedVideoFrame(
                data=data,
                width=WIDTH,
                height=HEIGHT,
                codec=rtc.VideoCodec.H264,
                frame_type=kind,
                timestamp_us=time.monotonic_ns() // 1000,
            )
        )
        at += 1
        await asyncio.sleep(max(0.0, began + (beat + 1) / RATE - time.monotonic()))
