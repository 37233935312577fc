"""Whatever is typed into a form or an address of the office: an answer in time, never an error of ours."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from diemcau.conference.actors import Actor
from diemcau.records.actions.logbook import Signature, write_remark
from diemcau.records.models import (
    Account,
    Conference,
    Fault,
    LogDraft,
    LogEntry,
    Person,
    Session,
    Site,
    Unit,
)
from diemcau.records.queries.logbook import broken_book
from diemcau.regulation.powers import Role
from tests.attacks.anything import TEXTS, text
from tests.attacks.thoroughly import fuzzed, in_time
from tests.web.pages.conftest import (
    PASSWORD,
    _fresh,
    account,
    administrator,
    conference,
    network,
    province,
    session,
    sign_in,
    technician,
)

__all__ = ["_fresh", "account", "administrator", "conference", "network"]
__all__ += ["province", "session", "sign_in", "technician"]
pytestmark = pytest.mark.django_db

DAYS = ["24/11/2026", "01/01/0001", "31/12/9999", "2026-11-24", "30/02/2026", "24/11/2026 08:30"]
MOMENTS = ["01/01/0001 00:00", "31/12/9999 23:59", "2026-11-24T08:00", "24/11/2026 25:61", "01/01/1900 00:00"]
INTEGERS = ["0", "1", "2", "-1", "240", "241", str(2**31), str(2**63), str(10**30), "1e5", "١٢", "9" * 5000]
typed = st.sampled_from([*DAYS, *MOMENTS, *INTEGERS]) | text


def answered(client: Client, method: str, path: str, data: Any = None, **more: Any) -> int:
    if isinstance(data, dict):
        answer = in_time(lambda: client.post(path, data, **more))
    else:
        answer = in_time(lambda: client.generic(method, path, *(data or ()), **more))
    assert answer.status_code < 500, path
    written = b"" if answer.streaming else answer.content
    assert b"<script>alert(" not in written
    assert b"<img src=x" not in written
    return int(answer.status_code)


def like_a_browser(form: dict[str, Any]) -> dict[str, Any]:
    """Half a letter is sent as the three bytes an attacker would send."""
    return {name: _bytes(value) for name, value in form.items()}


def _bytes(value: Any) -> Any:
    if isinstance(value, list):
        return [_bytes(one) for one in value]
    return str(value).encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def almost(right: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A form as it should be, with some fields spoilt and some left out."""
    spoilt = st.dictionaries(st.sampled_from([*right, "version", "csrf"]), typed, max_size=3)
    gone = st.lists(st.sampled_from([*right, ""]), max_size=1)
    return st.tuples(spoilt, gone).map(
        lambda made: {name: value for name, value in (right | made[0]).items() if name not in made[1]}
    )


def forms(conference: Conference, session: Session, one: Account) -> dict[str, dict[str, Any]]:
    """Each form of the office with what belongs into it."""
    unit, site, person = Unit.objects.first(), Site.objects.get(code="bim-son"), Person.objects.first()
    assert unit
    assert person
    base, day, moment = f"/hoi-nghi/{conference.pk}/", "24/11/2026", "24/11/2026 08:30"
    particulars = {
        "version": conference.version, "title": "Giao ban", "kind": "briefing", "convener": unit.pk,
        "host_unit": unit.pk, "chair_site": conference.chair_site_id, "chair_person": person.pk,
        "starts_at": moment, "ends_at": "24/11/2026 10:00", "secrecy": "normal",
        "not_recorded_reason": "", "out_of_scope_reason": "",
    }  # fmt: skip
    room = {
        "code": "moi", "number": "40", "name": "Điểm cầu mới", "short_name": "Mới", "role": "end",
        "unit": unit.pk, "place": "Tầng 2", "valid_from": day, "seen": "",
    }  # fmt: skip
    fault, draft = something_wrong(site, one)
    book, late = "/so-ghi-bien-ban/trung-tam/", "24/11/2025 08:30"
    item = {"m1-title": "Khai mạc", "m1-minutes": "5", "m1-layout": "one", "m1-sites": "Bỉm Sơn"}
    return {
        f"{base}sua/": particulars,
        "/hoi-nghi/moi/": {**particulars, "outline": "briefing"},
        f"{base}diem-cau/": {"version": conference.version, "sites": [site.pk]},
        f"{base}trang-thai/": {"version": conference.version, "to": "postponed", "reason": "Lụt"},
        f"{base}phien/": {"kind": "test", "planned_start": moment},
        f"{base}phat-bieu/": {
            "site": "bim-son", "name": "Mai Văn Sơn", "title": "Chủ tịch", "unit": "UBND", "topic": "Lũ",
            "minutes": "5", "channel": "phone", "caller": "Sơn", "read_back": "on", "session": session.pk,
        },
        f"{base}lien-ket/": {"site": site.pk, "slot": "room", "last_day": day},
        f"{base}lien-ket/lam-lai/": {"newest": "0"},
        f"{base}kich-ban/": {"item": "m1", **item, "note": "", "base": "1", "add": "1", "version": "1"},
        "/danh-ba/diem-cau/moi/": room,
        f"/danh-ba/diem-cau/{site.pk}/sua/": room,
        "/danh-ba/don-vi/moi/": {"code": "xa-moi", "name": "Xã mới", "side": "state", "valid_from": day},
        "/danh-ba/nguoi/moi/": {"name": "Mai Văn Sơn", "honorific": "Ông"},
        f"/danh-ba/nguoi/{person.pk}/dien-thoai/": {
            "dien-thoai-number": "0912 345 678", "dien-thoai-kind": "mobile", "dien-thoai-valid_from": day,
        },
        f"/danh-ba/nguoi/{person.pk}/chuc-vu/": {
            "chuc-vu-title": "Phó Chủ tịch", "chuc-vu-unit": unit.pk, "chuc-vu-valid_from": day,
        },
        f"/danh-ba/diem-cau/{site.pk}/ky-thuat/": {"ky-thuat-person": person.pk, "ky-thuat-valid_from": day},
        f"/danh-ba/diem-cau/{site.pk}/ket-thuc/": {"last_day": "31/12/2027"},
        "/quan-tri/tai-khoan/moi/": {"username": "son.mai", "person": person.pk},
        f"/quan-tri/tai-khoan/{one.pk}/vai-tro/": {"role": "chair", "site": site.pk, "valid_from": day},
        f"/quan-tri/tai-khoan/{one.pk}/danh-tinh/": {"identity": "s-1001"},
        f"/quan-tri/tai-khoan/{one.pk}/danh-tinh/go/": {"identity": "1"},
        "/su-co/moi/": {
            "site": site.pk, "kind": "power", "severity": "major", "words": "Sụt áp", "happened_at": late,
            "source": "phone",
        },
        f"/su-co/{fault.pk}/bao/": {
            "to": "centre", "channel": "phone", "to_name": "Ông Toàn", "told_at": late,
        },
        f"/su-co/{fault.pk}/xu-ly/": {"words": "Đã gọi điện lực"},
        f"/su-co/{fault.pk}/ket-thuc/": {
            "severity": "minor", "cause": "", "repair": "Đóng lại", "reason": "Mất sóng", "version": "1",
        },
        f"{book}ky/": {
            f"sign-{draft.pk}": "1", f"version-{draft.pk}": "1", f"statement-{draft.pk}": "Đủ",
            "proof": PASSWORD,
        },
        f"{book}de-nghi/{draft.pk}/luu/": {"statement": "Đủ", "version": "1"},
        f"{book}de-nghi/{draft.pk}/khong-ghi/": {"reason": "Trùng", "version": "2"},
        f"{book}ghi-chu/": {
            "statement": "Thay pin", "happened_from": late, "happened_to": "", "proof": PASSWORD,
        },
        f"{book}ban-giao/": {"to": one.pk, "at": late, "statement": "Đủ máy", "proof": PASSWORD},
        f"{book}1/dinh-chinh/": {"statement": "Ngày 2", "proof": PASSWORD},
        "/ngon-ngu/": {"language": "en", "next": "/"},
        "/tai-khoan/password/change/": {"oldpassword": "x", "password1": "y", "password2": "y"},
        "/tai-khoan/reauthenticate/": {"password": "x", "next": "/"},
    }  # fmt: skip


def something_wrong(site: Site, one: Account) -> tuple[Fault, LogDraft]:
    """An open fault, an entry that waits in the centre's book, and one that stands in it."""
    now = timezone.now()
    fault = Fault.objects.create(site=site, kind="line", source="site", happened_at=now, opened_at=now)
    draft = LogDraft.objects.create(site_code="trung-tam", kind="duty", key="duty", happened_from=now)
    by = Signature(one, Actor(Role.CENTRAL_TECHNICIAN, str(one.pk), "Lê Văn Nam"), "password")
    entry = write_remark(
        site="trung-tam",
        statement="Ngày 1",
        happened_from=now,
        happened_to=None,
        entered_at=now,
        signature=by,
        now=now,
    )
    assert isinstance(entry, LogEntry)
    return fault, draft


@pytest.fixture
def clients(administrator: Client, technician: Client) -> list[Client]:
    for client in (administrator, technician):
        client.raise_request_exception = False
    return [administrator, technician]


def test_any_form(
    clients: list[Client], conference: Conference, session: Session, account: Callable[..., Account]
) -> None:
    filled = forms(conference, session, account("ai-do", name="Lê Văn Nam"))
    answers: dict[str, set[int]] = {path: set() for path in filled}

    @fuzzed(120, 12_000)
    @given(data=st.data(), path=st.sampled_from(list(filled)), who=st.sampled_from(clients))
    def attack(data: Any, path: str, who: Client) -> None:
        form = data.draw(almost(filled[path]))
        answers[path].add(answered(who, "POST", path, like_a_browser(form)))

    attack()
    said = set().union(*answers.values())
    assert {302, 404, 422} <= said, answers
    assert broken_book("trung-tam") is None
    for page in (
        "/",
        "/su-co/",
        "/so-ghi-bien-ban/trung-tam/",
        "/hoi-nghi/",
        f"/hoi-nghi/{conference.pk}/",
        f"/hoi-nghi/{conference.pk}/kich-ban/",
    ):
        assert answered(clients[1], "GET", page) == 200


PLACES = [
    "danh-ba",
    "diem-cau",
    "hoi-nghi",
    "kich-ban",
    "phien",
    "so-ghi-bien-ban",
    "su-co",
    "tai-khoan",
    "vao",
    "quan-tri",
    "static",
    "tin-cay",
]
addresses = st.lists(st.sampled_from([*PLACES, *INTEGERS[:8]]) | text, max_size=5).map(
    lambda parts: "/" + "/".join(quote(part.encode("utf-8", "replace"), safe="") for part in parts)
)
queries = st.dictionaries(
    st.sampled_from(["page", "words", "state", "kind", "mau", "next", "ngay", "day", "role"]),
    typed,
    max_size=3,
)


@pytest.mark.parametrize(("year", "status"), [("0001", 422), ("9999", 422), ("2026", 302)])
def test_the_ends_of_the_calendar(technician: Client, conference: Conference, year: str, status: int) -> None:
    form = {"kind": "test", "planned_start": f"01/01/{year} 00:00"}
    assert technician.post(f"/hoi-nghi/{conference.pk}/phien/", form).status_code == status


def test_any_address(clients: list[Client], conference: Conference, session: Session) -> None:
    lists = [
        "/hoi-nghi/",
        "/danh-ba/diem-cau/",
        "/danh-ba/nguoi/",
        "/quan-tri/tai-khoan/",
        "/tai-khoan/login/",
        "/",
    ]
    answers = set()

    @fuzzed(120)
    @given(path=st.sampled_from(lists) | addresses, query=queries, who=st.sampled_from([*clients, Client()]))
    def attack(path: str, query: dict[str, str], who: Client) -> None:
        sent = "&".join(f"{name}={quote(value.encode('utf-8', 'replace'))}" for name, value in query.items())
        answers.add(answered(who, "GET", path, QUERY_STRING=sent))

    attack()
    assert {200, 404} <= answers


tokens = (
    st.sampled_from(TEXTS).map(str) | st.text(min_size=1, max_size=200) | st.binary(min_size=1, max_size=60)
)


def test_any_link(db: None) -> None:
    """The control: tests/web/pages/test_links.py opens the right one."""
    client = Client(raise_request_exception=False)

    @fuzzed(60)
    @given(token=tokens, method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "OPTIONS"]))
    def attack(token: str | bytes, method: str) -> None:
        written = quote(token if isinstance(token, bytes) else token.encode("utf-8", "replace"), safe="")
        assert answered(client, method, f"/vao/{written}") in (301, 404, 405)

    attack()


CODECS = [
    "utf-8",
    "utf-16",
    "utf-7",
    "base64",
    "hex",
    "zlib",
    "idna",
    "unicode_escape",
    "raw_unicode_escape",
    "x",
]
PART = (
    b'--x\r\nContent-Disposition: form-data; name="login"; filename="%s"\r\n'
    b"Content-Type: text/plain\r\n\r\n%s\r\n"
)


def test_any_body_of_a_form(db: None, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    client = Client(raise_request_exception=False)
    kinds = st.sampled_from(
        ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data",
         "application/json", "text/plain", "multipart/mixed; boundary=x", "multipart/form-data; boundary=é"]
    )  # fmt: skip
    parts = st.tuples(st.sampled_from([b"", b"a", b"../../a", b"\\ud800"]), st.binary(max_size=40))
    bodies = st.binary(max_size=300) | parts.map(lambda one: PART % one + b"--x--\r\n")

    @fuzzed(60)
    @given(body=bodies | st.just(b"login=\\ud800&password=a"), kind=kinds, codec=st.sampled_from(CODECS))
    def attack(body: bytes, kind: str, codec: str) -> None:
        sent = (body, f"{kind}; charset={codec}")
        assert answered(client, "POST", "/tai-khoan/login/", sent) in (200, 400)

    attack()


def test_a_form_in_another_encoding_is_refused(account: Callable[..., Account]) -> None:
    """Such as makes half letters of plain ones."""
    account("thanh", Role.HOST_OFFICER)
    body = PART.replace(b'; filename="%s"\r\nContent-Type: text/plain', b"") % b"\\ud800" + b"--x--\r\n"
    client = Client(raise_request_exception=False)
    for codec, status in (("unicode_escape", 400), ("base64", 400), ("utf-8", 200), ("UTF-8", 200)):
        kind = f"multipart/form-data; boundary=x; charset={codec}"
        assert client.generic("POST", "/tai-khoan/login/", body, kind).status_code == status, codec
