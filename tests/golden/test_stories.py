"""The golden stories: renewed by one deliberate command, each renewal explained in its commit."""

from __future__ import annotations

import pytest

from sidelight.ledger.view import Basis
from tests.golden.story import BASES, DAYS, path_of, tell


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("day", DAYS)
def test_the_story_is_told_as_before(day: str, basis: Basis) -> None:
    assert tell(day, basis) == path_of(day, basis).read_text(encoding="utf-8"), (
        "if the change is meant: python -m tests.golden.story, and say why in the commit"
    )
