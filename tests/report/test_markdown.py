"""The assessment in Markdown: the page's order, a footnote for every cited figure, hostile words inert."""

from __future__ import annotations

import re
from datetime import date

import pytest
from made_assessment import made
from made_report import HOSTILE

from sidelight.report.markdown import escaped, grid, render


@pytest.mark.parametrize("day", [date(2022, 5, 26), date(2022, 3, 20), date(2020, 1, 1)], ids=str)
@pytest.mark.parametrize("exhibits", [True, False])
def test_every_footnote_is_defined_once(day: date, exhibits: bool) -> None:
    text = render(made(day, exhibits=exhibits))
    defined = re.findall(r"^\[\^([^\]]+)\]:", text, flags=re.MULTILINE)
    used = set(re.findall(r"\[\^([^\]]+)\](?!:)", text))
    assert used <= set(defined)
    assert len(defined) == len(set(defined))
    assert "not handed" not in text


def test_tables_have_as_many_cells_in_each_row() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", render(made()), flags=re.MULTILINE):
        counts = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(counts) == 1, block


def test_hostile_words_stay_words() -> None:
    text = render(made(words=HOSTILE + "\n# x\n| a | b |\n[link](https://example.invalid)"))
    assert not re.search(r"(?<!\\)<", text)
    assert "\n# x" not in text
    assert not re.search(r"(?<!\\)\[link", text)


def test_words_keep_the_spaces_at_their_edges() -> None:
    assert escaped(" on ") == " on "
    assert escaped("a\n\nb") == "a b"
    assert grid(["a"], [["b"]]) == "| a |\n| --- |\n| b |"


def test_the_parts_come_in_the_order_of_the_page() -> None:
    headings = re.findall(r"^## (.*)$", render(made()), flags=re.MULTILINE)
    assert headings == [
        "Key judgement",
        "Timeline",
        "What it buys",
        "What it says",
        "What others say",
        "What it must be",
        "Evidence",
        "What would change our mind",
        "Limits",
        "Sources",
    ]
