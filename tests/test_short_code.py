"""The fingerprint as a short code: how it is written, and what people may type for it."""

from __future__ import annotations

import pytest

from checkbranch.reports.short_code import read_code, short_code


def test_it_is_the_first_twelve_digits_in_groups_of_four() -> None:
    assert short_code("47fed84b0ff9aa" + "0" * 50) == "47FE-D84B-0FF9"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("47FE-D84B-0FF9", "47FE-D84B-0FF9"),
        (" 47fe d84b 0ff9 ", "47FE-D84B-0FF9"),
        ("47fed84b0ff9", "47FE-D84B-0FF9"),
        ("47FE–D84B—0FF9", "47FE-D84B-0FF9"),
        ("47FE-D84B-0FF", None),
        ("47FE-D84B-0FF99", None),
        ("47FE-D84B-0FFG", None),
        ("", None),
    ],
)
def test_what_is_typed_is_read(typed: str, read: str | None) -> None:
    assert read_code(typed) == read
