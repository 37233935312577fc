"""Which roles an account holds on a day, and what they let it do."""

from collections.abc import Iterable
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from diemcau.conference.actors import Actor
from diemcau.records.models import Account, Assignment
from diemcau.records.models.base import on
from diemcau.records.queries.alphabet import name_key
from diemcau.regulation.powers import POWERS, Power, Role, may

SECOND_FACTOR_REQUIRED = frozenset({Role.ADMINISTRATOR, Role.CENTRAL_TECHNICIAN})


def assignments_on(account: Account, day: date) -> list[Assignment]:
    """Roles held on this day, the mightiest first."""
    held = account.assignments.filter(on(day)).select_related("site__unit", "unit")
    return sorted(held, key=lambda one: -len(POWERS[Role(one.role)]))


def powers_of(held: Iterable[Assignment]) -> frozenset[Power]:
    return frozenset(power for one in held for power in POWERS[Role(one.role)])


def needs_second_factor(held: Iterable[Assignment]) -> bool:
    return any(Role(one.role) in SECOND_FACTOR_REQUIRED for one in held)


def has_second_factor(account: Account) -> bool:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=account.pk, type__in=kinds).exists())


def name_of(account: Account) -> str:
    """The person's name; for an account without a person its user name."""
    return account.person.name if account.person else account.get_full_name() or account.get_username()


def actor_of(account: Account, held: Iterable[Assignment], power: Power) -> Actor | None:
    """The account in the first of its roles that has this power."""
    one = next((one for one in held if may(Role(one.role), power)), None)
    if one is None:
        return None
    return Actor(Role(one.role), str(account.pk), name_of(account), one.site.code if one.site else None)


def find_accounts(words: str) -> QuerySet[Account]:
    accounts = Account.objects.select_related("person").prefetch_related(
        "assignments__site", "assignments__unit"
    )
    named = Q(username__icontains=words) | Q(person__name__icontains=words)
    return accounts.filter(named) if words else accounts


def in_order(accounts: QuerySet[Account]) -> list[int]:
    """Their keys: those in use first, each by the person's name, else by the user name."""
    rows = accounts.values_list("is_active", "person__name", "username", "pk")
    return [key for *_, key in sorted(rows, key=lambda row: (not row[0], name_key(row[1] or row[2])))]
