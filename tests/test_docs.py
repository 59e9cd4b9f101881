"""The manual stays true: commands are in it, what it shows runs, what it links to is there."""

from __future__ import annotations

import importlib
import re
import shlex
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("tool", ["build_reference", "build_python_reference"])
def test_the_reference_is_what_the_code_says(tool: str) -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        built = importlib.import_module(tool)
    finally:
        sys.path.pop(0)
    assert built.TARGET.read_text(encoding="utf-8") == built.render(), f"run python tools/{tool}.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_and_paths_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", text):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
    for path in re.findall(r"`((?:src|docs|tools|tests|benchmarks)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), f"{page.name} names {path}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_in_the_manual_exist(page: Path) -> None:
    from sidelight.cli import verbs

    folder = Path(next(iter(verbs.__path__)))
    known = {p.stem.rstrip("_").replace("_", "-") for p in folder.glob("*.py")} | {"--help", "--version"}
    for block in re.findall(r"```(?:sh|console|bash)?\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL):
        for verb in re.findall(r"(?:^|\s|/)sidelight (--?[\w-]+|[a-z][\w-]*)", block):
            assert verb in known, f"{page.name} shows `sidelight {verb}`"


def examples(page: Path) -> list[tuple[str, list[str]]]:
    """Commands shown in ``console`` blocks, each with the lines that stand in its output."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.strip() and found:
                found[-1][1].append(line)
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    "page", [p for p in PAGES if "```console" in p.read_text("utf-8")], ids=lambda p: str(p.relative_to(ROOT))
)
def test_examples_print_what_the_page_shows(
    page: Path, tmp_path: Path, tutorial_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from sidelight.cli import build

    monkeypatch.setenv("SIDELIGHT_HOME", str(tutorial_home))
    monkeypatch.chdir(tmp_path)
    app = build()
    for command, lines in examples(page):
        done = CliRunner().invoke(app, shlex.split(command)[1:], catch_exceptions=False)
        assert done.exit_code == 0, f"{command}: {done.output[-500:]}"
        for line in lines:
            assert squeezed(line) in squeezed(done.output), f"{command} does not print {line!r}"


@pytest.fixture(scope="module")
def tutorial_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all pages, so that the casebook is loaded once."""
    return tmp_path_factory.mktemp("tutorial")
