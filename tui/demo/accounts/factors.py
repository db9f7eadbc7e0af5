"""Owns which second factors a user can prove."""

from __future__ import annotations

from tui.demo.store.collection import Document


def proofs(user: Document) -> dict[str, bool]:
    """Which factors a user can prove: verified addresses and authenticators that were set up."""
    return {
        "totp": "totp" in user.get("_authenticators", []),
        "phone": bool(user["phone"] and user["phoneVerification"]),
        "email": bool(user["email"] and user["emailVerification"]),
    }


def asks_for_more(user: Document) -> bool:
    """Whether a user is to prove a second factor: it asks for that, and has one to show."""
    return bool(user["mfa"]) and any(proofs(user).values())
