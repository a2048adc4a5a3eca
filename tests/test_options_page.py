"""The page of options says what the commands say; ``--update`` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from checkbranch.cli import main

from .options_page import commands, page

PAGE = Path(__file__).parent.parent / "docs" / "options.md"
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_the_page_is_fresh(request: pytest.FixtureRequest) -> None:
    made = page(main)
    if request.config.getoption("--update"):
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text("utf-8") == made, "pytest tests/test_options_page.py --update"


def test_every_command_and_option_is_told_in_both_languages() -> None:
    for command, context in commands(main):
        told = [command.help or "", *(one.help or "" for one in command.params if isinstance(one, click.Option))]
        for text in filter(None, told):
            assert CHINESE.search(text) and re.search(r"[A-Za-z]{2}", text), f"{context.command_path}: {text}"


def test_every_command_is_on_the_page_of_commands() -> None:
    told = PAGE.with_name("commands.md").read_text("utf-8")
    missing = [one.command_path for _, one in commands(main) if one.command_path not in told]
    assert not missing
