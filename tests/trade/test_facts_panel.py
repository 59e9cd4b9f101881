"""Surges from statements: totals enter once, intervals with both ends, no contrast, the page."""

from __future__ import annotations

import numpy as np

from sidelight.cli.verbs.trade import render
from sidelight.trade.examine import Ledger
from sidelight.trade.facts_panel import fact_surges, month_cells
from sidelight.trade.mirror import Figure
from tests.trade.world import spring, view

JAN = 2022 * 12


def test_a_total_enters_once_less_what_is_known_by_month() -> None:
    figures = [Figure(JAN, JAN + 4, 94_835, 94_845, ()), Figure(JAN, JAN + 1, 65_500, 66_500, ())]
    low, high, span = month_cells(figures, JAN, 4)
    assert (low[0], high[0]) == (65_500, 66_500)
    assert np.isnan(low[1:3]).all()
    assert (low[3], high[3], span[3]) == (94_835 - 66_500, 94_845 - 65_500, 3)


def test_none_is_zero_and_nothing_is_unknown() -> None:
    low, _, _ = month_cells([Figure(JAN - 12, JAN, 0.0, 0.0, ())], JAN - 2, 5)
    assert low[:2].tolist() == [0.0, 0.0]
    assert np.isnan(low[2:]).all()


def test_without_other_goods_there_is_no_contrast_and_at_most_watch() -> None:
    surges, baskets = fact_surges(Ledger.of(view(spring()), "PRK"))
    assert surges
    assert all(0 <= s.p <= 1 for s in surges)
    assert {b.p_contrast for b in baskets} == {None}
    assert {b.level for b in baskets} <= {"quiet", "watch"}
    held = {s.id for s in spring()}
    assert all(set(s.statements) <= held for s in surges)


def test_the_page_and_the_text_say_what_cannot_be_told_apart() -> None:
    page = render(view(spring()), "PRK", "North Korea", "html")
    assert "Would reopening alone do this?" in page
    assert "outbreak, stockpiling, or a border that lets medicine in first would each do this" in page.casefold()
    assert "http://" not in page.split("</style>")[0]
    text = render(view(spring()), "PRK", "North Korea", "text")
    assert "An illustration, not a score" in text
    assert render(view([]), "PRK", "North Korea", "text").endswith("shows what it buys.")
