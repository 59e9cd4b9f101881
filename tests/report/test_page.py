"""The shell of every page: links there and back, nothing loaded, nothing injected, headings in order."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from made_report import HOSTILE, pools, statement

from sidelight.ledger.finding import Finding, Text, cite, plain, text
from sidelight.report.citation import BESIDE
from sidelight.report.page import Section, bullets, findings, folded, heading, page, prose, table
from sidelight.report.wording import opening

DAY = date(2022, 5, 26)


def write(*blocks: object, pairs: tuple = (), **options: object) -> str:
    statements, documents = pools(*pairs)
    return page(
        "Trade",
        "North Korea",
        DAY,
        "published",
        [Section("buys", "What it buys", blocks)],
        statements,
        documents,
        **options,
    )


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def targets(html: str) -> list[str]:
    return re.findall(r'href="#([^"]+)"', html)


def test_a_figure_leads_to_its_statement_and_the_statement_back() -> None:
    made = statement(1_400_000, name="T1")
    html = write(prose(text("Masks: ", cite("1.4 million", made[0]), ".")), pairs=(made,))
    assert re.search(rf'<a class="n" id="(u\d+)" href="#{made[0].id}">1.4 million</a>', html)
    assert f'<li id="{made[0].id}"><code>T1</code>' in html
    assert 'href="#u1" aria-label="back to its use"' in html


@pytest.mark.parametrize("n", [1, 2, BESIDE, BESIDE + 1, 90])
def test_every_link_of_a_page_has_its_target_and_every_anchor_is_one_thing(n: int) -> None:
    pairs = tuple(statement(float(i), name=f"T{i}") for i in range(1, n + 1))
    html = write(prose(text(cite("a sum", *(s for s, _ in pairs)))), pairs=pairs)
    assert set(targets(html)) <= set(ids(html))
    assert len(ids(html)) == len(set(ids(html)))
    assert all(s.id in ids(html) for s, _ in pairs)


def test_a_figure_on_many_statements_leads_to_one_row_that_lists_them() -> None:
    pairs = tuple(statement(float(i), name=f"T{i}") for i in range(1, BESIDE + 3))
    html = write(prose(text(cite("a sum", *(s for s, _ in pairs)))), pairs=pairs)
    assert 'href="#g1">a sum</a>' in html
    assert f"{BESIDE + 2} statements: " in html


def test_only_what_is_cited_is_listed() -> None:
    used, idle = statement(1, name="USED"), statement(2, name="IDLE")
    html = write(prose(text(cite("1", used[0]))), pairs=(used, idle))
    assert "USED" in html
    assert "IDLE" not in html
    assert "1 statement is cited" in html


def test_a_cited_statement_that_was_not_handed_over_shows_itself() -> None:
    lost = statement(1)
    html = write(prose(text(cite("1", lost[0]))))
    assert "not handed to this page" in html


def test_an_inferred_day_says_so() -> None:
    sure, inferred = statement(1, name="A"), statement(2, name="B", rule="end of its month", on=date(2022, 5, 31))
    html = write(prose(text(cite("1", sure[0]), cite("2", inferred[0]))), pairs=(sure, inferred))
    assert "31 May 2022 (day inferred)" in html
    assert "20 May 2022 (day inferred)" not in html


def test_words_are_data_and_never_markup() -> None:
    made = statement(1, name=HOSTILE, wording=HOSTILE, commodity=HOSTILE, chain=f"anon:{HOSTILE} > {HOSTILE}")
    sentence: Text = text(HOSTILE, cite(HOSTILE, made[0]))
    finding = Finding("x", "trade", sentence, (made[0].id,), limits=(HOSTILE,))
    statements, documents = pools(made)
    html = page(
        HOSTILE,
        HOSTILE,
        DAY,
        HOSTILE,
        [
            Section(
                "a",
                HOSTILE,
                (
                    prose(sentence, strong=True),
                    heading(HOSTILE),
                    bullets([HOSTILE, sentence]),
                    table(HOSTILE, HOSTILE, [HOSTILE, HOSTILE], [[sentence, HOSTILE]]),
                    folded(HOSTILE, findings([finding])),
                ),
            )
        ],
        statements,
        {d: dict.fromkeys(v, HOSTILE) for d, v in documents.items()},
        facts=[(HOSTILE, HOSTILE)],
        footer=HOSTILE,
    )
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</style>") == 1
    assert html.count("</title>") == 1
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "printed, p. 3", "https://a b"])
def test_only_web_addresses_become_links_out(address: str) -> None:
    made = statement(1)
    statements, documents = pools(made)
    documents = {d: {**v, "address": address} for d, v in documents.items()}
    html = page(
        "T", "P", DAY, "published", [Section("a", "A", (prose(text(cite("1", made[0]))),))], statements, documents
    )
    assert 'class="out"' not in html


def test_nothing_is_loaded_and_nothing_runs() -> None:
    made = statement(1)
    html = write(prose(text(cite("1", made[0]))), pairs=(made,))
    assert not re.search(r"<(script|link|img|iframe|object|embed|base|form)\b", html)
    assert not re.search(r"url\((?!#)", html)
    assert "@import" not in html
    assert not re.search(r"\son\w+=", html)


def test_same_arguments_same_bytes() -> None:
    made = statement(1)
    block = prose(text(cite("1", made[0])))
    assert write(block, pairs=(made,)) == write(block, pairs=(made,))


def test_headings_come_in_order_and_tables_have_scopes() -> None:
    html = write(heading("Goods"), table("Masks", "pieces", ["Month", "Pieces"], [["January", "1"]], numeric=(1,)))
    levels = [int(n) for n in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert re.findall(r"<th(?! scope)[ >]", html) == []


def test_likelihood_is_bold_only_where_asked() -> None:
    assert "<b>very likely</b>" in write(prose("It is very likely so.", strong=True))
    assert "<b>very likely</b>" not in write(prose("It is very likely so."))


def test_a_section_without_blocks_is_left_out() -> None:
    html = page("T", "P", DAY, "published", [Section("none", "Nothing", ())], {}, {})
    assert "Nothing</h2>" not in html
    assert "Sources</h2>" not in html


def test_a_finding_in_hindsight_says_so() -> None:
    made = Finding("x", "trade", text("A rank."), (), hindsight=True, limits=("It is a rank.",))
    html = write(findings([made]))
    assert "in hindsight" in html
    assert "It is a rank." in html


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        (("One sentence.",), "One sentence."),
        (("One. Two.",), "One."),
        (("One", ". ", "Two."), "One."),
        (("Of 3.5 million", " told. ", "There", " is more."), "Of 3.5 million told."),
        (("by KCNA (e.g. no figure)", "."), "by KCNA (e.g. no figure)."),
        (("no end",), "no end"),
        ((), ""),
    ],
)
def test_a_finding_is_cut_after_its_first_sentence_wherever_its_parts_end(parts: tuple[str, ...], first: str) -> None:
    assert plain(opening(text(*parts))) == first


def test_a_cited_figure_is_never_cut() -> None:
    made = statement(1)
    assert plain(opening(text(cite("A. B", made[0]), " and C."))) == "A. B and C."
