"""What the line of a simulated site measures: WebRTC's own statistics. `null`: no data."""

from collections.abc import Iterable
from dataclasses import dataclass

from livekit.rtc._proto.stats_pb2 import RtcStats

from diemcau.engine.livekit.simulator.words import Json


@dataclass(frozen=True)
class Counters:
    """Sums since the connection began, at a moment of the monotonic clock."""

    at: float
    bytes_sent: int = 0
    bytes_received: int = 0
    packets_received: int = 0
    packets_lost: int = 0


def count(publisher: Iterable[RtcStats], subscriber: Iterable[RtcStats], at: float) -> Counters:
    sent = sum(one.outbound_rtp.sent.bytes_sent for one in publisher if one.HasField("outbound_rtp"))
    received = [one.inbound_rtp for one in subscriber if one.HasField("inbound_rtp")]
    return Counters(
        at,
        sent,
        sum(one.inbound.bytes_received for one in received),
        sum(one.received.packets_received for one in received),
        sum(one.received.packets_lost for one in received),
    )


def uplink(publisher: list[RtcStats], before: Counters, now: Counters) -> Json:
    """What the engine tells us back (receiver reports) about what we send."""
    reports = [one.remote_inbound_rtp for one in publisher if one.HasField("remote_inbound_rtp")]
    measured = [report for report in reports if report.remote_inbound.round_trip_time_measurements]
    return {
        "loss": _worst(report.remote_inbound.fraction_lost * 100 for report in measured),
        "jitter": _worst(report.received.jitter * 1000 for report in measured),
        "rtt": _worst(report.remote_inbound.round_trip_time * 1000 for report in measured),
        "kbps": _kbps(now.bytes_sent - before.bytes_sent, now.at - before.at),
    }


def downlink(subscriber: list[RtcStats], before: Counters, now: Counters) -> Json:
    received = [one.inbound_rtp.received for one in subscriber if one.HasField("inbound_rtp")]
    if not received:
        return {"loss": None, "jitter": None, "rtt": None, "kbps": None}
    came = now.packets_received - before.packets_received
    lost = max(now.packets_lost - before.packets_lost, 0)
    return {
        "loss": round(100 * lost / (came + lost), 2) if came + lost > 0 else None,
        "jitter": _worst(one.jitter * 1000 for one in received),
        "rtt": None,
        "kbps": _kbps(now.bytes_received - before.bytes_received, now.at - before.at),
    }


def _worst(values: Iterable[float]) -> float | None:
    return max((round(value, 2) for value in values), default=None)


def _kbps(sent: int, seconds: float) -> float | None:
    return round(max(sent, 0) * 8 / 1000 / seconds, 1) if seconds > 0 else None
