"""What the package imports it declares, and what it declares it imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def declared(*groups: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for group in groups:
        wanted += project["optional-dependencies"][group]
    return {re.split(r"[>=<~!\[ ]", name)[0].lower().replace("-", "_") for name in wanted}


def imported() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {a.name.split(".")[0] for a in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                found.add(node.module.split(".")[0])
    return {name.lower() for name in found if name not in sys.stdlib_module_names and name != "sidelight"}


def test_every_import_is_declared() -> None:
    assert imported() <= declared("fetch", "model")


def test_nothing_is_declared_that_nobody_imports() -> None:
    assert declared() <= imported()


def test_locks_name_no_host_and_hold_the_build_backend() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert not re.search(r"(https?|file)://|index-url|find-links", text)
        assert "setuptools==" in text
        assert "--hash=sha256:" in text
