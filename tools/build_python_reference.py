"""Write docs/reference/python.md from the docstrings of what a user of the package meets; a test compares."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "python.md"
MODULES = (
    "sidelight.api",
    "sidelight.ledger.statement",
    "sidelight.ledger.period",
    "sidelight.ledger.quantity",
    "sidelight.ledger.attribution",
    "sidelight.ledger.document",
    "sidelight.ledger.view",
    "sidelight.ledger.finding",
    "sidelight.ledger.store",
    "sidelight.assessment.assess",
    "sidelight.assessment.assessment",
    "sidelight.assessment.weigh",
    "sidelight.errors",
)


def render() -> str:
    """The page: public classes and functions of each module, with signature and docstring."""
    lines = ["# Python", "", "Written by `tools/build_python_reference.py` from the docstrings.", ""]
    for name in MODULES:
        module = importlib.import_module(name)
        lines += [f"## {name}", "", inspect.getdoc(module) or "", ""]
        for key, item in sorted(vars(module).items()):
            mine = getattr(item, "__module__", None) == name
            if key.startswith("_") or not mine or not (inspect.isclass(item) or inspect.isfunction(item)):
                continue
            lines += block(key, item, "###")
            if inspect.isclass(item):
                for method, inner in vars(item).items():
                    function = inner.__func__ if isinstance(inner, classmethod) else inner
                    if not method.startswith("_") and inspect.isfunction(function) and function.__doc__:
                        lines += block(f"{key}.{method}", function, "####")
    return "\n".join(lines)


def block(name: str, item: object, level: str) -> list[str]:
    kind = "class" if inspect.isclass(item) else "def"
    signature = ""
    if kind == "def":
        signature = str(inspect.signature(item)).replace("sidelight.", "")  # type: ignore[arg-type]
        signature = re.sub(r"<function [^>]*>+( at 0x[0-9a-f]+>)?", "...", signature)
    return [f"{level} `{name}`", "", "```text", f"{kind} {name}{signature}", "", inspect.getdoc(item) or "", "```", ""]


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    print(f"{TARGET.name} written", file=sys.stderr)
