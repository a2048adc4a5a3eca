"""What the tests share: how Hypothesis searches, and whether golden files are written anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from .often import EXPLORE
from .once import Once

# "ci" takes the same examples in every run; "explore" looks for new ones, for as long as one has patience.
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("explore" if EXPLORE else "ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden files anew from what the program prints")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--update"))


_ONCE = Once()


@pytest.fixture(scope="module")
def once() -> Iterator[Once]:
    """Let the commands read and judge the same files once; a test may have it forget them."""
    with pytest.MonkeyPatch.context() as patch:
        _ONCE.install(patch)
        yield _ONCE
