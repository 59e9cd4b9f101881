"""An article against everything else: verdicts, the batch, the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.errors import SidelightError
from sidelight.schema import load

ARTICLE = """China's customs data shows that face mask exports to North Korea rose to 3.2 million in April from
1.4 million in January, taking the total to 10.68 million in the first four months of 2022.

China exported 3,038kg of disinfectant to North Korea in April 2022, exceeding the total of 2,155kg in 2021.

China's total exports to North Korea reached US$198 million in April 2022.
"""


def run(*arguments: object) -> str:
    result = CliRunner().invoke(build(), [*map(str, arguments), "--quiet"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def checked(path: Path, *more: object) -> list[dict[str, Any]]:
    found = json.loads(
        run("check", path, "--published", "2022-05-28", "--publisher", "A Paper", "--format", "json", *more)
    )
    jsonschema.validate(found, load("check"))
    assert isinstance(found, list)
    return found


def one(found: list[dict[str, Any]], wording: str) -> dict[str, Any]:
    return next(c for c in found if wording in c["wording"])


def test_figures_are_held_against_the_ledger(article: Path, home: Path) -> None:
    found = checked(article)
    assert one(found, "198 million")["verdict"] == "refuted"
    assert one(found, "10.68 million")["verdict"] == "holds"
    assert "98" in one(found, "198 million")["why"]


def test_a_comparison_is_recomputed_from_its_own_figures(article: Path, home: Path) -> None:
    found = checked(article, "--alone")
    exceeding = one(found, "exceeding")
    assert exceeding["verdict"] == "holds"
    assert exceeding["computed"]["low"] == pytest.approx(3038 / 2155, rel=1e-3)
    assert exceeding["claim"]["relation"] == "greater"


def test_spans_point_at_the_words(article: Path, home: Path) -> None:
    for c in checked(article, "--alone"):
        start, end = c["span"]
        assert ARTICLE[start:end] == c["wording"]


def test_an_article_is_no_witness_for_itself(article: Path, home: Path) -> None:
    found = checked(article, "--alone")
    assert one(found, "3,038kg")["verdict"] == "open"
    assert one(found, "3,038kg")["claim"] is None


def test_documents_of_a_batch_see_each_other(article: Path, tmp_path: Path, home: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("China exported 30,380kg of disinfectant to North Korea in April 2022.", encoding="utf-8")
    found = json.loads(
        run("check", article, other, "--published", "2022-05-28", "--alone", "--format", "json", "--publisher", "P")
    )
    assert {c["verdict"] for c in found if "kg" in c["wording"] and "38" in c["wording"]} == {"refuted"}


def test_what_was_not_known_yet_is_not_used(article: Path, home: Path) -> None:
    early = checked(article, "--as-of", "2022-01-31")
    assert one(early, "198 million")["verdict"] == "open"


def test_the_page_tells_why_without_a_script(article: Path, tmp_path: Path, home: Path) -> None:
    out = tmp_path / "checked.html"
    run("check", article, "--published", "2022-05-28", "--out", out)
    page = out.read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"https?:", page)
    assert page.count("<details") >= 3
    assert "refuted" in page
    assert "what it exceeds" not in page


def test_text_of_an_article_is_escaped(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("<script>alert(1)</script> China exported 3,038kg of disinfectant to North Korea in April 2022.")
    out = tmp_path / "evil.html"
    run("check", path, "--published", "2022-05-28", "--alone", "--out", out)
    assert "<script" not in out.read_text(encoding="utf-8")


def test_a_missing_article_is_one_error(home: Path) -> None:
    with pytest.raises(SidelightError, match="is not there"):
        run("check", "nowhere.txt")
