"""Accounts: made by an administrator, closed and never deleted; roles are given for a period (Art. 5.1)."""

import secrets
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session as BrowserSession
from django.db import transaction

from diemcau.records.actions.log import write_line
from diemcau.records.models import Account, Assignment, Person, Site, Unit
from diemcau.regulation.powers import Role

# Without the signs that are taken for one another when a password is read out on the telephone.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def temporary_password() -> str:
    """Four groups of four, to be read out; about 79 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


def make_account(
    *, username: str, person: Person | None, actor: Account | None, now: datetime
) -> tuple[Account, str]:
    """The account and its temporary password, which is shown once."""
    password = temporary_password()
    with transaction.atomic():
        account = Account.objects.create_user(username, password=password, person=person)
        Account.objects.filter(pk=account.pk).update(password_is_temporary=True)
        write_line("account.made", account, actor=actor, now=now, words=username)
    account.refresh_from_db()
    return account, password


def assign_role(
    *,
    account: Account,
    role: Role,
    site: Site | None,
    unit: Unit | None,
    valid_from: date,
    valid_to: date | None,
    actor: Account | None,
    now: datetime,
) -> Assignment:
    with transaction.atomic():
        one = Assignment.objects.create(
            account=account, role=role.value, site=site, unit=unit, valid_from=valid_from, valid_to=valid_to
        )
        place = str(site or unit or "")
        write_line("account.role_given", account, actor=actor, now=now, changes={role.value: ["", place]})
    return one


def end_assignment(*, assignment: Assignment, last_day: date, actor: Account, now: datetime) -> bool:
    """False: it had an end already."""
    with transaction.atomic():
        done = Assignment.objects.filter(pk=assignment.pk, valid_to=None).update(
            valid_to=max(last_day, assignment.valid_from)
        )
        if done:
            changes = {assignment.role: [str(assignment.site or assignment.unit or ""), ""]}
            write_line("account.role_ended", assignment.account, actor=actor, now=now, changes=changes)
    return bool(done)


def deactivate_account(*, account: Account, actor: Account, now: datetime) -> bool:
    """Signed out everywhere at once. False: it was inactive before."""
    with transaction.atomic():
        done = Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False)
        if done:
            end_browser_sessions(account)
            write_line("account.deactivated", account, actor=actor, now=now)
    return bool(done)


def reactivate_account(*, account: Account, actor: Account, now: datetime) -> bool:
    with transaction.atomic():
        done = Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True)
        if done:
            write_line("account.reactivated", account, actor=actor, now=now)
    return bool(done)


def reset_password(*, account: Account, actor: Account, now: datetime) -> str:
    """A temporary password; the second factor is taken off too: whoever lost both enrols again."""
    password = temporary_password()
    with transaction.atomic():
        account.set_password(password)
        account.password_is_temporary = True
        account.save(update_fields=["password", "password_is_temporary"])
        Authenticator.objects.filter(user_id=account.pk).delete()
        end_browser_sessions(account)
        write_line("account.password_reset", account, actor=actor, now=now)
    return password


def note_password_chosen(*, account: Account, now: datetime) -> None:
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(password_is_temporary=False)
        write_line("account.password_changed", account, actor=account, now=now)


def end_browser_sessions(account: Account) -> None:
    """The session table has no account column; it is small."""
    for row in BrowserSession.objects.iterator():
        if row.get_decoded().get("_auth_user_id") == str(account.pk):
            row.delete()
