"""Whoever changes a conference's host could make himself the owner of its dossier: only its units may."""

import pytest

from diemcau.records.models import Conference
from tests.records.dossiers import STRANGER, held_conference, officer, stranger, unit
from tests.web.pages.dossiers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

CHANGING = ("sua/", "diem-cau/", "trang-thai/", "lien-ket/", "tep-phat/")


def test_another_office_of_the_same_side_reads_the_conference_and_changes_nothing_of_it() -> None:
    conference = held_conference()
    other, own = signed_in(stranger()), signed_in(officer())
    assert own.get(f"/hoi-nghi/{conference.pk}/sua/").status_code == 200
    page = other.get(f"/hoi-nghi/{conference.pk}/")
    assert page.status_code == 200
    assert f"/hoi-nghi/{conference.pk}/sua/" not in page.content.decode()
    assert other.get(f"/hoi-nghi/{conference.pk}/kich-ban/").status_code == 200
    for place in CHANGING:
        assert (
            other.post(f"/hoi-nghi/{conference.pk}/{place}", {"host_unit": unit(STRANGER).pk}).status_code
            == 404
        )
    assert Conference.objects.get(pk=conference.pk).host_unit == conference.host_unit


def test_the_conference_that_one_made_for_another_body_stays_ones_own_to_prepare() -> None:
    conference, maker = held_conference(), stranger()
    Conference.objects.filter(pk=conference.pk).update(made_by=maker)
    assert signed_in(maker).get(f"/hoi-nghi/{conference.pk}/sua/").status_code == 200
