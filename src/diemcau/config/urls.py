"""Every address of the pages. The live endpoints (/live, /gate) are beside Django: config/asgi.py."""

from django.urls import include, path
from django.views.i18n import set_language

from diemcau.web.views import errors, session, today

live = [
    path("dieu-khien/", session.board, name="board"),
    path("chu-toa/", session.chair, name="chair"),
    path("diem-cau/<slug:code>/", session.site, name="site"),
    path("man-hinh/<slug:code>/", session.screen, name="screen"),
]
urlpatterns = [
    path("", today.today, name="today"),
    path("phien/<uuid:key>/", include(live)),
    path("ngon-ngu/", set_language, name="set_language"),
    path("tai-khoan/", include("allauth.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
