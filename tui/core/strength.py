"""How hard a password is to guess, in words. Rough on purpose: the server has the last word."""

from __future__ import annotations

SHORTEST = 8
"""Characters below which Appwrite refuses a password; above 256 it does, too."""
LONGEST = 256
_SETS = (
    (str.islower, 26),
    (str.isupper, 26),
    (str.isdigit, 10),
    (lambda one: not one.isalnum(), 33),
)


def strength(password: str) -> str:
    """`12 characters, strong`; what is missing where the server would refuse it."""
    count = len(password)
    told = f"{count} character{'' if count == 1 else 's'}"
    if count < SHORTEST:
        return f"{told}, at least {SHORTEST}"
    if count > LONGEST:
        return f"{told}, at most {LONGEST}"
    alphabet = sum(size for is_in, size in _SETS if any(map(is_in, password)))
    # Repeated characters add nothing that one has to guess.
    bits = len(set(password)) * max(1, alphabet).bit_length()
    if bits < 40:
        return f"{told}, weak"
    return f"{told}, {'fair' if bits < 70 else 'strong'}"
