"""From the records to documents: the minutes (form 1.9) and the notice of conclusions (1.4)."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from diemcau.documents.content import (
    Align,
    Authority,
    Block,
    Column,
    Document,
    Kind,
    Labelled,
    Letterhead,
    Level,
    Numbered,
    Paragraph,
    Place,
    Profile,
    Row,
    Signature,
    SigningPower,
    Table,
)
from diemcau.documents.ending import closed
from diemcau.documents.minutes import Officer, signature
from diemcau.documents.notice import conclusions_notice
from diemcau.records.models import Conference, Person, Task, Unit
from diemcau.records.papers.minutes import posted


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the office states when it issues. `power`: in whose place the notice is signed; `office`: the
    lines above the name."""

    body: Unit
    symbol: str
    place: str
    dated: date
    recipients: Sequence[str] = ()
    signatory: str = ""
    office: Sequence[str] = ()
    power: SigningPower | None = None


def profile_of(body: Unit) -> Profile:
    return Profile.PARTY if body.side == Unit.Side.PARTY else Profile.STATE


def letterhead(given: Particulars) -> Letterhead:
    superior = given.body.parent
    return Letterhead(
        profile=profile_of(given.body),
        issuer=given.body.name,
        superior=superior.name if superior else "",
        place=given.place,
        symbol=given.symbol,
    )


def suggested_symbol(body: Unit) -> str:
    """From its short name: VP UBND tỉnh -> VPUBND, VP Tỉnh ủy -> VPTU. The office corrects it."""
    words = (body.short_name or body.name).split()
    whole = [word for word in words if word.isupper()]
    if body.side != Unit.Side.PARTY and whole:
        return "".join(whole)
    return "".join(word if word.isupper() else _plain(word[:1]).upper() for word in words)


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.replace("đ", "d").replace("Đ", "D"))[:1]


# --- the minutes
def minutes_document(
    conference: Conference, text: Mapping[str, str], tasks: Sequence[Task], given: Particulars, secretary: str
) -> Document:
    """`secretary`: who signs on the left."""
    head = letterhead(given)
    chair = conference.chair_person.name if conference.chair_person else ""
    return Document(
        kind=Kind.MINUTES,
        letterhead=head,
        dated=given.dated,
        subject=conference.title,
        body=closed(tuple(_body(text, tasks)), head),
        recipients=tuple(given.recipients),
        signatures=(
            signature("Thư ký", Officer(secretary), Place.LEFT),
            signature("Chủ tọa", Officer(chair), Place.RIGHT),
        ),
    )


def _body(text: Mapping[str, str], tasks: Sequence[Task]) -> Iterator[Block]:
    yield Labelled("Thời gian bắt đầu:", _sentence(text["start"]))
    yield Labelled("Địa điểm:", _sentence(text["place"]))
    yield Labelled("Thành phần tham dự:", "")
    yield from lines(text["present"])
    yield Labelled("Chủ trì (chủ tọa):", _sentence(text["chair"]))
    yield Labelled("Thư ký (người ghi biên bản):", _sentence(text["secretary"]))
    yield Labelled("Nội dung (theo diễn biến):", "")
    yield from lines(text["course"])
    if text["line"].strip():
        yield Labelled("Tình hình đường truyền, tạm dừng:", "")
        yield from lines(text["line"])
    yield from _concluded(text["conclusions"], tasks)
    yield Paragraph(f"Hội nghị kết thúc vào {_sentence(text['end'])}")


def _concluded(text: str, tasks: Sequence[Task]) -> Iterator[Block]:
    """Marked conclusions that the text has already are not said twice."""
    more = [task.words for task in tasks if said_beside(task, text)]
    given = [task for task in tasks if task.kind == Task.Kind.TASK]
    if text.strip() or more:
        yield Labelled("Kết luận:", "")
        yield from lines(text)
        yield from (Numbered(Level.DASH, words) for words in more)
    if given:
        yield Labelled("Nhiệm vụ được giao:", "")
        yield _table(given)


def said_beside(task: Task, text: str) -> bool:
    """A marked conclusion that the section of conclusions has not in the same words."""
    if task.kind != Task.Kind.CONCLUSION:
        return False
    known = {_plain_line(line) for line in text.splitlines()}
    return not {_plain_line(line) for line in task.words.splitlines()} <= known


def _plain_line(line: str) -> str:
    return " ".join(line.split()).removeprefix("- ").rstrip(" .;").lower()


def _table(tasks: Iterable[Task]) -> Table:
    rows = (
        Row((str(number), task.words, owner(task), f"{task.due:%d/%m/%Y}" if task.due else ""))
        for number, task in enumerate(tasks, 1)
    )
    columns = (
        Column("STT", 1.3, Align.CENTRE),
        Column("Nội dung", 7),
        Column("Đơn vị, người thực hiện", 4),
        Column("Thời hạn", 2.4, Align.CENTRE),
    )
    return Table(columns, tuple(rows))


def owner(task: Task) -> str:
    return ", ".join(filter(None, (task.unit.name if task.unit else "", _named(task.person))))


def _named(person: Person | None) -> str:
    return " ".join(filter(None, (person.honorific, person.name))) if person else ""


def lines(text: str) -> Iterator[Block]:
    """One paragraph a line; a line that begins with a dash is an item of a list."""
    for typed in text.splitlines():
        line = typed.strip()
        if line.startswith("- "):
            yield Numbered(Level.DASH, line[2:].strip())
        elif line:
            yield Paragraph(line)


def _sentence(text: str) -> str:
    words = text.strip().rstrip(".")
    return f"{words}." if words else ""


# --- the notice of conclusions
def notice_document(
    conference: Conference, held: datetime, present: str, tasks: Sequence[Task], given: Particulars
) -> Document:
    person, ordered = conference.chair_person, sorted(tasks, key=_conclusions_first)
    chair = Officer(person.name, posted(person, conference), person.honorific) if person else Officer("")
    return conclusions_notice(
        letterhead(given),
        meeting=conference.title,
        held_on=timezone.localtime(held).date(),
        chair=chair,
        present=present,
        conclusions=tuple(Numbered(Level.CLAUSE, _asked(task)) for task in ordered),
        signatures=(_signed(given),),
        recipients=given.recipients,
        dated=given.dated,
    )


def _conclusions_first(task: Task) -> bool:
    return task.kind == Task.Kind.TASK


def _asked(task: Task) -> str:
    """ "Giao <who>: <what>; hoàn thành trước ngày <day>." """
    words = task.words.strip().rstrip(".")
    if task.kind == Task.Kind.CONCLUSION:
        return f"{words}."
    who = owner(task)
    asked = f"Giao {who}: {words[:1].lower()}{words[1:]}" if who else words
    return f"{asked}; hoàn thành trước ngày {task.due:%d/%m/%Y}." if task.due else f"{asked}."


def _signed(given: Particulars) -> Signature:
    first, *more = [*given.office, ""][: max(len(given.office), 1)]
    above = (Authority(first, given.power), *(Authority(office) for office in more))
    return Signature(above, given.signatory)
