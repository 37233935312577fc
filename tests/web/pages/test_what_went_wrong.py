"""Pages for what went wrong say what to do, and need neither the account nor the database."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from diemcau.records.store import AWAY, FULL, StoreAway


def failing(error: Exception) -> Any:
    def fail(*args: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (StoreAway("store_away", AWAY), "Cơ sở dữ liệu đang không trả lời"),
        (StoreAway("disk_full", FULL), "Ổ đĩa của máy chủ đã đầy"),
        (OperationalError("gone"), "thao tác chưa có hiệu lực"),
    ],
)
def test_a_database_that_is_away_is_said(
    technician: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    monkeypatch.setattr("diemcau.web.views.today.today_for", failing(error))
    answer = technician.get("/")
    assert answer.status_code == 503
    assert sentence in answer.content.decode()


def test_a_broken_page_says_whom_to_call(technician: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diemcau.web.views.today.today_for", failing(RuntimeError("x")))
    technician.raise_request_exception = False
    answer = technician.get("/")
    assert answer.status_code == 500
    assert "xin gọi kỹ thuật điểm cầu trung tâm" in answer.content.decode()


def test_an_unknown_address_says_where_to_begin_again(db: None) -> None:
    answer = Client().get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Về trang Hôm nay" in answer.content.decode()
