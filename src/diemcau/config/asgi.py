"""One ASGI root: the live endpoints (Starlette) beside the pages (Django)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diemcau.config.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from diemcau.web.bodies import Bodies  # noqa: E402  (Django must be set up first)
from diemcau.web.live.app import live_or  # noqa: E402

application = live_or(Bodies(pages))
