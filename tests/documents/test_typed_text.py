"""What people type is data: it stands on the page as it was typed, and nothing of it is carried out."""

import unicodedata
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diemcau.documents.content import (
    Annex,
    Authority,
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
    Table,
    Urgency,
)
from diemcau.documents.docx import docx
from diemcau.documents.pdf import pdf
from diemcau.documents.text import _FACES, BREAK, _face, _outline, clean, printable, unprintable
from tests.documents.files import Docx
from tests.documents.reading import Pdf
from tests.documents.samples import plain

MARKUP = [
    '#read("/etc/passwd")',
    '#image("document.typ")',
    "#sys.inputs.sheet",
    "$x$ $ sum_(i=1)^n $",
    "*đậm* _nghiêng_ `mã` = Đề mục",
    "#set page(width: 1cm)",
    "// chú thích /* dài */",
    "\\ \\# \\u{1F600} ~ -- --- ... <nhãn> @nhãn",
    '"]) #panic("x") ([',
    "<w:p><w:r><w:t>xml</w:t></w:r></w:p> &amp; ]]> <!-- -->",
    "{=INCLUDETEXT} {{ mẫu }} {% for %} %s {0}",
]
ALPHABET = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


def everywhere(text: str) -> Document:
    """The same words in every place that people fill in."""
    head = Letterhead(Profile.STATE, text, text, text, text, text)
    table = Table((Column(text), Column("STT")), (Row((text, text, text)), Row(())))
    blocks = (
        Paragraph(text),
        Labelled(text, text),
        *(Numbered(level, text, text) for level in Level),
        table,
    )
    return Document(
        kind=Kind.LETTER,
        letterhead=head,
        subject=text,
        addressees=(text, text),
        bases=(text,),
        body=blocks,
        recipients=(text,),
        signatures=(Signature((Authority(text),), text, Place.LEFT, text), Signature((), text)),
        urgency=Urgency.FLASH,
        annexes=(Annex(text, blocks, landscape=True),),
    )


@pytest.mark.parametrize("text", MARKUP)
def test_markup_stands_literally_in_the_pdf(text: str) -> None:
    read = Pdf.read(pdf(plain(body=(Paragraph(text),), subject=text)))
    squeezed = "".join(read.text.split())
    assert squeezed.count("".join(text.split())) == 2
    assert "root:" not in read.text


@pytest.mark.parametrize("text", MARKUP)
def test_markup_stands_literally_in_the_docx(text: str) -> None:
    assert Docx.read(docx(plain(body=(Paragraph(text),)))).find(text).runs[0].text == text


def test_control_characters_and_what_turns_text_around_are_left_out() -> None:
    dirty = "Kết\x00 luận\x07\x1b[31m của\u202e hội\u200b nghị\ufeff\ud800"
    assert clean(dirty) == "Kết luận[31m của hội nghị"
    document = plain(body=(Paragraph(dirty),))
    assert "Kết luận[31m của hội nghị" in Pdf.read(pdf(document)).flowing
    assert Docx.read(docx(document)).find("Kết luận[31m của hội nghị")


def test_each_typed_line_is_a_paragraph() -> None:
    document = plain(body=(Numbered(Level.CLAUSE, "Dòng một\r\nDòng hai\u2028Dòng ba"),))
    file = Docx.read(docx(document))
    assert file.find("Dòng một").text == "1. Dòng một"
    assert file.find("Dòng hai").text == "Dòng hai"
    assert file.find("Dòng ba").text == "Dòng ba"


def test_what_the_face_has_no_letter_for_becomes_a_box_and_is_named() -> None:
    assert clean("Hội nghị 🎉 中") == "Hội nghị □ □"
    assert unprintable("Hội nghị 🎉 中 🎉") == "🎉中"
    assert "Hội nghị □" in Pdf.read(pdf(plain(body=(Paragraph("Hội nghị 🎉"),)))).flowing


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_is_printed_and_read_back_composed(form: str) -> None:
    text = unicodedata.normalize(form, f"{ALPHABET} {ALPHABET.upper()}")  # type: ignore[arg-type]
    read = "".join(Pdf.read(pdf(plain(body=(Paragraph(text),)))).text.replace(BREAK, "").split())
    assert ALPHABET in read
    assert ALPHABET.upper() in read
    assert not unprintable(text)


def test_the_four_faces_hold_the_same_letters() -> None:
    letters = [chr(code) for code in (*range(0x20, 0x250), *range(0x300, 0x380), *range(0x1E00, 0x2200, 3))]
    for bold, italic in _FACES:
        face = _face(bold, italic, 40)
        none = bytes(face.getmask("\U0010ffff"))
        held = {char for char in letters if bytes(face.getmask(char)) != none}
        assert held == {char for char in letters if _outline(char) != _outline("\U0010ffff")}


@pytest.mark.parametrize("word", ["W" * 400, "https://diemcau.test/" + "a" * 300])
def test_a_word_wider_than_its_room_is_broken_and_nothing_of_it_is_lost(word: str) -> None:
    document = everywhere(word)
    for page in Pdf.read(pdf(document)).pages:
        for words in page.words:
            assert words.left >= 29.5, words
            assert words.left + words.width <= page.width - 19, words
    read = Pdf.read(pdf(plain(body=(Paragraph(word),))))
    assert word in "".join(read.text.replace(BREAK, "").split())
    assert Docx.read(docx(plain(body=(Paragraph(word),)))).find(word)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_nothing_that_can_be_typed_breaks_a_document(text: str) -> None:
    document = everywhere(text)
    assert pdf(document).startswith(b"%PDF")
    assert ZipFile(BytesIO(docx(document))).testzip() is None


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_cleaning_leaves_only_what_can_be_printed(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert all(char == "\n" or printable(char) for char in cleaned)
