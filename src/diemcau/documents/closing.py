"""The end of a document: signatures, and whom it goes to."""

from itertools import zip_longest

from diemcau.documents.content import Document, Place, Signature
from diemcau.documents.flow import listed
from diemcau.documents.lines import Gap, Pieces, line, lines
from diemcau.documents.profiles import Form
from diemcau.documents.symbols import powers_of
from diemcau.documents.text import Style, one_line

Pair = tuple[Pieces, Pieces]

LEFT_SHARE = 0.5


def signed(document: Document, form: Form) -> tuple[Pair, ...]:
    """Rows of a left and a right signature."""
    left = [block(one, form) for one in document.signatures if one.place is Place.LEFT]
    right = [block(one, form) for one in document.signatures if one.place is Place.RIGHT]
    return tuple(zip_longest(left, right, fillvalue=()))


def block(signature: Signature, form: Form) -> Pieces:
    room = form.text_width() * (1 - LEFT_SHARE)
    powers = powers_of(form.profile)
    above: Pieces = ()
    for authority in signature.authorities:
        sign = powers.get(authority.power, "") if authority.power else ""
        words = f"{sign} {authority.office}" if sign else authority.office
        above = (*above, *lines(words, form.power if sign or not above else form.office, room))
    note = lines(signature.note, Style(form.body.size - 1, italic=True), room)
    return (*above, *note, Gap(form.signature_space), *lines(signature.name, form.name, room))


def received(document: Document, form: Form) -> Pieces:
    """`Nơi nhận:` and its list, flush left."""
    names = [one_line(name) for name in document.recipients]
    if not names:
        return ()
    room = form.text_width() * LEFT_SHARE
    listing = [one for words in listed(names) for one in lines(words, form.recipients, room)]
    return (line("Nơi nhận:", form.recipients_title), *listing)


def beside(document: Document) -> bool:
    """Beside the signature; below it where somebody signs on the left, as minutes are."""
    places = {one.place for one in document.signatures}
    return places == {Place.RIGHT}
