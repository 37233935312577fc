"""Today: what runs now, what is next, who to call."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diemcau.web.views.entry import OfficeRequest, office


@require_safe
@office()
def today(request: OfficeRequest) -> HttpResponse:
    return render(request, "office/today.html", {})
