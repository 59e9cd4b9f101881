"""The summary on a terminal: wraps, shows the three questions, never steers the terminal."""

from __future__ import annotations

from datetime import date

import pytest
from made_assessment import made
from made_report import HOSTILE

from sidelight.report.terminal import bar, summary


@pytest.mark.parametrize("width", [20, 40, 60, 72, 80, 100, 300])
@pytest.mark.parametrize("day", [date(2022, 5, 26), date(2022, 3, 20), date(2020, 1, 1)], ids=str)
def test_no_line_is_wider_than_the_terminal(width: int, day: date) -> None:
    text = summary(made(day), width, page="out/PRK.html")
    assert max(len(line) for line in text.splitlines()) <= min(max(width, 40), 100)
    assert text.endswith("\n")


def test_it_says_what_a_reader_needs() -> None:
    text = summary(made(), 100, page="out/PRK.html")
    for words in (
        "North Korea, as of 26 May 2022",
        "basis published",
        "Judgement, not yet calibrated",
        "Is there an outbreak?",
        "What drove the imports?",
        "How good is the official count?",
        "Confidence:",
        "Strongest evidence",
        "Learned last, on 26 May 2022",
        "Page: out/PRK.html",
        ">.95",
    ):
        assert words in text, words


def test_before_disclosure_the_third_question_is_not_asked() -> None:
    assert "not asked" in summary(made(date(2022, 3, 20)), 80)


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = summary(made(words="\x1b[2J\x07" + HOSTILE), 80)
    assert all(c.isprintable() or c in "\n\N{THIN SPACE}" for c in text)


def test_a_bar_covers_its_range_and_marks_its_median() -> None:
    h = made().hypotheses[0]
    drawn = bar(h, 20)
    assert len(drawn) == 20
    assert drawn.count("┃") == 1
    wide = next(x for x in made().hypotheses if x.id == "stockpiling")
    assert bar(wide, 20) == "·······━━━━━┃━━━━━··"
