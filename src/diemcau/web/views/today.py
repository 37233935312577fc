"""Today: what runs now, what is next, who to call."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diemcau.records.queries.player import watched_now
from diemcau.records.queries.today import today_for
from diemcau.records.queries.waiting import waiting_for
from diemcau.web.views.entry import OfficeRequest, office


@require_safe
@office()
def today(request: OfficeRequest) -> HttpResponse:
    day, now = timezone.localdate(), timezone.now()
    shown = {
        "day": day,
        "today": today_for(request.user, request.held, now, day),
        "waiting": waiting_for(request.user, request.held, now, day),
        "watched": watched_now(request.user, request.held, now),
    }
    return render(request, "office/today.html", shown)
