"""English phrases of time, each against the days, the role and the comparand that a careful reader gives it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sidelight.reading.lexicon import lexicon
from sidelight.reading.periods import When
from sidelight.reading.reader import read_text
from sidelight.reading.text import fold
from sidelight.reading.time_phrases import phrases_of_time

TABLE = Path(__file__).parents[1] / "gold" / "times_en.txt"


def rows() -> Iterator[tuple[date, str, str]]:
    day = date.min
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            day = date.fromisoformat(line[2:])
        elif line and not line.startswith("#"):
            text, wanted = line.rsplit(" -> ", 1)
            yield day, text, wanted


def phrases(day: date, text: str) -> list[When]:
    """The phrases that touch the marked words."""
    start, end = text.index("[["), text.index("]]") - 2
    body = fold(text.replace("[[", "").replace("]]", ""))
    english = lexicon("en")
    return [w for w in phrases_of_time(body, english, english.marks(body), day) if w.start < end and start < w.end]


def said(when: When, wanted: str) -> str:
    """A phrase in the words of the table, with only the parts that count."""
    days, role, *back = wanted.split()
    first, last = (str(day or "") for day in (when.first, when.last))
    if role == "since":
        last = days.split("..")[1]
    elif role == "until":
        first = days.split("..")[0]
    elif back:
        first, last = days.split("..")
    return " ".join(filter(None, (f"{first}..{last}", when.role, when.back)))


@pytest.mark.parametrize(("day", "text", "wanted"), list(rows()))
def test_a_phrase_of_time_is_read_as_a_careful_reader_would(day: date, text: str, wanted: str) -> None:
    assert [said(when, wanted) for when in phrases(day, text)] == [wanted]


def test_without_a_day_to_count_from_a_relative_phrase_stays_open() -> None:
    body = "There were 12 deaths last week, 9 on Monday and 4 in the past month."
    english = lexicon("en")
    for when in phrases_of_time(body, english, english.marks(body), None):
        assert when.first is None
        assert when.last is None


@pytest.mark.parametrize("day", [date.min, date(1, 1, 3), date(9999, 12, 30), date.max])
def test_a_day_at_the_edge_of_the_calendar_dates_nothing(day: date) -> None:
    figures = read_text(
        "Last week 34 people died of cholera over the weekend, 12 more than a year ago.", published_on=day
    )
    assert next(f.value for f in figures if f.kind == "count") == 34
    assert figures[0].period.start is None
