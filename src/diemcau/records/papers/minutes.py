"""The minutes' sections (form 1.9): what the record states of each, in words to go on with."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from django.utils import timezone

from diemcau.conference.minutes import Draft, Floor, Loss, Present, Sitting, Speech
from diemcau.conference.session import SiteRole
from diemcau.documents.symbols import day_words
from diemcau.records.models import Conference, Person
from diemcau.records.models.base import on

SECTIONS = ("start", "place", "present", "chair", "secretary", "course", "line", "conclusions", "end")
"""In the order of the form. The person writes `conclusions`; the record has nothing to say about it."""

NEEDED = ("start", "place", "present", "chair", "secretary", "course", "end")
"""Without these it is no minutes."""

FLOOR: Mapping[Floor, str] = {
    Floor.KEPT: "người phát biểu tiếp tục khi có lại đường truyền",
    Floor.YIELDED: "đường truyền chưa có lại nên lượt phát biểu được chuyển cho người tiếp theo",
    Floor.ENDED: "lượt phát biểu kết thúc trong lúc mất kết nối",
    Floor.TAKEN_BACK: "chủ tọa kết thúc lượt phát biểu",
}

Tell = Callable[[Sitting], Iterable[str]]
"""One sitting, line by line."""


def facts_of(draft: Draft, conference: Conference, writer: str = "") -> dict[str, str]:
    """Section -> its text as the record has it; always in Vietnamese, in the office's own time. `writer`: who
    began the minutes, the secretary where the conference names none."""
    several = len(draft.sittings) > 1

    def each(tell: Tell) -> str:
        return "\n".join(_by_sitting(draft.sittings, tell, several))

    return {
        "start": moment(draft.since) if draft.since else "",
        "place": _place(draft, conference),
        "present": each(_present),
        "chair": _person(conference.chair_person, conference),
        "secretary": _person(conference.secretary, conference) or writer,
        "course": each(_course),
        "line": each(_line),
        "conclusions": "",
        "end": moment(draft.until) if draft.until else "",
    }


def _by_sitting(sittings: Iterable[Sitting], tell: Tell, several: bool) -> Iterator[str]:
    for number, sitting in enumerate(sittings, 1):
        lines = list(tell(sitting))
        if several and lines:
            yield f"Phiên {number} (từ {_from_to(sitting.since, sitting.until)}, {day(sitting.since)})"
        yield from lines


def _place(draft: Draft, conference: Conference) -> str:
    chair = draft.sittings[-1].chair_site if draft.sittings else conference.chair_site.name
    held = {
        one.site for sitting in draft.sittings for one in sitting.present if one.role is not SiteRole.CENTRAL
    }
    others = len(held) - 1
    at = f"Phòng họp điểm cầu chủ tọa {chair}"
    return f"{at}, trực tuyến đến {others} điểm cầu" if others > 0 else at


def _person(person: Person | None, conference: Conference) -> str:
    if person is None:
        return ""
    name = " ".join(filter(None, (person.honorific, person.name)))
    return ", ".join(filter(None, (name, posted(person, conference))))


def posted(person: Person, conference: Conference) -> str:
    """The post held on the day of the conference, in one of its units first: "Chủ tịch, UBND tỉnh"."""
    held = timezone.localtime(conference.starts_at).date()
    its = (conference.chair_site.unit, conference.host_unit, conference.convener)
    posts = list(person.posts.filter(on(held)).select_related("unit").order_by("pk"))
    codes = [unit.code for unit in its if unit]
    posts.sort(key=lambda post: codes.index(post.unit.code) if post.unit.code in codes else len(codes))
    return f"{posts[0].title}, {posts[0].unit.name}" if posts else ""


# --- who was there
def _present(sitting: Sitting) -> Iterator[str]:
    rooms = [one for one in sitting.present if one.role is not SiteRole.CENTRAL]
    people = sum(one.head_count for one in rooms)
    counted = f", tổng số {people} người theo điểm danh" if people else ""
    yield f"Có {len(rooms)}/{len(rooms) + len(sitting.absent)} điểm cầu tham dự{counted}:"
    yield from (f"- {_room(one)}." for one in rooms)
    if sitting.absent:
        yield "Vắng mặt:"
        yield from (f"- {one.name}{f': {one.reason}' if one.reason else ''}." for one in sitting.absent)


def _room(one: Present) -> str:
    said = [f"{one.name} (điểm cầu chủ tọa)" if one.role is SiteRole.CHAIR else one.name]
    if one.head_count:
        said.append(f"{one.head_count} người")
    if one.local_chair:
        said.append(f"chủ trì tại điểm cầu: {one.local_chair}")
    if one.joined:
        said.append(f"vào họp lúc {hour(one.joined)}")
    if one.left:
        said.append(f"rời phiên lúc {hour(one.left)}{f' ({one.reason})' if one.reason else ''}")
    return "; ".join(said)


# --- what happened
def _course(sitting: Sitting) -> Iterator[str]:
    number = 0
    for passage in sitting.course:
        if passage.title:
            number += 1
            yield f"{number}. {passage.title} ({_from_to(passage.since, passage.until)})"
        yield from (f"- {_speech(speech)}." for speech in passage.speeches)


def _speech(speech: Speech) -> str:
    who = ", ".join(filter(None, (speech.name, speech.title, speech.unit)))
    said = f"{who} ({_room_name(speech.site)}) phát biểu {_when(speech.since, speech.until)}"
    return f"{said}: {speech.topic}" if speech.topic else said


def _room_name(site: str) -> str:
    return site if site.lower().startswith("điểm cầu") else f"điểm cầu {site}"


def _line(sitting: Sitting) -> Iterator[str]:
    for pause in sitting.pauses:
        why = f": {pause.reason}" if pause.reason else ""
        yield f"- Tạm dừng {_when(pause.since, pause.until)}{why}."
    yield from (f"- {_loss(loss)}." for loss in sitting.losses)


def _loss(loss: Loss) -> str:
    if loss.until is None:
        lost = f"{loss.site} mất hình và tiếng từ {hour(loss.since)}"
    else:
        lasted = length((loss.until - loss.since).total_seconds())
        lost = f"{loss.site} mất hình và tiếng {lasted}, {_when(loss.since, loss.until)}"
    if loss.floor is None:
        return lost
    return f"{lost}, khi {loss.speaker} đang phát biểu; {FLOOR[loss.floor]}"


# --- times as offices write them
def hour(at: datetime) -> str:
    """8 giờ 05; 8 giờ."""
    here = timezone.localtime(at)
    return f"{here.hour} giờ {here.minute:02}" if here.minute else f"{here.hour} giờ"


def day(at: datetime) -> str:
    return day_words(timezone.localtime(at).date())


def moment(at: datetime) -> str:
    return f"{hour(at)}, {day(at)}"


def _when(since: datetime, until: datetime | None) -> str:
    """Within one minute there is nothing from and to."""
    at_once = until is not None and hour(since) == hour(until)
    return f"{'lúc' if at_once else 'từ'} {_from_to(since, until)}"


def _from_to(since: datetime, until: datetime | None) -> str:
    return f"{hour(since)} đến {hour(until)}" if until and hour(since) != hour(until) else hour(since)


def length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} giây"
    return f"{minutes} phút {rest} giây" if rest else f"{minutes} phút"


def missing(text: Mapping[str, str]) -> list[str]:
    return [name for name in NEEDED if not text[name].strip()]
