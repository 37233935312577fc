"""Every page, every role: let in, told "not found", or asked to sign in. Looking changes nothing."""

import pytest
from django.test import Client

from diemcau.records.actions.link import make_site_link
from diemcau.records.models import Account, Conference, LogLine, Person, Session, SessionEvent, Site, Unit
from diemcau.regulation.powers import Role
from tests.web.pages.conftest import LONG_AGO

ANYBODY = ["/", "/tai-khoan/", "/tai-khoan/2fa/", "/tai-khoan/password/change/"]
ARCHIVE = ["/luu-tru/"]
READERS = [
    "/hoi-nghi/",
    "/nhiem-vu/",
    "/nhiem-vu/xuat.xlsx",
    "/danh-ba/diem-cau/",
    "/danh-ba/don-vi/",
    "/danh-ba/nguoi/",
    "/quan-tri/quyen/",
]
PREPARERS = ["/hoi-nghi/moi/"]
MANAGERS = ["/danh-ba/diem-cau/moi/", "/danh-ba/don-vi/moi/", "/danh-ba/nguoi/moi/"]
ADMINISTRATORS = ["/quan-tri/tai-khoan/", "/quan-tri/tai-khoan/moi/"]
EVERYTHING = [*ANYBODY, *ARCHIVE, *READERS, *PREPARERS, *MANAGERS, *ADMINISTRATORS]
MAY = {
    Role.ADMINISTRATOR: [one for one in EVERYTHING if one not in ARCHIVE],
    Role.CENTRAL_TECHNICIAN: [*ANYBODY, *ARCHIVE, *READERS, *PREPARERS, *MANAGERS],
    Role.CHAIR: [*ANYBODY, *ARCHIVE, *READERS],
    Role.CHAIR_TECHNICIAN: [*ANYBODY, *ARCHIVE, *READERS],
    Role.SITE_TECHNICIAN: [*ANYBODY, *ARCHIVE, *READERS],
    Role.SECRETARY: [*ANYBODY, *ARCHIVE, *READERS],
    Role.HOST_OFFICER: [*ANYBODY, *ARCHIVE, *READERS, *PREPARERS],
    Role.ARCHIVIST: [*ANYBODY, *ARCHIVE],
    Role.VIEWER: [*ANYBODY, *ARCHIVE],
    None: ANYBODY,
}


@pytest.mark.parametrize("page", EVERYTHING)
@pytest.mark.parametrize("role", MAY)
def test_each_role_gets_its_pages_and_no_others(
    sign_in, network: dict[str, Site], role: Role | None, page: str
) -> None:
    site = network["bim-son"] if role in (Role.SITE_TECHNICIAN, Role.CHAIR_TECHNICIAN) else None
    assert sign_in(role, site).get(page).status_code == (200 if page in MAY[role] else 404)


@pytest.mark.parametrize("page", EVERYTHING)
def test_a_stranger_is_asked_to_sign_in(db: None, page: str) -> None:
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/tai-khoan/login/?next=")


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("", 200),
        ("kich-ban/", 200),
        ("kich-ban/1/", 200),
        ("sua/", 404),
        ("diem-cau/", 404),
        ("kich-ban/9/", 404),
    ],
)
def test_an_invited_site_reads_the_dossier_and_changes_nothing(
    sign_in, network: dict[str, Site], conference: Conference, page: str, status: int
) -> None:
    client = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    assert client.get(f"/hoi-nghi/{conference.pk}/{page}").status_code == status


def test_a_site_that_is_not_invited_sees_an_absent_conference(
    sign_in, network: dict[str, Site], conference: Conference
) -> None:
    conference.invited.filter(site=network["nghi-son"]).delete()
    client = sign_in(Role.SITE_TECHNICIAN, network["nghi-son"])
    forbidden, absent = client.get(f"/hoi-nghi/{conference.pk}/"), client.get("/hoi-nghi/999999/")
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert forbidden.content == absent.content


def posts(conference: Conference, session: Session, account: Account) -> list[str]:
    key = conference.pk
    return [
        "/hoi-nghi/moi/",
        f"/hoi-nghi/{key}/sua/",
        f"/hoi-nghi/{key}/diem-cau/",
        f"/hoi-nghi/{key}/trang-thai/",
        f"/hoi-nghi/{key}/phien/",
        f"/hoi-nghi/{key}/phien/{session.pk}/mo/",
        f"/hoi-nghi/{key}/lien-ket/",
        f"/hoi-nghi/{key}/kich-ban/",
        "/danh-ba/diem-cau/moi/",
        f"/quan-tri/tai-khoan/{account.pk}/vai-tro/",
        f"/quan-tri/tai-khoan/{account.pk}/khoa/",
        f"/quan-tri/tai-khoan/{account.pk}/mat-khau/",
    ]


def counted() -> tuple[object, ...]:
    """What a change would leave behind."""
    return (
        LogLine.objects.count(),
        SessionEvent.objects.count(),
        Conference.objects.count(),
        list(Conference.objects.values_list("state", "version")),
        list(Account.objects.values_list("is_active", "password")),
    )


def test_a_chair_cannot_write_in_the_office(sign_in, conference: Conference, session: Session) -> None:
    client = sign_in(Role.CHAIR)
    account = Account.objects.get()
    before = counted()
    statuses = {client.post(url).status_code for url in posts(conference, session, account)}
    assert statuses == {404}
    assert counted() == before


def test_no_page_changes_anything_when_it_is_only_looked_at(
    administrator: Client,
    technician: Client,
    network: dict[str, Site],
    conference: Conference,
    session: Session,
) -> None:
    person = Person.objects.first()
    assert person
    account = Account.objects.filter(person=person).get()
    pages = [*EVERYTHING, *posts(conference, session, account), f"/danh-ba/nguoi/{person.pk}/", "/ngon-ngu/"]
    before = counted()
    for client in (administrator, technician):
        for page in pages:
            assert client.get(page).status_code in (200, 302, 404, 405), page
    assert counted() == before


def test_a_form_without_its_token_is_refused_and_says_what_to_do(account, network: dict[str, Site]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        account("quan-tri", Role.ADMINISTRATOR), backend="django.contrib.auth.backends.ModelBackend"
    )
    before = counted()
    answer = client.post("/danh-ba/nguoi/moi/", {"name": "Lê Văn Nam"})
    assert answer.status_code == 403
    assert "tải lại trang rồi gửi lại" in answer.content.decode()
    assert counted() == before


def test_the_navigation_has_only_what_one_may_use(sign_in) -> None:
    officer = sign_in(Role.HOST_OFFICER).get("/").content.decode()
    assert 'href="/hoi-nghi/"' in officer
    assert 'href="/quan-tri/tai-khoan/"' not in officer
    assert 'href="/hoi-nghi/"' not in sign_in(None).get("/").content.decode()


NASTY = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"


def test_markup_in_every_name_stays_text(
    technician: Client,
    administrator: Client,
    network: dict[str, Site],
    conference: Conference,
    session: Session,
) -> None:
    """Names that came in by whatever way: the pages show them as written."""
    Conference.objects.update(title=NASTY)
    Site.objects.update(name=NASTY, short_name=NASTY[:80], place=NASTY)
    Person.objects.update(name=NASTY)
    conference.scripts.update(
        items=[{"id": "m1", "title": NASTY, "minutes": 5, "speaker": {"name": NASTY}}], note=NASTY
    )
    conference.convener.name = NASTY
    conference.convener.save()
    token = make_site_link(
        site=network["bim-son"],
        conference=conference,
        slot="room",
        actor=Account.objects.first(),
        now=conference.made_at,
        ttl=conference.ends_at - conference.made_at,
    )
    base = f"/hoi-nghi/{conference.pk}/"
    pages = [
        "/",
        "/hoi-nghi/",
        base,
        f"{base}kich-ban/",
        f"{base}kich-ban/1/",
        f"{base}diem-cau/",
        f"{base}sua/",
    ]
    pages += ["/danh-ba/diem-cau/", "/danh-ba/don-vi/", "/danh-ba/nguoi/", "/tai-khoan/", f"/vao/{token}"]
    pages += [f"/danh-ba/diem-cau/{network['bim-son'].pk}/", f"/phien/{session.pk}/dieu-khien/"]
    shown = 0
    for page in pages:
        written = technician.get(page).content.decode()
        assert "<script>alert" not in written, page
        assert "<img src=x" not in written, page
        shown += "&lt;script&gt;alert" in written
    assert shown >= len(pages) - 2
    assert "<script>alert" not in administrator.get("/quan-tri/tai-khoan/").content.decode()


def test_pages_bring_no_script_or_style_of_their_own(technician: Client, conference: Conference) -> None:
    answer = technician.get(f"/hoi-nghi/{conference.pk}/kich-ban/")
    written = answer.content.decode()
    assert "style=" not in written
    assert "onclick=" not in written
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "http://" not in written.replace("http://testserver", "")
    assert "https://" not in written


@pytest.mark.parametrize("role", [Role.HOST_OFFICER, Role.CHAIR])
def test_an_office_of_the_other_side_sees_only_what_it_takes_part_in(
    account, network: dict[str, Site], conference: Conference, role: Role
) -> None:
    """Between the Party and the State: what a conference of the other side is called is content (ADR 10)."""
    party = Unit.objects.create(code="vp-tinh-uy", name="VP Tỉnh ủy", side="party", valid_from=LONG_AGO)
    one = account("thanh", role)
    one.assignments.update(unit=party)
    client = Client()
    client.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
    page = f"/hoi-nghi/{conference.pk}/"
    assert client.get(page).status_code == 404
    assert conference.title not in client.get("/hoi-nghi/").content.decode()
    Site.objects.filter(code="bim-son").update(unit=party)
    assert client.get(page).status_code == 200
    Site.objects.filter(code="bim-son").update(unit=conference.convener)
    Conference.objects.update(host_unit=party)
    assert client.get(page).status_code == 200
