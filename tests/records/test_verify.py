"""`diemcau verify`: every chain, the first broken link by name."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from diemcau.conference.commands import SendNote
from diemcau.records.models import Conference
from tests.records.builders import done, opened, plan
from tests.records.test_append_only import unguarded

pytestmark = pytest.mark.django_db(transaction=True)


def test_whole_chains() -> None:
    opened()
    plan(Conference.objects.get())
    out = StringIO()
    call_command("verify", stdout=out)
    assert out.getvalue() == "2 sessions: every link holds\n"


def test_the_first_broken_link_of_each_session_is_named() -> None:
    session = opened()
    plan(Conference.objects.get())
    for text in ("Một", "Hai", "Ba"):
        done(session, SendNote(text=text))
    unguarded("UPDATE records_sessionevent SET kind = 'x' WHERE seq IN (3, 5)")
    err = StringIO()
    with pytest.raises(CommandError, match="1 of 2 sessions"):
        call_command("verify", stderr=err)
    assert err.getvalue() == f"{session}: event 3 (x) was changed\n"
