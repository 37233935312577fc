"""Identities at the office's identity server, and the accounts they open."""

from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from diemcau.records.models import Account

PROVIDER = "oidc"


def identities_of(account: Account) -> QuerySet[SocialAccount]:
    linked: QuerySet[SocialAccount] = SocialAccount.objects.filter(user=account, provider=PROVIDER).order_by(
        "date_joined", "pk"
    )
    return linked
