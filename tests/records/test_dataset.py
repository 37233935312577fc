"""The organisation data sets."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from diemcau.records.actions.dataset import load_dataset
from diemcau.records.models import LogLine, Person, RoleBinding, Site, StandingTechnician, Unit
from diemcau.records.models.base import on

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_the_network_of_2018_has_its_centre_three_chair_sites_and_28_end_sites() -> None:
    load_dataset("2018", now=NOW)
    assert Counter(Site.objects.values_list("role", flat=True)) == {"central": 1, "chair": 3, "end": 28}
    assert list(Site.objects.order_by("number").values_list("number", flat=True)) == list(range(32))
    assert Site.objects.get(code="bim-son").place == "Trung tâm Hội nghị - Nhà văn hóa thị xã Bỉm Sơn"


def test_every_site_of_2018_has_exactly_one_technician_with_a_telephone() -> None:
    load_dataset("2018", now=NOW)
    standing = StandingTechnician.objects.filter(on(NOW.date()))
    assert sorted(standing.values_list("site__code", flat=True)) == sorted(
        Site.objects.values_list("code", flat=True)
    )
    assert all(row.person.phones.exists() for row in standing)


def test_nobody_of_2018_is_there_twice() -> None:
    load_dataset("2018", now=NOW)
    assert max(Counter(Person.objects.values_list("name", flat=True)).values()) == 1


@pytest.mark.parametrize(
    ("slot", "unit"),
    [
        ("operator_party", "vp-thi-uy-bim-son"),
        ("operator_state", "vhtt-bim-son"),
        ("custodian", "tt-vhtdtt-bim-son"),
        ("scheduler", "vp-hdnd-ubnd-bim-son"),
        ("finance", "tckh-bim-son"),
        ("telecom", "vien-thong-bim-son"),
        ("power", "dien-luc-bim-son"),
        ("monitor", "vhtt-bim-son"),
    ],
)
def test_articles_4_to_13_find_their_unit(slot: str, unit: str) -> None:
    load_dataset("2018", now=NOW)
    assert RoleBinding.objects.get(slot__code=slot, site__code="bim-son").unit.code == unit


def test_the_network_of_2025_has_166_wards_and_communes() -> None:
    load_dataset("2025", now=NOW)
    ends = Site.objects.filter(role="end")
    assert ends.count() == 166
    assert Counter(name.split()[0] for name in ends.values_list("name", flat=True)) == {
        "Phường": 19,
        "Xã": 147,
    }
    assert ends.get(code="phuong-bim-son").unit.name == "Ủy ban nhân dân phường Bỉm Sơn"


def test_loading_again_changes_nothing() -> None:
    load_dataset("2018", now=NOW)
    before = (Site.objects.count(), Unit.objects.count(), Person.objects.count(), LogLine.objects.count())
    load_dataset("2018", now=NOW)
    assert (
        Site.objects.count(),
        Unit.objects.count(),
        Person.objects.count(),
        LogLine.objects.count(),
    ) == before


@pytest.mark.parametrize("order", [("2018", "2025"), ("2025", "2018")])
def test_with_both_sets_every_day_has_one_centre(order: tuple[str, str]) -> None:
    for name in order:
        load_dataset(name, now=NOW)
    for day, ends in ((date(2025, 6, 30), 28), (date(2025, 7, 1), 166)):
        there = Site.objects.filter(on(day))
        assert (there.filter(role="central").count(), there.filter(role="end").count()) == (1, ends)
