"""The casebook that ships with the package: our own statement export, one folder a place."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from sidelight.ledger.exchange import Bundle, parse_files


def bundled() -> Iterator[Bundle]:
    """The bundled casebook, place by place; none where the package brings none."""
    root = files("sidelight").joinpath("casebook")
    if not root.is_dir():
        return
    for folder in sorted((f for f in root.iterdir() if f.is_dir()), key=lambda f: f.name):
        found = {
            f.name: (f"casebook/{folder.name}/{f.name}", f.read_bytes().decode("utf-8"))
            for f in sorted(folder.iterdir(), key=lambda f: f.name)
            if f.name.endswith(".csv")
        }
        if found:
            yield parse_files(found)
