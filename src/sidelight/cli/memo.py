"""What was computed before, by what went in: files under the home's `cache/` that may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import sidelight

_COMPUTING = (
    "errors.py",
    "ledger",
    "reference",
    "parameters",
    "dynamics",
    "bounds",
    "trade",
    "official",
    "claims",
    "epidemic",
    "assessment",
)
_DRAWING = (*_COMPUTING, "charts", "report")


def code_version(*, drawing: bool = False) -> str:
    """Hash of the code and data that results depend on: another version remembers nothing of this one."""
    root = Path(sidelight.__file__).parent
    h = hashlib.sha256(sidelight.__version__.encode())
    for name in _DRAWING if drawing else _COMPUTING:
        path = root / name
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in files:
            if file.suffix in {".py", ".toml", ".csv", ".json", ".html", ".css"}:
                h.update(str(file.relative_to(root)).encode())
                h.update(file.read_bytes())
    return h.hexdigest()[:16]


class TimelineMemo:
    """Remembers the points of timelines: one JSON file a code version, written whole when asked to `save`."""

    def __init__(self, home: Path) -> None:
        self._path = home / "cache" / f"timeline-{code_version()}.json"
        self._known: dict[str, dict[str, float]] = {}
        self._new = False
        try:
            self._known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._known = {}

    def __call__(self, key: str, make: Callable[[], dict[str, float]]) -> dict[str, float]:
        if key not in self._known:
            self._known[key] = make()
            self._new = True
        return self._known[key]

    def save(self) -> None:
        """Write what is new; a cache that cannot be written is no error."""
        if self._new:
            _write(self._path, json.dumps(self._known, sort_keys=True).encode())
            for old in self._path.parent.glob("timeline-*.json"):
                if old != self._path:
                    old.unlink(missing_ok=True)


class OutputMemo:
    """Remembers finished outputs by what went in."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "cache" / "output"
        self._code = code_version(drawing=True)

    def key(self, *parts: object) -> str:
        return hashlib.sha256("|".join([self._code, *map(str, parts)]).encode()).hexdigest()[:32]

    def get(self, key: str) -> str | None:
        try:
            return (self._folder / key).read_text(encoding="utf-8")
        except OSError:
            return None

    def put(self, key: str, text: str) -> None:
        _write(self._folder / key, text.encode("utf-8"))


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except OSError:
        return
