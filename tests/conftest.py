"""Fixtures shared by all tests: plugins only. And a secret, so that no test needs one in its environment."""

from django.conf import settings

pytest_plugins = ["tests.live_engine", "tests.database", "tests.postgres_server"]

settings.SECRET_KEY = "known-to-every-test-" * 3
