"""`sidelight size` and `sidelight plan` as a user calls them, and their refusals with exit code 2."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.errors import SidelightError
from sidelight.schema import load


def call(*words: str) -> str:
    result = CliRunner().invoke(build(), list(words), catch_exceptions=True)
    if isinstance(result.exception, SidelightError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.slow
def test_a_plan_of_north_korea_as_of_its_eighth_day(home: Path, tmp_path: Path) -> None:
    strategies = tmp_path / "s.json"
    strategies.write_text(
        json.dumps(
            [
                {
                    "name": "isolate",
                    "measures": [{"measure": "isolation", "start": "2022-05-21", "end": None, "coverage": 0.5}],
                }
            ]
        )
    )
    told = json.loads(call("plan", "PRK", "--as-of", "2022-05-20", "--strategies", str(strategies), "-q"))
    jsonschema.validate(told, load("plan"))
    assert [s["name"] for s in told["strategies"]] == ["nothing more is done", "isolate"]
    masks = next(x for x in told["strategies"][0]["supplies"] if x["item"] == "masks, medical")
    assert masks["seen"] == {"low": 7_470_000, "high": None}
    assert len(masks["set_aside"]) == 1, "'hundreds of millions' in the same quarter"
    page = tmp_path / "plan.html"
    call("plan", "PRK", "--as-of", "2022-05-20", "--strategies", str(strategies), "-q", "--out", str(page))
    assert "scenario" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "Atlantis"),
        ("size", "Atlantis"),
        ("size", "PRK", "--as-of", "2021-01-01"),
        ("plan", "PRK", "--strategies", "no-such-file.json"),
        ("plan", "PRK", "--format", "xlsx"),
        ("size", "PRK", "--series", "no-such-file.csv"),
        ("size", "PRK", "--format", "pdf"),
    ],
)
def test_what_cannot_be_is_refused(words: tuple[str, ...], home: Path) -> None:
    with pytest.raises(SidelightError) as caught:
        call(*words, "-q")
    assert caught.value.exit_code == 2
    assert caught.value.mend
