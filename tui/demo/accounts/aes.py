"""Owns AES-256 in counter mode, which hashes of Firebase are made with; no dependency brings it.

For trying and testing only: it takes no care against being timed.
"""

from __future__ import annotations

from functools import cache

_BLOCK = 16
_ROUNDS = 14


def encrypt_ctr(key: bytes, content: bytes) -> bytes:
    """Content encrypted with a key of 32 bytes; the counter starts at 0."""
    schedule = _round_keys(key)
    stream = b"".join(
        _encrypt_block(schedule, number.to_bytes(_BLOCK, "big"))
        for number in range(-(-len(content) // _BLOCK))
    )
    return bytes(one ^ other for one, other in zip(content, stream, strict=False))


def _doubled(value: int) -> int:
    """Twice a value in the field of AES (FIPS 197, 4.2)."""
    return (value << 1 ^ (0x11B if value & 0x80 else 0)) & 0xFF


@cache
def _boxes() -> bytes:
    """The substitution of each byte: its inverse, turned and mixed (FIPS 197, 5.1.1)."""
    powers, logs, value = [0] * 256, [0] * 256, 1
    for exponent in range(255):
        powers[exponent], logs[value] = value, exponent
        value ^= _doubled(value)
    found = bytearray(256)
    for byte in range(256):
        inverse = powers[(255 - logs[byte]) % 255] if byte else 0
        mixed = 0x63
        for turn in range(5):
            mixed ^= (inverse << turn | inverse >> (8 - turn)) & 0xFF
        found[byte] = mixed
    return bytes(found)


def _round_keys(key: bytes) -> list[bytes]:
    """The key of each round (FIPS 197, 5.2)."""
    box, constant = _boxes(), 1
    words = [key[start : start + 4] for start in range(0, len(key), 4)]
    while len(words) < 4 * (_ROUNDS + 1):
        word = words[-1]
        if len(words) % 8 == 0:
            turned = bytes(box[byte] for byte in word[1:] + word[:1])
            word = bytes([turned[0] ^ constant]) + turned[1:]
            constant = _doubled(constant)
        elif len(words) % 8 == 4:
            word = bytes(box[byte] for byte in word)
        words.append(_xor(words[-8], word))
    return [b"".join(words[start : start + 4]) for start in range(0, len(words), 4)]


def _encrypt_block(schedule: list[bytes], block: bytes) -> bytes:
    box = _boxes()
    state = _xor(block, schedule[0])
    for number, key in enumerate(schedule[1:], 1):
        shifted = bytes(box[state[(5 * place) % _BLOCK]] for place in range(_BLOCK))
        state = _xor(shifted if number == _ROUNDS else _mixed(shifted), key)
    return state


def _mixed(state: bytes) -> bytes:
    """Each column multiplied by a fixed polynomial (FIPS 197, 5.1.3)."""
    found = bytearray()
    for start in range(0, _BLOCK, 4):
        column = state[start : start + 4]
        for row in range(4):
            one, two, three, four = (column[(row + turn) % 4] for turn in range(4))
            found.append(_doubled(one) ^ _doubled(two) ^ two ^ three ^ four)
    return bytes(found)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
