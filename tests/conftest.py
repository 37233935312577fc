"""Fixtures shared by all tests: plugins only."""

pytest_plugins = ["tests.live_engine", "tests.database", "tests.postgres_server"]
