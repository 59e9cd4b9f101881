"""What each drawing shows: unknown hatched, zero a tick with 0, a cap a whisker; nothing outside the picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.assessment.assessment import Event, Moment, Range
from sidelight.charts.bars import months, panel, stems
from sidelight.charts.dots import dots
from sidelight.charts.fever import fever
from sidelight.charts.ranges import deciban_bar, expected, wrapped
from sidelight.charts.ranks import ranks
from sidelight.charts.row import state_of
from sidelight.charts.scale import Days, Log, round_ticks
from sidelight.charts.svg import Canvas, coordinate
from sidelight.charts.timeline import break_day, discs_in_rows, timeline

MAYBE = st.none() | st.floats(0, 1e9)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def inside(svg: str, slack: float = 1.0) -> bool:
    """Whether every mark with coordinates lies in the view box, and no number is broken."""
    root = parsed(svg)
    _, _, width, height = (float(x) for x in root.attrib["viewBox"].split())
    for mark in root.iter():
        for key in ("x", "x1", "x2", "cx"):
            if key in mark.attrib and not -slack <= float(mark.attrib[key]) <= width + slack:
                return False
        for key in ("y", "y1", "y2", "cy"):
            if key in mark.attrib and not -slack <= float(mark.attrib[key]) <= height + slack:
                return False
        if float(mark.attrib.get("width", 1)) < 0 or float(mark.attrib.get("height", 1)) < 0:
            return False
    return "nan" not in svg and "inf" not in svg


def row(**fields: object) -> dict[str, object]:
    return {
        "good": "masks",
        "unit": "piece",
        "period": "2022-01",
        "label": "J",
        "kind": "month",
        "statements": (),
        **fields,
    }


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"value": 5, "low": 5, "high": 5}, "value"),
        ({"value": 0, "low": 0, "high": 0}, "zero"),
        ({"value": None, "low": 0, "high": 9}, "cap"),
        ({"value": None, "low": None, "high": None}, "unknown"),
        ({"value": None, "low": 3, "high": 9}, "value"),
        ({"value": None, "low": 0, "high": None}, "unknown"),
        ({"value": 5, "state": "unknown"}, "unknown"),
    ],
)
def test_states_follow_from_figures_where_the_row_does_not_say(fields: dict[str, object], state: str) -> None:
    assert state_of(fields) == state


@pytest.mark.parametrize(
    ("fields", "drawn", "absent"),
    [
        ({"value": 5, "low": 5, "high": 5, "state": "value"}, 'class="bar"', 'class="hx"'),
        ({"value": 0, "low": 0, "high": 0, "state": "zero"}, 'class="zero"', 'class="hx"'),
        ({"value": None, "low": 0, "high": 9, "state": "cap"}, 'class="wh"', 'class="bar"'),
        ({"value": None, "low": None, "high": None, "state": "unknown"}, 'class="hx"', 'class="zero"'),
    ],
)
def test_missing_zero_and_capped_are_drawn_apart(fields: dict[str, object], drawn: str, absent: str) -> None:
    svg = panel([row(**fields), row(value=9, low=9, high=9, state="value", kind="year")]).draw("x")
    assert drawn in svg
    assert absent not in svg


def test_zero_carries_its_figure_and_unknown_carries_none() -> None:
    assert ">0</text>" in panel([row(value=0, low=0, high=0, state="zero")]).draw("x")
    assert ">0</text>" not in panel([row(value=None, low=None, high=None, state="unknown")]).draw("x")


def test_months_that_share_a_cap_carry_one_label() -> None:
    rows = [row(value=None, low=0, high=6e6, state="cap", period=f"2022-0{n}") for n in (1, 2, 3)]
    assert panel(rows).draw("x").count("≤6") == 1


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(MAYBE, MAYBE, MAYBE), min_size=1, max_size=40))
def test_columns_stay_inside_whatever_the_figures(found: list[tuple[float | None, float | None, float | None]]) -> None:
    rows = [
        row(value=v, low=a, high=b, period=f"20{10 + n // 12}-{n % 12 + 1:02d}") for n, (v, a, b) in enumerate(found)
    ]
    assert inside(panel(rows).draw("x"))
    drawing = months(rows, "x", "US$")
    assert inside(drawing.wide.draw("x"))
    assert inside(drawing.narrow.draw("x"))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(MAYBE, st.none() | st.integers(0, 99), st.booleans(), MAYBE), min_size=1, max_size=100))
def test_fevers_stay_inside_whatever_the_figures(
    found: list[tuple[float | None, int | None, bool, float | None]],
) -> None:
    rows = [
        {"day": date(2022, 5, 12) + timedelta(days=n), "new_fever": f, "deaths": d, "break": b, "residual": r}
        for n, (f, d, b, r) in enumerate(found)
    ]
    drawing = fever(rows, "x")
    assert inside(drawing.wide.draw("x"))
    assert inside(drawing.narrow.draw("x"))


def test_a_missing_day_is_hatched_and_a_day_of_zero_is_not() -> None:
    base = {"day": "2022-05-12", "deaths": 0, "break": False, "residual": 0}
    missing = fever([{**base, "new_fever": None}, {**base, "new_fever": 5}], "x").wide.draw("x")
    zero = fever([{**base, "new_fever": 0}, {**base, "new_fever": 5}], "x").wide.draw("x")
    assert 'class="hx"' in missing
    assert 'class="hx"' not in zero
    assert 'class="zero"' in zero


def test_a_break_is_marked_with_its_residual() -> None:
    rows = [
        {"day": f"2022-05-1{n}", "new_fever": 100, "deaths": 1, "break": n == 3, "residual": -27} for n in range(2, 6)
    ]
    svg = fever(rows, "x").wide.draw("x")
    assert svg.count('class="brk"') == 1
    assert "−27" in svg


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(1e-9, 1e9) | st.just(0.0), min_size=1, max_size=200))
def test_dots_stay_inside_and_one_place_has_one_dot(values: list[float]) -> None:
    rows = [{"name": f"p{n}", "value": v, "subject": n == 0} for n, v in enumerate(values)]
    svg = dots(rows, "x").wide.draw("x")
    assert inside(svg)
    assert svg.count('class="dn"') == len(values) - 1
    assert svg.count('class="pk"') == 1


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(MAYBE, MAYBE, MAYBE, st.booleans(), st.booleans(), st.text(max_size=90)), max_size=12))
def test_ranges_stay_inside_whatever_the_rows(found: list[tuple[object, ...]]) -> None:
    keys = ("low", "high", "value", "reported", "other", "name")
    rows = [dict(zip(keys, each, strict=True)) for each in found]
    for r in rows:
        if r["low"] is not None and r["high"] is not None:
            r["low"], r["high"] = sorted((r["low"], r["high"]))  # type: ignore[type-var]
    drawing = expected(rows, "x")
    assert inside(drawing.wide.draw("x"))
    assert inside(drawing.narrow.draw("x"))


def test_days_with_samples_are_drawn_at_their_place() -> None:
    rows = [{"day": "2022-03-01", "samples": 700}, {"day": "2022-03-31", "samples": 1500}, {"day": "?", "samples": 3}]
    svg = stems(rows, "samples", "x", "samples").wide.draw("x")
    assert svg.count('class="bar"') == 2
    assert inside(svg)


@pytest.mark.parametrize(
    "as_of", [date(2020, 1, 5), date(2020, 7, 31), date(2021, 1, 20), date(2022, 5, 26), date(2025, 2, 1)]
)
def test_the_timeline_stays_inside_and_never_runs_backwards(as_of: date) -> None:
    moments = [
        Moment(day, basis, {"no_outbreak": 0.7, "undisclosed_outbreak": 0.25, "disclosed_outbreak": 0.05}, ("st-1",))
        for n in range(0, (as_of - date(2020, 1, 1)).days + 1, 17)
        for day in [date(2020, 1, 1) + timedelta(days=n)]
        for basis in ("published", "available")
    ]
    events = [Event(m.as_of, "x", "st-1") for m in moments[::3]]
    drawing = timeline(moments, events, as_of)
    for canvas in (drawing.wide, drawing.narrow):
        svg = canvas.draw("x")
        assert inside(svg)
        for d in re.findall(r'<path d="([^"]*)" class="l[pad]"', svg):
            places = [float(x) for x in re.findall(r"[MH](-?[\d.]+)", d)]
            assert all(a <= b for a, b in pairwise(places))


def test_the_scale_changes_where_it_says() -> None:
    assert break_day(date(2020, 7, 31)) is None
    assert break_day(date(2022, 5, 26)) == date(2022, 1, 1)
    assert break_day(date(2022, 2, 1)) == date(2021, 7, 1)
    scale = Days(date(2020, 1, 1), date(2022, 5, 26), 0, 800, date(2022, 1, 1))
    assert scale.at(date(2021, 12, 31)) < scale.break_x < scale.at(date(2022, 1, 1))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 880), max_size=30))
def test_no_two_numbered_discs_touch(places: list[float]) -> None:
    rows = discs_in_rows(places, 19.0)
    for i in range(len(places)):
        for k in range(i):
            assert rows[i] != rows[k] or abs(places[i] - places[k]) >= 19.0


@settings(deadline=None, max_examples=60)
@given(st.floats(1e-6, 1e12), st.integers(2, 6))
def test_ticks_are_few_and_reach_the_top(top: float, most: int) -> None:
    ticks = round_ticks(top, most)
    assert ticks[0] == 0
    assert ticks[-1] >= top * (1 - 1e-9)
    assert len(ticks) <= most + 2


def test_a_logarithmic_axis_has_whole_decades() -> None:
    assert Log.over([68, 32000], 0, 100).ticks() == [10, 100, 1000, 10000, 100000]
    assert Log.over([], 0, 100).ticks() == [1, 10]


@pytest.mark.parametrize("decibans", [Range(-12, -3, 0), Range(0, 0, 0), Range(2, 6, 7.6), Range(9, 10, 14)])
def test_deciban_bars_stay_inside(decibans: Range) -> None:
    assert inside(deciban_bar(decibans))


def test_names_wrap_and_say_where_they_are_cut() -> None:
    assert wrapped("short", 300) == ["short"]
    lines = wrapped("a very long name of a range that will not fit into two lines of this width at all", 150, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_coordinates_have_one_spelling() -> None:
    assert coordinate(-0.01) == "0"
    assert coordinate(3.0) == "3"
    assert coordinate(2.26) == "2.3"


def test_words_in_a_drawing_are_data() -> None:
    canvas = Canvas(10, 10)
    canvas.text(1, 1, "</text><script>", "s")
    assert "<script>" not in canvas.draw('"><script>')


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.sampled_from(["Italy", "North Korea", "W" * 24]))
@settings(max_examples=40, deadline=None)
def test_ranks_stand_on_their_lines_from_the_furthest_out_to_the_least(found: list[int], place: str) -> None:
    rows = [{"name": f"Test {i}", "rank": rank, "donors": 200, "whole": i == 0} for i, rank in enumerate(found)]
    drawn = ranks(rows, place, "A label.")
    for canvas in (drawn.wide, drawn.narrow):
        svg = canvas.draw("A label.")
        assert inside(svg)
        assert place in svg
        assert all(f"{rank} of 200" in svg for rank in found)
