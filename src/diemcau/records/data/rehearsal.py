"""What the demo's test session of the day before was like: invented figures, faults and reasons."""

from datetime import timedelta
from typing import NamedTuple

from diemcau.conference.quality import LIMITS, grade
from diemcau.conference.session import Grade

BEFORE = timedelta(days=1)
MINUTES = 25
WINDOWS = 6


class Line(NamedTuple):
    """Of the worst window: loss in percent, jitter and round trip in milliseconds."""

    loss: float
    jitter: float
    round_trip: float

    @property
    def grade(self) -> Grade:
        return grade(*self, LIMITS[-1])


NOT_ACCEPTED = {
    "muong-lat": "Đường truyền chập chờn, hình đứng nhiều lần; viễn thông kiểm tra lại cáp trước giờ họp",
    "quan-hoa": "Tiếng rè, thay micro rồi thử lại với trung tâm",
}
ABSENT = {"lang-chanh": "Mất điện khu vực từ 13 giờ 30, đã báo qua điện thoại"}
LINES = {"muong-lat": Line(6.4, 48.0, 310.0), "quan-hoa": Line(1.8, 21.0, 96.0)}


def line_of(number: int, site: str) -> Line:
    """Every site its own; most of them good."""
    return LINES.get(site) or Line(0.1 + number % 7 / 10, 4.0 + number % 11, 22.0 + 3 * (number % 17))
