"""Who is asking: the signed-in account, the roles it holds today, what they let it do."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from diemcau.conference.actors import Actor
from diemcau.records.models import Account, Assignment
from diemcau.records.queries.account import (
    actor_of,
    assignments_on,
    has_second_factor,
    needs_second_factor,
    powers_of,
)
from diemcau.regulation.powers import Power

P = ParamSpec("P")
Page = Callable[Concatenate["OfficeRequest", P], HttpResponseBase]


class OfficeRequest(HttpRequest):
    """A request of a signed-in account (for the type checker: views behind `office` get one)."""

    user: Account
    held: list[Assignment]
    powers: frozenset[Power]


def held_by(request: HttpRequest) -> list[Assignment]:
    """Asked once a request."""
    known: list[Assignment] | None = getattr(request, "held", None)
    if known is not None:
        return known
    account = request.user
    held = assignments_on(account, timezone.localdate()) if isinstance(account, Account) else []
    request.held, request.powers = held, powers_of(held)  # type: ignore[attr-defined]
    return held


def office(*needed: Power) -> Callable[[Page[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """A page for those who hold one of the powers (none named: everybody). Others see "not found"."""

    def decorate(page: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @login_required
        @wraps(page)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            held_by(request)
            if needed and not request.powers.intersection(needed):  # type: ignore[attr-defined]
                raise Http404
            return page(request, *args, **kwargs)  # type: ignore[arg-type]

        return guarded

    return decorate


def acting(request: OfficeRequest, power: Power) -> Actor:
    actor = actor_of(request.user, request.held, power)
    if actor is None:
        raise Http404
    return actor


def lacks_second_factor(request: HttpRequest) -> bool:
    """Central technicians and administrators must have one, except in the demo."""
    if settings.DEMO or not isinstance(request.user, Account):
        return False
    return needs_second_factor(held_by(request)) and not has_second_factor(request.user)
