"""Whose account an identity of the office's identity server opens: an administrator says so (ADR 8)."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from diemcau.records.actions.account import end_browser_sessions
from diemcau.records.actions.log import write_line
from diemcau.records.models import Account
from diemcau.records.queries.identity import PROVIDER


def link_identity(*, account: Account, identity: str, actor: Account, now: datetime) -> bool:
    """False: it opens an account already, this one or another."""
    try:
        with transaction.atomic():
            SocialAccount.objects.create(user=account, provider=PROVIDER, uid=identity)
            write_line("account.identity_linked", account, actor=actor, now=now, words=identity)
    except IntegrityError:
        return False
    return True


def unlink_identity(*, account: Account, identity: int, actor: Account, now: datetime) -> bool:
    """Signed out everywhere: it may have been the way in. False: it was not linked to this account."""
    with transaction.atomic():
        row = SocialAccount.objects.filter(pk=identity, user=account, provider=PROVIDER).first()
        done = row is not None and SocialAccount.objects.filter(pk=identity).delete()[0]
        if row is not None and done:
            end_browser_sessions(account)
            write_line("account.identity_unlinked", account, actor=actor, now=now, words=row.uid)
    return bool(done)
