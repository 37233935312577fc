"""What a document says, without a word about how it looks. Renderers and form check read this and no more."""

from datetime import date
from enum import StrEnum

import msgspec


class Profile(StrEnum):
    STATE = "state"
    PARTY = "party"


class Kind(StrEnum):
    INVITATION = "invitation"
    LETTER = "letter"
    NOTICE = "notice"
    DISPATCH = "dispatch"
    REPORT = "report"
    PLAN = "plan"
    SUBMISSION = "submission"
    MINUTES = "minutes"
    HANDOVER = "handover"
    TECHNICAL_CHECK = "technical_check"
    LOG_BOOK = "log_book"


class Urgency(StrEnum):
    FLASH = "flash"
    RUSH = "rush"
    URGENT = "urgent"


class SigningPower(StrEnum):
    """In whose place somebody signs: TM., Q., KT., TL., TUQ."""

    FOR_THE_BODY = "for_the_body"
    ACTING = "acting"
    FOR_THE_HEAD = "for_the_head"
    BY_ORDER = "by_order"
    BY_DELEGATION = "by_delegation"


class Emphasis(StrEnum):
    NONE = "none"
    BOLD = "bold"
    ITALIC = "italic"


class Level(StrEnum):
    """A. / I. / Điều 1. / 1. / a) / -"""

    PART = "part"
    SECTION = "section"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    DASH = "dash"


class Place(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class RowKind(StrEnum):
    PLAIN = "plain"
    GROUP = "group"
    TOTAL = "total"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block"):
    """A block of the body."""


class Paragraph(Part, frozen=True, tag="paragraph"):
    text: str
    emphasis: Emphasis = Emphasis.NONE


class Labelled(Part, frozen=True, tag="labelled"):
    """`Thời gian bắt đầu: 7 giờ 30, ngày ...`"""

    label: str
    text: str


class Numbered(Part, frozen=True, tag="numbered"):
    """Its number follows from its place: see `numbering`."""

    level: Level
    text: str = ""
    title: str = ""


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`width` is a share of the table's."""

    title: str
    width: float = 1
    align: Align = Align.LEFT


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cells: tuple[str, ...]
    kind: RowKind = RowKind.PLAIN


class Table(Part, frozen=True, tag="table"):
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Block = Paragraph | Labelled | Numbered | Table


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line above the signature: `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`."""

    office: str
    power: SigningPower | None = None


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    authorities: tuple[Authority, ...]
    name: str
    place: Place = Place.RIGHT
    note: str = ""


class Annex(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    body: tuple[Block, ...]
    landscape: bool = False


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands at the foot of each page: a short hash in words, and where to check it as a QR code."""

    words: str
    address: str


class Letterhead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body that issues, as it is called on the day. `unit` drafts: it is in the symbol of a công văn.
    `in_full`: its name within a sentence (`Văn phòng Tỉnh ủy`), where the heading's is not enough."""

    profile: Profile
    issuer: str
    superior: str = ""
    place: str = ""
    symbol: str = ""
    unit: str = ""
    in_full: str = ""

    @property
    def called(self) -> str:
        return self.in_full or self.issuer


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    kind: Kind
    letterhead: Letterhead
    number: int | None = None
    dated: date | None = None
    subject: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    urgency: Urgency | None = None
    annexes: tuple[Annex, ...] = ()
    anchor: Anchor | None = None
