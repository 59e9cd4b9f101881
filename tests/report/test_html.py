"""The page of an assessment: every part there, every link answered, hostile words inert, nothing computed."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from made_assessment import made
from made_report import HOSTILE

from sidelight.report.html import EMPTY, render

SECTIONS = ["judgement", "timeline", "buys", "says", "others", "must", "evidence", "change", "limits", "sources"]
VOID = {"meta", "br", "rect", "line", "circle", "path"}


class Outline(HTMLParser):
    """Tags in order, ids, targets; and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def outline(html: str) -> Outline:
    found = Outline()
    found.feed(html)
    found.close()
    return found


DAYS = [date(2022, 5, 26), date(2022, 3, 20), date(2020, 1, 1)]


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("exhibits", [True, False])
def test_the_page_is_well_formed_with_every_part(day: date, exhibits: bool) -> None:
    html = render(made(day, exhibits=exhibits))
    found = outline(html)
    assert found.faults == []
    assert found.open == []
    assert [a["id"] for tag, a in found.tags if tag == "section"] == SECTIONS
    ids = [a["id"] for _, a in found.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for tag, a in found.tags if tag == "a" and (a.get("href") or "").startswith("#")}  # type: ignore[index]
    assert targets <= set(ids)


def test_headings_are_in_order_and_pictures_have_words() -> None:
    found = outline(render(made()))
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    for tag, attributes in found.tags:
        if tag == "svg":
            assert attributes.get("aria-hidden") == "true" or attributes.get("aria-label")
        if tag == "th":
            assert attributes.get("scope") in ("row", "col")


def test_hostile_words_stay_words() -> None:
    html = render(made(words=HOSTILE))
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</style>") == 1
    assert outline(html).faults == []
    assert not any(name.startswith("on") for _, attributes in outline(html).tags for name in attributes)


def test_nothing_is_loaded_from_elsewhere() -> None:
    html = render(made())
    assert not re.search(r"<(script|link|img|iframe|object|embed|base|form)\b", html)
    assert not re.search(r"url\((?!#)", html)
    assert not re.search(r'\bsrc="', html)


def test_the_page_is_small_and_the_same_each_time() -> None:
    html = render(made())
    assert html == render(made())
    assert len(html.encode()) < 600_000


def test_each_cited_figure_links_and_each_statement_leads_back() -> None:
    a = made()
    html = render(a)
    ids = {i for f in a.findings for part in f.sentence for i in part.statements}
    for i in ids:
        assert f'id="{i}"' in html
    assert "not handed to this page" not in html


def test_probabilities_are_rounded_and_headed() -> None:
    html = render(made())
    assert "Judgement, not yet calibrated" in html
    assert "&gt;.95" in html
    assert "&lt;.05" in html
    assert not re.search(r"\b(0|100) ?%", re.sub(r"<style>.*?</style>|<[^>]*>", "", html, flags=re.DOTALL))


def test_confidence_never_shares_a_sentence_with_a_likelihood() -> None:
    body = re.search(r'<p class="conf">(.*?)</p>', render(made()))
    assert body
    assert body[1].startswith("<b>Confidence: low to moderate.</b>")
    assert "likely" not in body[1]


def test_before_disclosure_the_count_is_not_judged() -> None:
    html = render(made(date(2022, 3, 20)))
    assert "Not asked: no outbreak had been disclosed by this day." in html
    assert "Under-reported" not in html
    assert "days before it" not in html


def test_days_are_counted_to_the_admission_and_never_called_a_lead() -> None:
    html = render(made())
    assert "22 days before it" in html
    assert "On the eve of the admission" in html
    assert "nothing settles it" in html
    assert not re.search(r"\blead time\b|\bled the outbreak\b", html)


def test_the_reconstruction_is_called_one() -> None:
    assert "a reconstruction, goods chosen in hindsight" in render(made())


def test_a_bare_view_says_what_is_missing() -> None:
    html = render(made(date(2020, 1, 1), exhibits=False))
    for words in EMPTY.values():
        assert words in html
    assert "No finding was weighed" in html
    assert "The earlier days were not traced." in html


def test_unknown_is_hatched_and_zero_is_printed() -> None:
    html = render(made())
    assert 'class="hx"' in html
    assert ">0</text>" in html
    assert "unknown</td>" in html


def test_a_group_counts_once_and_says_so() -> None:
    html = render(made())
    evidence = html[html.index('<section id="evidence"') : html.index('<section id="change"')]
    assert "counted in the row above" in evidence
    assert evidence.count("As above.") == 3
    assert "Shown, not weighed" in evidence
    assert "Rests on what was known only later." in evidence


def test_an_exhibit_nobody_draws_becomes_a_table() -> None:
    html = render(made())
    assert "Something nobody draws yet" in html
    assert '<th scope="col">Name</th>' in html


def test_an_inferred_day_is_marked() -> None:
    assert "31 May 2022</a> (day inferred)" in render(made()) or "31 May 2022 (day inferred)" in render(made())


def test_verdicts_have_a_shape_and_a_word() -> None:
    html = render(made())
    for verdict in ("within rounding", "refuted", "holds", "open", "not checkable"):
        assert f"</svg>{verdict}</span>" in html


def test_each_wide_chart_has_a_narrow_twin() -> None:
    html = render(made())
    assert html.count('<svg class="w"') == html.count('<svg class="p"') >= 5
