"""Today: what runs now, what is next, who to call."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diemcau.records.queries.today import today_for
from diemcau.records.queries.waiting import waiting_for
from diemcau.web.views.entry import OfficeRequest, office


@require_safe
@office()
def today(request: OfficeRequest) -> HttpResponse:
    day = timezone.localdate()
    shown = today_for(request.user, request.held, timezone.now(), day)
    waiting = waiting_for(request.user, request.held, timezone.now(), day)
    return render(request, "office/today.html", {"today": shown, "waiting": waiting, "day": day})
