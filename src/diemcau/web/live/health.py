"""GET /live/health: is this process ready to serve?"""

from django.db import Error, connection

from diemcau.records.store import StoreAway
from diemcau.web.live.answers import Refusal
from diemcau.web.live.workers import Workers


async def is_ready(workers: Workers) -> bool:
    try:
        return await workers.read(_database_answers)
    except (StoreAway, Refusal):
        return False


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()
        return False
    return True
