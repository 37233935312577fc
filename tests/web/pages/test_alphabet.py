"""Names stand in the order of the Vietnamese alphabet, in lists of several pages too."""

import random
from unicodedata import normalize

import pytest
from django.test import Client

from diemcau.records.models import Account, Person, Site, Unit
from diemcau.records.queries.alphabet import name_key
from tests.web.pages.conftest import LONG_AGO

LETTERS = ["An", "Ăn", "Ân", "Ba", "Da", "Đa", "Em", "Êm", "On", "Ôn", "Ơn", "Pa", "Un", "Ưn", "Va"]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ", "mạc"]
MIXED = ["Lê An", "Lê Đạt", "Lê Em", "Lê Ước", "Lệ An", "Phường 2", "Phường Hạc Thành"]


@pytest.mark.parametrize("names", [LETTERS, TONES, MIXED])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_then_tones(names: list[str], form: str) -> None:
    mixed = random.Random(7).sample(names, len(names))
    found = sorted((normalize(form, name) for name in mixed), key=name_key)  # type: ignore[arg-type]
    assert [normalize("NFC", name) for name in found] == names


def test_the_directorys_pages_follow_it(technician: Client) -> None:
    for name in ["Ân Một", "Zung Một", "Đan Một", "Em Một", *(f"Dan {number:02}" for number in range(60))]:
        Person.objects.create(name=name)
    pages = [technician.get(f"/danh-ba/nguoi/?page={page}").context["page"] for page in (1, 2, 3)]
    names = [row.name for page in pages if page.number for row in page]
    assert names.index("Ân Một") < names.index("Dan 00") < names.index("Dan 59") < names.index("Đan Một")
    assert names.index("Đan Một") < names.index("Em Một")


def test_choices_in_forms_follow_it_and_sites_their_number(
    administrator: Client, technician: Client, network: dict[str, Site]
) -> None:
    for name in ["Ước", "Đan", "Em", "Dan", "Ân"]:
        Person.objects.create(name=name)
        Unit.objects.create(code=f"u-{name}", name=name, valid_from=LONG_AGO)
    shown = administrator.get("/quan-tri/tai-khoan/moi/").context["form"]["person"]
    assert [str(label) for _, label in shown.field.choices] == ["Xin chọn", "Ân", "Dan", "Đan", "Em", "Ước"]
    form = technician.get("/hoi-nghi/moi/").context["form"]
    units = [str(label) for _, label in form["convener"].field.choices]
    assert [name for name in units if len(name) < 5] == ["Ân", "Dan", "Đan", "Em", "Ước"]
    own = Account.objects.get(person__name="Lê Văn Thành")
    role = administrator.get(f"/quan-tri/tai-khoan/{own.pk}/").context["form"]
    numbers = [choice[0].instance.number for choice in role["site"].field.choices if choice[0]]
    assert numbers == sorted(numbers)
    assert len(numbers) == len(network)


def test_the_list_of_accounts_follows_it_those_in_use_first(administrator: Client, account) -> None:
    for number, name in enumerate(["Ước", "Đan", "Em", "Dan", "Ân", *(f"Dan {n:02}" for n in range(60))]):
        account(f"n{number}", name=name)
    Account.objects.filter(person__name="Ân").update(is_active=False)
    pages = [administrator.get(f"/quan-tri/tai-khoan/?page={page}").context["page"] for page in (1, 2)]
    names = [row.person.name for page in pages for row in page]
    assert names[:2] == ["Dan", "Dan 00"]
    assert names[-5:] == ["Đan", "Đỗ Thị Hạnh", "Em", "Ước", "Ân"]
