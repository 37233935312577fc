"""The dossier tells how the centre judged the sites in the test session."""

from django.test import Client
from django.utils import timezone

from diemcau.conference import commands as c
from diemcau.conference.actors import Actor
from diemcau.conference.session import SessionKind
from diemcau.records.actions.session import act, plan_session
from diemcau.records.models import Conference
from diemcau.regulation.powers import Role

CENTRE = Actor(Role.CENTRAL_TECHNICIAN, "1", "Lê Văn Thành")
BIM_SON = Actor(Role.SITE_TECHNICIAN, "2", "Mai Văn Sơn", "bim-son")


def test_the_dossier_tells_who_was_accepted_and_why_not(technician: Client, conference: Conference) -> None:
    now = timezone.now()
    plan = {"conference": conference, "planned_start": now, "actor": CENTRE, "now": now}
    test = plan_session(kind=SessionKind.TEST, **plan).pk
    page = f"/hoi-nghi/{conference.pk}/"
    assert "chưa chấp nhận" not in technician.get(page).content.decode()
    steps: list[tuple[c.AnyCommand, Actor]] = [
        (c.OpenSession(), CENTRE),
        (c.Knock("bim-son", "d1"), BIM_SON),
        (c.Admit("bim-son"), CENTRE),
        (c.JudgeSite("bim-son", False, "Tiếng <rè>"), CENTRE),
    ]
    for number, (command, by) in enumerate(steps):
        assert not isinstance(act(test, c.Order(command, by, f"lenh-{number}-x"), now), c.Refused)
    text = technician.get(page).content.decode()
    assert "Chấp nhận 0 điểm cầu, chưa chấp nhận 1, vắng 0." in text
    assert "Tiếng &lt;rè&gt;" in text
    act(test, c.Order(c.JudgeSite("bim-son", True), CENTRE, "lenh-cuoi-cung"), now)
    assert "Chấp nhận 1 điểm cầu, chưa chấp nhận 0, vắng 0." in technician.get(page).content.decode()
