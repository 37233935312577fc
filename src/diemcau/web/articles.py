"""How an article of the regulation is read out: "6.3/7.3" -> "khoản 3 Điều 6, khoản 3 Điều 7"."""

import re

from django.utils.translation import gettext as _

_NUMBER = re.compile(r"(\d+)(?:\.(\d+))?")


def read_out(articles: str) -> str:
    return ", ".join(_one(part.strip()) for part in re.split(r"[/,;]", articles))


def _one(text: str) -> str:
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    article, clause = number.groups()
    if clause is None:
        return _("Điều %(article)s") % {"article": article}
    return _("khoản %(clause)s Điều %(article)s") % {"article": article, "clause": clause}
