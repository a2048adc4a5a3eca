"""What the calendar file of a unit is called: after its id, or so that nobody can guess it."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

KEY_LENGTH = 32  # bytes
_LONGEST = 60  # characters of a plain name; with them paths stay below the 260 of Windows
_MOST_BYTES = 150
_HASHED = 8  # hex digits that tell apart what is called alike
_SECRET = 32  # hex digits, 128 bits
# What Windows takes for a device, whatever comes after a dot.
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(10))}


def plain_name(unit: str) -> str:
    """Return a name that every system takes: the unit's id, with a hash of it where the id itself will not do.

    Letters and digits of any script stay, Chinese too, and ``-``, ``_`` and inner dots. Names of two ids differ; they
    may differ in upper and lower case alone, as their ids do.
    """
    kept = _kept(unit)
    device = unicodedata.normalize("NFKC", kept.partition(".")[0]).upper() in _DEVICES  # COM¹ is one as well
    return kept if kept and kept == unit and not device else _hashed(unit)


def plain_names(units: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return a plain name for each unit; one that has a name already, by ``given``, keeps it.

    Names that differ in upper and lower case alone are one file on Windows and macOS: of the other units each that
    would clash so has a hash in its name.
    """
    fresh = {unit: plain_name(unit) for unit in units if unit not in given}
    used = Counter(name.casefold() for name in (*given.values(), *fresh.values()))
    found = {unit: given[unit] for unit in units if unit in given}
    return found | {unit: name if used[name.casefold()] == 1 else _hashed(unit) for unit, name in fresh.items()}


def secret_name(key: bytes, unit: str) -> str:
    """Return a name that can be told by the key only: the same for the same key and the same id of a unit."""
    return _keyed(key, f"unit\n{unit}")


def secret_list_name(key: bytes) -> str:
    """Return the name of the list of which file is whose; nobody who knows the name of a unit's file can tell it."""
    return _keyed(key, "list")


def looks_secret(name: str) -> bool:
    """Return whether a name may be one that ``secret_name`` made."""
    return len(name) == _SECRET and not set(name) - set("0123456789abcdef")


def _keyed(key: bytes, what: str) -> str:
    return hmac.new(key, what.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()[:_SECRET]


def _kept(unit: str) -> str:
    """Return what of an id can stand in the name of a file."""
    text = unicodedata.normalize("NFC", unit)
    kept = "".join(char if char.isalnum() or char in "-_." else "-" for char in text)[:_LONGEST]
    return kept.encode()[:_MOST_BYTES].decode(errors="ignore").strip("-.")


def _hashed(unit: str) -> str:
    digest = hashlib.sha256(unit.encode(errors="surrogatepass")).hexdigest()[:_HASHED]
    return f"{_kept(unit) or 'unit'}-{digest}"
