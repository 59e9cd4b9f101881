"""What a scenario needs, by the WHO supplies tool's quantities, against what customs saw come in.

Need is days x the sum over the tool's amounts of amount x head-count; workers are its hours a patient x patients over a
working day. Severity comes from the scenario, not from the tool. What customs saw is a LOWER bound: aid, airlift,
smuggling and home production are unseen. What stands in the country's stores is unknown, never zero, so there is no
one gap: only the gap if the stock were so much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.ledger.quantity import OBSERVATIONS
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.parameters.store import Known
from sidelight.parameters.supplies import Amount, Good, amounts, goods, hours

FloatArray = npt.NDArray[np.float64]

SEEN_DAYS = 365
"""Arrivals are counted over the year up to the as-of day: older stock is part of what is unknown."""

STOCKS = (0.0, 0.25, 0.5, 1.0)
"""Stocks for which the gap is told, as shares of the median need."""


def heads(
    severe: FloatArray,
    critical: FloatArray,
    onsets: FloatArray,
    admissions: FloatArray,
    critical_share: float,
    known: Known,
) -> dict[str, FloatArray]:
    """Head-counts a day.

    Parameters
    ----------
    severe, critical : shape (n_days, n_runs), patients who want a bed on a ward or in intensive care.
    onsets, admissions : shape (n_days, n_runs), persons a day. critical_share : of admissions, to intensive care.

    Returns
    -------
    The tool's heads, shape (n_days, n_runs) each: patients, beds (one a patient), workers, caregivers, admissions and
    cases a day. Laboratory workers are not counted: nobody outside knows the laboratories, so need is a lower figure.
    """
    day, sought = known.get("working_day").scalar, known.get("care_sought_share").scalar
    stay, moderate = known.get("isolation_stay").scalar, known.get("moderate_share").scalar
    outside = np.maximum(onsets - admissions, 0.0) * sought
    width = max(1, round(stay))
    total = np.cumsum(outside, axis=0)
    isolated = total - np.concatenate([np.zeros_like(total[:width]), total[:-width]])[: len(total)]
    screened = onsets * sought
    beds = severe + critical
    zero = np.zeros_like(beds)
    return {
        "health_worker": workers({"severe": severe, "critical": critical}, "HCW", day),
        "cleaner": workers({"severe": severe, "critical": critical}, "Cleaner", day),
        "hospital_caregiver": zero,
        "ambulance_worker": known.get("ambulance_workers").scalar * beds,
        "engineer": known.get("engineers").scalar * beds,
        "severe_patient": severe,
        "critical_patient": critical,
        "inpatient": beds,
        "severe_bed": severe,
        "critical_bed": critical,
        "bed": beds,
        "isolation_caregiver": known.get("isolation_caregivers").scalar * isolated,
        "isolated_patient": isolated,
        "screening_worker": workers({"screened": screened}, "HCW", day),
        "screened_patient": screened,
        "lab_worker": zero,
        "lab_cleaner": zero,
        "severe_admission": admissions * (1 - critical_share),
        "critical_admission": admissions * critical_share,
        "moderate_case": outside * moderate,
        "mild_case": outside * (1 - moderate),
    }


def workers(patients: Mapping[str, FloatArray], group: str, working_day: float) -> FloatArray:
    """Workers of a group at work on a day: hours a patient x patients, over the hours of a working day."""
    return np.asarray(sum(hours(group, state) * n for state, n in patients.items()) / working_day)


def daily_need(amount: Amount, counts: Mapping[str, FloatArray]) -> FloatArray:
    """Units of one amount wanted on each day: shape (n_days, n_runs)."""
    return np.asarray(amount.amount * counts[amount.head])


def need_of(items: Sequence[str], counts: Mapping[str, FloatArray]) -> tuple[FloatArray, FloatArray]:
    """What items take over the whole run, and on the fullest day.

    Returns
    -------
    need : shape (n_runs,). Used goods are summed over days; what is bound to a bed and used again is counted once,
    on the fullest day. burn : shape (n_runs,), units used on the fullest day; NaN for goods that are used again.
    """
    mine = [a for a in amounts() if a.item in items]
    days, runs = next(iter(counts.values())).shape
    used, bound = np.zeros((days, runs)), np.zeros((days, runs))
    for a in mine:
        if a.stock:
            bound += daily_need(a, counts)
        else:
            used += daily_need(a, counts)
    flows = any(not a.stock for a in mine)
    burn = used.max(axis=0) if flows else np.full(runs, np.nan)
    return used.sum(axis=0) + bound.max(axis=0), burn


@dataclass(frozen=True, slots=True)
class Seen:
    """What customs saw of a good.

    Attributes
    ----------
    low : units over periods that do not overlap, at least; None where no count is printed (unknown, not zero).
    before_peak : of these, in periods that ended before the peak; None likewise.
    statements : what it rests on. set_aside : statements of more than another one, of the same or a longer period,
        allows: a lower bound does not rest on them.
    """

    low: float | None
    before_peak: float | None
    statements: tuple[str, ...]
    set_aside: tuple[str, ...] = ()


def seen_of(good: Good, view: View, place: str, peak: date | None) -> Seen:
    """Arrivals of a good in the year to the as-of day, by its unit, counted once however often told.

    Of statements whose periods overlap, those are kept that together count most; quantities in another unit (kilograms
    of vaccine) are never converted.
    """
    start = view.as_of - timedelta(days=SEEN_DAYS)
    found = [
        s
        for s in view.statements(partner=place, measure="trade.quantity")
        if s.asserted
        and s.relation in OBSERVATIONS
        and s.low is not None
        and s.unit == good.unit
        and s.flow in ("X", None)
        and any(code in good.hs for h in s.hs for code in h.split("+"))
        and s.period.start is not None
        and s.period.end is not None
        and s.period.start >= start
    ]
    aside = [
        s
        for s in found
        if any(t.high is not None and t.period.contains(s.period) and (s.low or 0.0) > t.high for t in found)
    ]
    kept = [s for s in found if s not in aside]
    whole = _most(kept)
    early = _most([s for s in kept if peak is not None and s.period.end is not None and s.period.end <= peak])
    return Seen(
        sum(float(s.low or 0) for s in whole) if whole else None,
        sum(float(s.low or 0) for s in early) if early else None,
        tuple(s.id for s in whole),
        tuple(s.id for s in aside),
    )


def _most(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without overlap whose lower ends sum highest (weighted interval scheduling)."""
    ordered = sorted(
        (s for s in statements if s.period.start and s.period.end),
        key=lambda s: (s.period.end or date.max, s.period.start or date.min, s.id),
    )
    best: list[tuple[float, int, list[Statement]]] = [(0.0, 0, [])]
    for i, s in enumerate(ordered):
        before = max(
            (j for j in range(i) if (ordered[j].period.end or date.max) <= (s.period.start or date.min)), default=-1
        )
        total, count, chosen = best[before + 1]
        mine = (total + float(s.low or 0), count + 1, [*chosen, s])
        best.append(max(mine, best[-1], key=lambda x: (x[0], x[1])))
    return best[-1][2]


def supplies(
    counts: Mapping[str, FloatArray],
    extra: Mapping[str, tuple[FloatArray, FloatArray]],
    view: View,
    place: str,
    peak: date | None,
    seen: Mapping[str, Seen] | None = None,
) -> list[dict[str, Any]]:
    """One row a good: need, what customs saw, burn rate, days of cover, and the gap for several stocks.

    Parameters
    ----------
    counts : from `heads`. extra : need and fullest day of what is counted otherwise (tests, oxygen, ...), (n_runs,).
    """
    rows = []
    for good in goods():
        if good.count and good.count not in extra:
            continue
        need, burn = extra[good.count] if good.count else need_of(good.items, counts)
        got = seen[good.name] if seen is not None else seen_of(good, view, place, peak)
        low, median, high = (float(x) for x in np.quantile(need, (0.05, 0.5, 0.95)))
        rate = float(np.median(burn)) if np.isfinite(burn).all() else None
        arrived = got.low or 0.0
        rows.append(
            {
                "item": good.name,
                "unit": good.unit,
                "need": {"low": low, "median": median, "high": high},
                "seen": None if got.low is None else {"low": got.low, "high": None},
                "seen_before_peak": None if got.before_peak is None else {"low": got.before_peak, "high": None},
                "burn_rate": rate,
                "days_of_cover": None if got.low is None or not rate else got.low / rate,
                "gap_if_stock": [
                    {
                        "stock": _tidy(share * median),
                        "gap": {
                            k: max(0.0, v - arrived - _tidy(share * median))
                            for k, v in (("low", low), ("median", median), ("high", high))
                        },
                    }
                    for share in STOCKS
                ],
                "lead_time_days": good.lead_time_days,
                "quarantine_days": good.quarantine_days,
                "cold_chain": good.cold_chain,
                "fit": good.fit,
                "statements": list(got.statements),
                "set_aside": list(got.set_aside),
            }
        )
    return rows


def _tidy(x: float) -> float:
    return float(f"{x:.2g}")
