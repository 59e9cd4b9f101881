"""The published contract: one JSON Schema a command."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def load(name: str) -> dict[str, Any]:
    """The schema of a command's JSON (``assess``, ``read`` ...)."""
    loaded: dict[str, Any] = json.loads(
        files("sidelight.schema").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    )
    return loaded
