"""The floors of the house: each package imports only from those below (ARCHITECTURE.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "sidelight"
FLOORS = [
    {"errors", "parameters", "reference", "dynamics", "schema"},
    {"ledger"},
    {"sources", "reading", "bounds"},
    {"trade", "official", "claims", "epidemic"},
    {"assessment"},
    {"charts"},
    {"report", "feed", "web"},
    {"cli", "api"},
]
LEVEL = {name: i for i, floor in enumerate(FLOORS) for name in floor}
LOWEST = {"errors", "parameters", "reference", "dynamics"}
ROOT = {"__init__", "__main__"}


def package_of(path: Path) -> str:
    part = path.relative_to(SRC).parts[0]
    return part.removesuffix(".py")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return {n.split(".")[1] for n in found if n.startswith("sidelight.") and n.split(".")[1] in LEVEL}


FILES = sorted(SRC.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_imports_point_at_the_floors_below(path: Path) -> None:
    here = package_of(path)
    if here in ROOT:
        return
    assert here in LEVEL, f"{here} stands on no floor: name it in ARCHITECTURE.md and here"
    for target in imports(path) - {here}:
        if here in LOWEST and target in LOWEST:
            continue
        assert LEVEL[target] < LEVEL[here], f"{path.relative_to(SRC)} imports {target}, which is not below it"


def test_analyses_do_not_know_the_store() -> None:
    for path in FILES:
        if package_of(path) in {"trade", "official", "claims", "epidemic", "assessment"}:
            text = path.read_text(encoding="utf-8")
            assert "sidelight.ledger.store" not in text, f"{path} opens the store; it is given a view"


def test_modules_stay_readable() -> None:
    long = {str(p.relative_to(SRC)): n for p in FILES if (n := len(p.read_text("utf-8").splitlines())) > 500}
    assert not long, f"look for the second noun in {long}"


def test_the_core_reads_no_clock() -> None:
    for path in FILES:
        if package_of(path) in {"cli", *ROOT}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}:
                raise AssertionError(f"{path.relative_to(SRC)}:{node.lineno} reads the clock")
