"""The ribbon: gaps stay gaps, flagged days are dotted."""

from __future__ import annotations

from datetime import date, timedelta

from sidelight.charts.ribbon import ribbon


def rows(n: int = 40) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for i in range(n):
        day = (date(2022, 5, 12) + timedelta(days=i)).isoformat()
        known = {"q025": 0.6, "q25": 0.8, "median": 1.0, "q75": 1.2, "q975": 1.5}
        out.append({"day": day, "flag": "provisional" if i > 30 else None, **known})
    return out


def test_one_stretch_is_one_ribbon_and_flagged_days_are_dotted() -> None:
    svg = str(ribbon(rows(), "R").markup())
    assert svg.count('class="band2"') == 2  # wide and narrow
    assert svg.count('class="lp"') == 2
    assert svg.count('class="lf"') == 2
    assert 'aria-label="R"' in svg


def test_a_day_without_an_estimate_breaks_the_ribbon() -> None:
    gappy = rows()
    for row in gappy[10:14]:
        row.update(dict.fromkeys(("q025", "q25", "median", "q75", "q975")))
    svg = str(ribbon(gappy, "R").markup())
    assert svg.count('class="band2"') == 4


def test_nothing_is_drawn_of_nothing() -> None:
    assert "path" not in str(ribbon([], "R").markup())
