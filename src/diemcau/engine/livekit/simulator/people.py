"""Who speaks at simulated sites: invented names, and what they say they want to say."""

import random

from diemcau.engine.livekit.simulator.words import Json

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi", "Hà", "Lương", "Trịnh", "Mai")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Thanh", "Quang", "Hồng")
_GIVEN = (
    "An",
    "Bình",
    "Cường",
    "Dung",
    "Hải",
    "Hạnh",
    "Khánh",
    "Lan",
    "Nam",
    "Phương",
    "Sơn",
    "Thủy",
    "Tuấn",
    "Yến",
)
_TITLES = (
    "Chủ tịch UBND",
    "Phó Chủ tịch UBND",
    "Chánh Văn phòng",
    "Trưởng phòng Kinh tế",
    "Trưởng phòng Văn hóa",
)
_TOPICS = (
    "Tiến độ giải ngân vốn đầu tư công",
    "Công tác phòng, chống thiên tai",
    "Giải phóng mặt bằng dự án trọng điểm",
    "Kết quả xây dựng nông thôn mới",
    "Kiến nghị về nguồn nhân lực công nghệ thông tin",
)
_FAULTS = ("line", "power", "sound")
NOT_READY = ("Đại biểu chưa đến đủ", "Đang kiểm tra lại âm thanh", "Đang nối lại máy quay")


def speaker(luck: random.Random, unit: str) -> Json:
    name = " ".join(luck.choice(part) for part in (_FAMILY, _MIDDLE, _GIVEN))
    return {"name": name, "title": luck.choice(_TITLES), "unit": unit[:120]}


def topic(luck: random.Random) -> str:
    return luck.choice(_TOPICS)


def fault(luck: random.Random) -> str:
    return luck.choice(_FAULTS)
