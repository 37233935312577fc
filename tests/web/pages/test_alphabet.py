"""Names stand in the order of the Vietnamese alphabet, in lists of several pages too."""

import random
from unicodedata import normalize

import pytest
from django.test import Client

from diemcau.records.models import Person
from diemcau.records.queries.alphabet import name_key

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
