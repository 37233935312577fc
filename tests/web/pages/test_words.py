"""Two languages: Vietnamese unless one chooses English; every sentence keeps its places to fill in."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client

import diemcau.web
from diemcau.records.models import Account, Conference

LOCALE = Path(diemcau.web.__file__).parent / "locale"
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def messages(language: str) -> list[tuple[str, str]]:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as lines:
        found = [message for message in read_po(lines, ignore_obsolete=True) if message.id]
    pairs = [(m.id, m.string) if isinstance(m.id, str) else (m.id[0], m.string[-1]) for m in found]
    return [(str(words), str(said)) for words, said in pairs]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_sentence_is_missing_and_each_keeps_its_places(language: str) -> None:
    found = messages(language)
    assert len(found) > 30
    wrong = [
        words for words, said in found if not said or set(PLACES.findall(words)) != set(PLACES.findall(said))
    ]
    assert wrong == []


def test_english_is_chosen_by_a_button_and_kept(technician: Client, conference: Conference) -> None:
    assert "Hôm nay" in technician.get("/").content.decode()
    answer = technician.post("/ngon-ngu/", {"language": "en", "next": "/hoi-nghi/"})
    assert answer["Location"] == "/hoi-nghi/"
    page = technician.get(f"/hoi-nghi/{conference.pk}/")
    assert '<html lang="en">' in page.content.decode()
    assert "Still missing" in page.content.decode()
    assert "Còn thiếu" not in page.content.decode()


def test_a_language_is_not_chosen_by_looking(technician: Client) -> None:
    technician.get("/ngon-ngu/?language=en")
    assert '<html lang="vi">' in technician.get("/").content.decode()


def test_the_sign_in_page_speaks_vietnamese_throughout(db: None) -> None:
    page = Client().get("/tai-khoan/login/", headers={"accept-language": "vi"}).content.decode()
    for english in ("Username", "Password", "Forgot", "Sign in", "Remember"):
        assert f">{english}" not in page
    assert not Account.objects.exists()
