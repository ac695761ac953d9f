"""What allauth asks of us: nobody signs up or gets mail through it, and secrets of factors are encrypted."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """settings.ACCOUNT_ADAPTER."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's signature)
        """Residents come by phone, staff by appointment."""
        return False

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody here has a mail address."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """settings.MFA_ADAPTER."""

    def encrypt(self, text: str) -> str:
        """A secret as it lies in the database."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret from the database."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    """Keys made of the site's secret and of those before it."""
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"minsheng.signin.factors:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
