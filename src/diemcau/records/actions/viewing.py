"""Art. 3 and 5: every look into a dossier is noted. The one write that a GET causes: reading is the act that
is logged, and noting it twice changes nothing."""

from datetime import datetime

from django.db import IntegrityError, transaction

from diemcau.records.models import Account, Conference, Viewing
from diemcau.records.queries.account import name_of

PERIOD = 300
"""Seconds in which the same account sees the same thing once: a player asks for hundreds of segments."""


def note_viewing(
    *,
    actor: Account,
    conference: Conference,
    what: Viewing.What,
    key: str = "",
    name: str = "",
    now: datetime,
) -> bool:
    """`key`: which one of these it has (a recording, a version of a paper); `name`: as the log calls it.
    False: noted within these five minutes of the clock already."""
    period = int(now.timestamp()) // PERIOD
    of = {"account": actor, "conference": conference, "what": what, "key": key, "period": period}
    if Viewing.objects.filter(**of).exists():
        return False
    try:
        with transaction.atomic():
            Viewing.objects.create(at=now, by_name=name_of(actor), name=name[:200], **of)
    except IntegrityError:  # another request of the same reader was quicker
        return False
    return True
