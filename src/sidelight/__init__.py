"""Sidelight shows, from outside, the outbreak that a closed country does not report, or misreports."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["Ledger", "Result", "__version__", "open"]


def __getattr__(name: str) -> Any:
    if name in {"Ledger", "Result", "open"}:
        from sidelight import api

        return getattr(api, name)
    raise AttributeError(f"module 'sidelight' has no attribute {name!r}")
