import pytest
from django.utils.translation import override

from diemcau.web.articles import read_out


@pytest.mark.parametrize(
    ("written", "vietnamese", "english"),
    [
        ("8.1", "khoản 1 Điều 8", "Article 8.1"),
        ("6.3/7.3", "khoản 3 Điều 6, khoản 3 Điều 7", "Article 6.3, Article 7.3"),
        ("12", "Điều 12", "Article 12"),
        ("Luật số 91", "Luật số 91", "Luật số 91"),
    ],
)
def test_an_article_is_read_out_clause_first(written: str, vietnamese: str, english: str) -> None:
    with override("vi"):
        assert read_out(written) == vietnamese
    with override("en"):
        assert read_out(written) == english
