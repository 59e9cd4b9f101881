"""What tests share: the data of the house where it is at hand, and a ledger home of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data and gold beside the project; skips where it is absent, fails in CI."""
    folder = Path(os.environ.get("SIDELIGHT_SHARED", SHARED))
    if not (folder / "DESIGN.md").exists():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} must be there in CI")
        pytest.skip(f"needs the data beside the project ({folder})")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ledger home; no test sees the user's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SIDELIGHT_HOME", str(folder))
    return folder
