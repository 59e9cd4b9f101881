"""Supplies: twelve rows worked by hand, what customs saw as a lower bound, unknown stock left unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from sidelight.epidemic.supplies import heads, need_of, seen_of, supplies, workers
from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import StatementView
from sidelight.parameters.store import known
from sidelight.parameters.supplies import amounts, goods

K = known()
DAYS = 10
SEVERE, CRITICAL = 160.0, 40.0


def steady() -> dict[str, np.ndarray]:
    """Ten days with 160 severe and 40 critical patients, nobody else."""
    one = np.ones((DAYS, 1))
    return heads(SEVERE * one, CRITICAL * one, 0 * one, 0 * one, 0.2, K)


HCW = (SEVERE * 18.224181819 + CRITICAL * 32.689375) / 8
"""Health workers: 18.224 and 32.689 hours a patient and day, eight hours a worker: 527.93."""
CLEANERS = (SEVERE * 0.5 + CRITICAL * 0.75) / 8
AMBULANCE, ENGINEERS = 0.06 * 200, 0.02 * 200


@pytest.mark.parametrize(
    ("item", "need"),
    [
        # days x sum of amount x head-count, each from the tool's list, by hand
        ("Respirator", 10 * 1 * HCW),
        ("Apron, disposable", 10 * 1 * HCW),
        ("Gloves, surgical", 10 * 1 * HCW),
        ("Gloves, examination", 10 * (24 * HCW + 4 * AMBULANCE + 2 * ENGINEERS)),
        ("Gown, protective", 10 * (HCW + CLEANERS + AMBULANCE + ENGINEERS)),
        ("Mask, medical / surgical for healthworker", 10 * (4 * HCW + 4 * CLEANERS + 4 * AMBULANCE + ENGINEERS)),
        ("Mask, medical / surgical for patient", 10 * 2 * 200),
        ("Goggles, protective", 10 * 0.1 * (HCW + CLEANERS + AMBULANCE)),
        ("Bio-hazardous bag", 10 * 0.5 * (HCW + CLEANERS + AMBULANCE + ENGINEERS)),
        ("Endotracheal tube introducer", 10 * 1 * 40),
        ("Patient ventilator, intensive care, with breathing circuits and patient interface", 0.67 * 40),
        ("Patient monitor, multiparametric without ECG, with accessories", 0.25 * 160),
    ],
)
def test_twelve_rows_worked_by_hand(item: str, need: float) -> None:
    assert need_of([item], steady())[0][0] == pytest.approx(need, rel=1e-9)


def test_workers_are_hours_a_patient_over_a_working_day() -> None:
    one = np.array([[1.0]])
    assert workers({"severe": one}, "HCW", 8.0)[0, 0] == pytest.approx(18.224181819 / 8)
    assert workers({"critical": one, "severe": one}, "Cleaner", 8.0)[0, 0] == pytest.approx(1.25 / 8)


def test_what_is_used_again_is_needed_for_the_fullest_day_only() -> None:
    counts = heads(
        *(np.array([[0.0], [100.0], [20.0]]) for _ in range(2)), *(np.zeros((3, 1)) for _ in range(2)), 0.5, K
    )
    need, burn = need_of(["Pulse oximeter"], counts)
    assert need[0] == 200.0
    assert np.isnan(burn[0])
    need, burn = need_of(["Respirator"], counts)
    assert need[0] == pytest.approx(1.2 * burn[0])


def test_no_patient_needs_nothing() -> None:
    zero = np.zeros((5, 2))
    counts = heads(zero, zero, zero, zero, 0.2, K)
    for good in goods():
        if good.items:
            assert need_of(good.items, counts)[0].max() == 0.0


def test_every_good_names_items_that_the_tool_has() -> None:
    items = {a.item for a in amounts()}
    for good in goods():
        assert set(good.items) <= items, good.name
        assert bool(good.items) != bool(good.count)


def arrival(
    low: float,
    high: float | None,
    start: date,
    end: date,
    *,
    relation: str = "=",
    unit: str = "piece",
    hs: Sequence[str] = ("630790",),
    number: int = 0,
    measure: str = "trade.quantity",
) -> Statement:
    document = Document.curated("Outlet", f"made:{number}", end + timedelta(days=20))
    return Statement.of(
        document,
        f"fact:{number}",
        kind="count",
        measure=measure,
        relation=relation,
        period=Period(start, end, "flow"),
        attribution=parse_chain("GACC > Outlet"),
        quantity=Quantity(low, low, high, unit),
        place="CHN",
        partner="PRK",
        flow="X",
        hs=hs,
    )


def seen(statements: list[Statement], good: str = "masks, medical", peak: date | None = None):  # type: ignore[no-untyped-def]
    view = StatementView(statements, {}, date(2022, 6, 1))
    return seen_of(next(g for g in goods() if g.name == good), view, "PRK", peak)


def test_what_customs_did_not_print_is_unknown_and_what_they_printed_as_none_is_none() -> None:
    assert seen([]).low is None
    none = arrival(0, 0, date(2022, 3, 1), date(2022, 4, 1), relation="none")
    assert seen([none]).low == 0.0
    assert seen([none]).before_peak is None
    assert seen([none], peak=date(2022, 5, 1)).before_peak == 0.0


def test_a_figure_told_twice_or_inside_a_longer_one_counts_once() -> None:
    whole = arrival(900, 1100, date(2022, 1, 1), date(2022, 5, 1), number=1)
    month = arrival(300, 310, date(2022, 4, 1), date(2022, 5, 1), number=2)
    again = arrival(300, 310, date(2022, 4, 1), date(2022, 5, 1), number=3)
    assert seen([month, again]).low == 300
    assert seen([whole, month, again]).low == 900
    early = arrival(50, 60, date(2021, 12, 1), date(2022, 1, 1), number=4)
    assert seen([whole, month, early]).low == 950
    assert seen([whole, early], peak=date(2022, 2, 1)).before_peak == 50


def test_a_figure_that_another_rules_out_is_set_aside() -> None:
    exact = arrival(7_470_000, 7_490_000, date(2022, 1, 1), date(2022, 4, 1), number=1)
    wild = arrival(100_000_000, None, date(2022, 1, 1), date(2022, 4, 1), relation=">", number=2)
    found = seen([exact, wild])
    assert found.low == 7_470_000
    assert found.set_aside == (wild.id,)


def test_kilograms_of_vaccine_are_never_doses() -> None:
    kilograms = arrival(
        2198, 2198, date(2022, 2, 1), date(2022, 3, 1), unit="kg", hs=("300241",), measure="trade.weight"
    )
    odd = arrival(2198, 2198, date(2022, 2, 1), date(2022, 3, 1), unit="kg", hs=("300241",), number=1)
    assert seen([kilograms, odd], "vaccines, doses").low is None


def test_the_gap_is_told_for_several_stocks_and_never_as_one_figure() -> None:
    exact = arrival(1000, 1000, date(2022, 1, 1), date(2022, 4, 1))
    view = StatementView([exact], {}, date(2022, 6, 1))
    rows = {row["item"]: row for row in supplies(steady(), {}, view, "PRK", date(2022, 5, 1))}
    masks = rows["masks, medical"]
    assert masks["seen"] == {"low": 1000, "high": None}
    need = masks["need"]["median"]
    gaps = masks["gap_if_stock"]
    assert len(gaps) == 4
    assert gaps[0]["stock"] == 0
    assert gaps[0]["gap"]["median"] == pytest.approx(need - 1000)
    assert [g["gap"]["high"] for g in gaps] == sorted((g["gap"]["high"] for g in gaps), reverse=True)
    assert masks["days_of_cover"] == pytest.approx(1000 / masks["burn_rate"])
    unknown = rows["respirators"]
    assert unknown["seen"] is None
    assert unknown["days_of_cover"] is None
    assert "vaccines, doses" not in rows
