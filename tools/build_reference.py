"""Write docs/reference/commands.md from the commands themselves; a test compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import typer
from typer.testing import CliRunner

from sidelight.cli import build

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "commands.md"


def render() -> str:
    """The page: each command's help, as the command prints it at 100 columns."""
    app = build()
    group = typer.main.get_command(app)
    lines = ["# Commands", "", "Written by `tools/build_reference.py` from the commands themselves.", ""]
    for name in sorted(group.commands):  # type: ignore[attr-defined]
        command = group.commands[name]  # type: ignore[attr-defined]
        lines += section(app, [name])
        for sub in sorted(getattr(command, "commands", {})):
            lines += section(app, [name, sub])
    return "\n".join(lines)


def section(app: typer.Typer, words: list[str]) -> list[str]:
    result = CliRunner().invoke(app, [*words, "--help"], prog_name="sidelight", env={"COLUMNS": "100", "TERM": "dumb"})
    text = re.sub(r"[ \t]+$", "", result.output, flags=re.MULTILINE).strip("\n")
    return [f"## sidelight {' '.join(words)}", "", "```", text, "```", ""]


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(render(), encoding="utf-8")
    print(f"{TARGET.name} written", file=sys.stderr)
