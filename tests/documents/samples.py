"""Documents of the named town office and Party office, as they would be issued on 5 January 2026."""

from datetime import date, datetime
from typing import Any

from diemcau.documents.content import (
    Authority,
    Document,
    Kind,
    Letterhead,
    Level,
    Numbered,
    Paragraph,
    Profile,
    Signature,
    SigningPower,
)
from diemcau.documents.minutes import Officer, SitePresence, minutes
from diemcau.documents.notice import conclusions_notice

DAY = date(2026, 1, 5)
TOWN = Letterhead(
    Profile.STATE, "Ủy ban nhân dân thị xã Bỉm Sơn", place="Bỉm Sơn", symbol="UBND", unit="VHTT"
)
CULTURE_OFFICE = Letterhead(
    Profile.STATE,
    "Phòng Văn hóa và Thông tin",
    "Ủy ban nhân dân thị xã Bỉm Sơn",
    place="Bỉm Sơn",
    symbol="VHTT",
)
PARTY_OFFICE = Letterhead(Profile.PARTY, "Văn phòng", "Tỉnh ủy Thanh Hóa", "Thanh Hóa", "VPTU")
HEADS = {Profile.STATE: TOWN, Profile.PARTY: PARTY_OFFICE}

CHAIR = Officer("Nguyễn Văn Minh", "Chủ tịch Ủy ban nhân dân thị xã Bỉm Sơn", "ông")
SECRETARY = Officer("Trần Thị Hạnh", "chuyên viên Văn phòng HĐND và UBND", "bà")
MEETING = "Hội nghị trực tuyến triển khai công tác phòng, chống thiên tai năm 2026"

COURSE = (
    Numbered(Level.CLAUSE, "Chủ tọa tuyên bố khai mạc lúc 7 giờ 30 phút.", "Khai mạc."),
    Numbered(Level.CLAUSE, "", "Báo cáo và thảo luận."),
    Numbered(Level.POINT, "Điểm cầu Hà Trung đề nghị bổ sung vật tư;"),
    Numbered(Level.POINT, "Điểm cầu Thạch Thành mất kết nối từ 8 giờ 12 phút đến 8 giờ 14 phút."),
)
SITES = (
    SitePresence("Thị xã Bỉm Sơn", "Phạm Thị Lan", 24),
    SitePresence("Huyện Hà Trung", "Lê Văn Hùng", 12, "đến muộn 10 phút"),
    SitePresence("Huyện Thạch Thành"),
)
TASKS = (
    Numbered(Level.CLAUSE, "Các phòng, ban rà soát phương án trước ngày 20 tháng 01 năm 2026."),
    Numbered(Level.CLAUSE, "Phòng Kinh tế tổng hợp, báo cáo Ủy ban nhân dân thị xã."),
)

STATE_SIGNATURE = Signature(
    (
        Authority("Ủy ban nhân dân", SigningPower.FOR_THE_BODY),
        Authority("Chủ tịch", SigningPower.FOR_THE_HEAD),
        Authority("Phó Chủ tịch"),
    ),
    "Lê Quốc Việt",
)
PARTY_SIGNATURE = Signature(
    (Authority("Chánh Văn phòng", SigningPower.FOR_THE_HEAD), Authority("Phó Chánh Văn phòng")),
    "Lê Quốc Việt",
)
SIGNATURES = {Profile.STATE: STATE_SIGNATURE, Profile.PARTY: PARTY_SIGNATURE}
RECIPIENTS = ("Như thành phần dự họp", "Thường trực Thị ủy (để báo cáo)", "Lưu: VT, VHTT")


def some_minutes(profile: Profile = Profile.STATE, **other: Any) -> Document:
    known: dict[str, Any] = {
        "meeting": MEETING,
        "began": datetime(2026, 1, 5, 7, 30),  # noqa: DTZ001
        "ended": datetime(2026, 1, 5, 11, 5),  # noqa: DTZ001
        "place": "Phòng họp trực tuyến, trụ sở Ủy ban nhân dân thị xã Bỉm Sơn, và 28 điểm cầu.",
        "chair": CHAIR,
        "secretary": SECRETARY,
        "present": ("Lãnh đạo các phòng, ban, đơn vị thuộc thị xã;",),
        "sites": SITES,
        "course": COURSE,
        "conclusions": TASKS,
        "number": 5,
        "recipients": RECIPIENTS,
    }
    return minutes(HEADS[profile], **{**known, **other})


def some_notice(profile: Profile = Profile.STATE, **other: Any) -> Document:
    known: dict[str, Any] = {
        "meeting": MEETING,
        "held_on": DAY,
        "chair": CHAIR,
        "present": "lãnh đạo các phòng, ban và 28 điểm cầu",
        "conclusions": TASKS,
        "signatures": (SIGNATURES[profile],),
        "recipients": RECIPIENTS,
        "number": 5,
        "dated": DAY,
    }
    return conclusions_notice(HEADS[profile], **{**known, **other})


def plain(profile: Profile = Profile.STATE, kind: Kind = Kind.NOTICE, **other: Any) -> Document:
    """Any document at all, with one sentence."""
    known: dict[str, Any] = {
        "kind": kind,
        "letterhead": HEADS[profile],
        "number": 5,
        "dated": DAY,
        "subject": "Kết luận tại hội nghị trực tuyến",
        "body": (Paragraph("Thực hiện nghiêm túc các nội dung đã thống nhất."),),
        "recipients": RECIPIENTS,
        "signatures": (SIGNATURES[profile],),
    }
    return Document(**{**known, **other})
