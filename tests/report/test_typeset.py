"""One spelling of signs, days and measures; quoted words and addresses as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.report.typeset import NO_BREAK, measure_words, typeset


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("hold 86% of", f"hold 86{NO_BREAK}% of"),
        ("5 to 95 %", f"5 to 95{NO_BREAK}%"),
        ("-69.1 %; from -82.5", f"−69.1{NO_BREAK}%; from −82.5"),
        ("0.05-1 %, 53-5,500 deaths (9-20)", f"0.05–1{NO_BREAK}%, 53–5,500 deaths (9–20)"),
        ("the wave of 2022-05-17, to", "the wave of 17 May 2022, to"),
        ("In 2020-02, 12", "In February 2020, 12"),
        ("in 2022-13 and on 2022-02-30", "in 2022–13 and on 2022-02-30"),
        (
            "deaths.all.cumulative above reproduction_number",
            "deaths in total, class not said above reproduction number",
        ),
        ("doi:10.1016/S1473-3099(20)30243-7", "doi:10.1016/S1473-3099(20)30243-7"),
        ("https://example.invalid/2022-05-17?a=5%", "https://example.invalid/2022-05-17?a=5%"),
        ("mrc-ide/esft, COVID-19, T-1", "mrc-ide/esft, COVID-19, T-1"),
        ("", ""),
    ],
)
def test_signs_and_days_have_one_spelling(written: str, printed: str) -> None:
    assert typeset(written) == printed


def test_quoted_words_are_left_as_their_author_wrote_them() -> None:
    assert typeset("‘up 300%’ is 300%") == f"‘up 300%’ is 300{NO_BREAK}%"
    assert typeset("worded 'since 2020-02'; 5%") == f"worded 'since 2020-02'; 5{NO_BREAK}%"


@given(st.text(alphabet="0123456789-%., '‘’()/aT", max_size=40))
def test_setting_twice_changes_nothing_more(words: str) -> None:
    assert typeset(typeset(words)) == typeset(words)


@given(st.text(max_size=60))
def test_no_digit_and_no_letter_is_lost_outside_days_and_measures(words: str) -> None:
    if "." in words or "_" in words or "-" in words:
        return
    assert "".join(typeset(words).split()) == "".join(words.split())


def test_an_unknown_measure_shows_its_code() -> None:
    assert measure_words("no.such") == "no.such"
    assert measure_words("fever.new") == "new fevers"
