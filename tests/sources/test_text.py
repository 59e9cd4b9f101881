"""Texts and pages: furniture is marked, offsets hold, nothing hangs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.errors import SourceError
from sidelight.sources import html, text

ARTICLE = (
    "Advertisement\r\nGet more with myNEWS\r\nLearn more\r\nA market in the capital. Photo: AP\r\n\r\n"
    "China sent 10.68 million masks.\r\n\r\n01:29\r\n\r\nA film about masks\r\n\r\nA film about masks\r\n"
)


def test_furniture_is_marked_where_it_stands() -> None:
    marked = [(ARTICLE[f.start : f.end], f.kind) for f in text.mark_furniture(ARTICLE)]
    assert marked == [
        ("Advertisement", "advertisement"),
        ("Get more with myNEWS", "promotion"),
        ("Learn more", "navigation"),
        ("A market in the capital. Photo: AP", "caption"),
        ("01:29", "time"),
        ("A film about masks", "repeat"),
    ]


def test_a_sentence_is_no_furniture() -> None:
    document = text.TextDocument("a", ARTICLE, text.mark_furniture(ARTICLE))
    start = ARTICLE.index("10.68")
    assert not document.is_furniture(start, start + 5)
    assert document.is_furniture(0, 5)
    caption = ARTICLE.index("A market")
    assert document.is_furniture(caption, caption + 3)
    assert not document.is_furniture(caption, caption + 3, captions=False)


def test_a_text_file_keeps_every_character(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeff".encode() + ARTICLE.encode())
    (document,) = text.read(path)
    assert document.text == "\ufeff" + ARTICLE


@pytest.mark.parametrize("raw", [b"", b"   \n", b"masks\x00", "m\u00e4sks".encode("latin-1"), "masks".encode("utf-16")])
@pytest.mark.parametrize("reader", [text.read, html.read])
def test_a_bad_document_is_one_clear_error(tmp_path: Path, raw: bytes, reader: object) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(raw)
    with pytest.raises(SourceError) as caught:
        next(reader(path))  # type: ignore[operator]
    assert caught.value.where


def test_a_missing_file_and_a_page_without_text_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        next(text.read(tmp_path / "none.txt"))
    path = tmp_path / "a.html"
    path.write_text("<html><script>masks()</script></html>")
    with pytest.raises(SourceError, match="no text"):
        next(html.read(path))


PAGE = (
    "<html><head><title>Masks &amp; more</title><style>p{}</style></head><body><nav>Home</nav>"
    "<h1>Caf&eacute; &mdash; masks</h1><p>China sent <b>10.68&nbsp;million</b> masks.<p>Advertisement"
    "<figure><figcaption>Kim. Photo: AP</figcaption></figure><script>if (a < b) {}</script><p>AT&T end</p>"
)


def test_a_page_becomes_text_with_its_furniture() -> None:
    page = html.extract(PAGE, "a")
    assert page.document.title == "Masks & more"
    assert page.document.text == (
        "Home\nCafé — masks\nChina sent 10.68\u00a0million masks.\nAdvertisement\nKim. Photo: AP\nAT&T end\n"
    )
    assert [f.kind for f in page.document.furniture] == ["navigation", "advertisement", "caption"]


@pytest.mark.parametrize(
    ("words", "there"), [("10.68\u00a0million", "10.68&nbsp;million"), ("Café", "Caf&eacute;"), ("AT&T", "AT&T")]
)
def test_a_span_of_the_text_leads_back_to_the_page(words: str, there: str) -> None:
    page = html.extract(PAGE, "a")
    start = page.document.text.index(words)
    first, last = page.source_span(start, start + len(words))
    assert PAGE[first:last] == there


def test_the_named_encoding_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="euc-kr"><p>마스크 10만 장</p>'.encode("euc-kr"))
    (page,) = html.read(path)
    assert page.document.text.strip() == "마스크 10만 장"


@given(st.text(alphabet="<>/!-&;#\"' abpdiv\n", max_size=200))
def test_any_markup_gives_text_whose_characters_lead_back(source: str) -> None:
    page = html.extract(source)
    for i in range(len(page.document.text)):
        first, last = page.source_span(i, i + 1)
        assert 0 <= first < last <= len(source)


@pytest.mark.parametrize(
    "piece", ["<div>", "<!--", "<a ", "&", '<a "', "<b>x</b>", "<script>", "</p", "<nav>", "&amp;"]
)
def test_nested_and_broken_markup_takes_linear_time(piece: str) -> None:
    began = time.perf_counter()
    html.extract(piece * (200_000 // len(piece)))
    assert time.perf_counter() - began < 2


def test_long_lines_take_linear_time() -> None:
    began = time.perf_counter()
    text.mark_furniture("subscribe photo: " * 20_000 + "\n" + "get more with " * 20_000)
    text.mark_furniture("translated by x.\n" * 20_000)
    assert time.perf_counter() - began < 2


@pytest.mark.shared
def test_the_founding_articles_keep_their_figures_out_of_furniture(shared: Path) -> None:
    import csv

    seeds = {"rfa": "000_c9256e2e9b7a73f5.txt", "scmp": "004_bc075519cd145d74.txt"}
    documents = {name: next(text.read(shared / "seeds" / file)) for name, file in seeds.items()}
    with (shared / "gold" / "seed_statements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            start, end = int(row["char_start"]), int(row["char_end"])
            document = documents[row["doc"]]
            assert document.text[start:end] == row["figure_text"]
            assert not document.is_furniture(start, end, captions=False), row["figure_text"]
