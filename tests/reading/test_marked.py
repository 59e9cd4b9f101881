# ruff: noqa: E501
"""The page of a marked text: every figure leads to its row and back, nothing rests on colour, nothing is run."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from sidelight.reading.batch import read_documents
from sidelight.reading.marked import page
from sidelight.sources import archive
from tests.gold.markup import Doc, parse

GOLD = Path(__file__).parent.parent / "gold"
TEXT = "Officials in Lusaka put the figure at 4,310. Zambia reported 412 new cholera cases, up 45 per cent from a week earlier."


def shown(*docs: Doc) -> LexborHTMLParser:
    return LexborHTMLParser(page(list(read_documents(docs))))


@pytest.mark.parametrize("half", ["first", "second"])
def test_every_figure_leads_to_its_row_and_back(half: str) -> None:
    docs, _ = parse(GOLD / f"{half}.gold")
    reads = list(read_documents(docs))
    tree = LexborHTMLParser(page(reads))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    targets = {(node.attributes["href"] or "").removeprefix("#") for node in tree.css("a")}
    assert targets == set(ids)
    assert sum(i.startswith("r") for i in ids if i) == sum(len(r.figures) for r in reads)


def test_the_marked_words_are_the_words_read() -> None:
    (read,) = read_documents([Doc("a", TEXT, "en", date(2024, 2, 14), "Wire")])
    tree = LexborHTMLParser(page([read]))
    for node in tree.css("mark sup"):
        node.decompose()
    article = tree.css_first("article")
    assert article is not None
    assert article.text() == TEXT
    marked = [node.text() for node in tree.css("mark")]
    assert [f.wording for f in read.figures] == marked


def test_what_waits_for_review_says_so_in_words_and_shape() -> None:
    tree = shown(Doc("a", TEXT, "en", date(2024, 2, 14), "Wire"))
    weak = tree.css("mark.weak")
    assert [re.sub(r"\d\?$", "", node.text()) for node in weak] == ["4,310"]
    assert "waits for review" in (weak[0].attributes["title"] or "")
    assert weak[0].text().endswith("?")
    assert len(tree.css("td .waits")) == 1


def test_a_page_is_shown_as_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html lang=en><nav>Home 99</nav><p>Zambia&rsquo;s ministry reported <b>412</b> new cholera cases &amp; 17 deaths.</p>"
    )
    tree = LexborHTMLParser(page(list(read_documents(archive.read(path), published_on=date(2024, 2, 14)))))
    article = tree.css_first("article")
    assert article is not None
    assert not article.css("b, nav, p")
    text = re.sub(r"\s+", " ", article.text())
    assert "<b>" not in text
    assert "Home" not in text
    assert [re.sub(r"\d$", "", node.text()) for node in article.css("mark")] == ["412", "17"]


def test_nothing_of_a_text_is_run_and_nothing_is_loaded() -> None:
    bad = '<script>alert(1)</script><img src=x onerror="alert(1)"> Zambia reported 412 new cholera cases " onclick="x'
    made = page(list(read_documents([Doc('"><script>', bad, '"><b>', date(2024, 2, 14), "<i>Wire</i>", title=bad)])))
    tree = LexborHTMLParser(made)
    assert not tree.css("script, img, i:not([id]), b, link, iframe")
    assert not any(name.startswith("on") for node in tree.css("*") for name in node.attributes)
    assert "http" not in made


def test_values_are_said_as_readers_say_them() -> None:
    tree = shown(
        Doc(
            "a",
            "China exported 10.68 million masks, 100 times as many as a year earlier.",
            "en",
            date(2022, 5, 26),
            "W",
        ),
        Doc("b", "Zambia reported about 12,000 new cholera cases, down 8.4 percent.", "en", date(2022, 5, 26), "W"),
    )
    cells = [node.text() for node in tree.css('td[data-label="value"]')]
    assert "10,680,000 pieces" in cells
    assert "about 12,000 people" in cells
    assert "down 8.4 %" in cells


def test_a_text_without_figures_is_a_page_too() -> None:
    assert "No figure was read" in page(list(read_documents([Doc("a", "Nothing.", "en", None, "W")])))
