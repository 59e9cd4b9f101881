"""Whose trade it is: the two Koreas mixed up, partners hidden under areas not specified, and how far books agree.

Customs records of a closed country are its partners' word alone. Three checks say how far that word goes; none of them
changes a figure or a p.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.reference.areas import NOT_SPECIFIED
from sidelight.trade import words
from sidelight.trade.panel import Panel

NORTH, SOUTH = "PRK", "KOR"
FAR_BELOW = 0.2
"""South Korea's month counts as far below where it is less than so much of North Korea's."""
THIN = 3.0
"""Trade with North Korea is thin below so many goods in a month with any."""
ALIKE = 10.0
"""Medians of two series within so much of each other are of like size."""
PARTNERS = 10
"""From so many partners on, a reporter without any South Korean trade is told apart from rows cut to a few places."""
UNSPECIFIED = frozenset({*NOT_SPECIFIED, *NOT_SPECIFIED.values(), "GACC 199", *(f"M49 {c}" for c in NOT_SPECIFIED)})
USUAL = 9
"""A partner is usual where it traded in so many of the 12 months before."""
AGREE = (0.95, 1.31)
"""Imports (cif) over the other side's exports (fob): freight and insurance of 0 to 20 % of the import value, and 5 %
of slack, as in the mirror method of the Harvard Growth Lab (tau in 0 .. .20, logarithms within .05 taken as equal)."""
LEAST_MONTHS = 3
"""Months with both sides, below which a pair says nothing of reliability."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """A reporter's series with North Korea that may be South Korean trade.

    Attributes
    ----------
    months : with trade. alone : of them, months in which South Korea is absent or far below in the same good.
    """

    reporter: str
    flow: str
    hs: str
    months: int
    alone: int
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far a reporter's books agree with those of its partners; `ratio` None: nothing to compare, unknown.

    Attributes
    ----------
    pairs : partners that report the same flow from their side. agreeing : of them, within `AGREE`. ratio : median of
        import (cif) over export (fob).
    """

    reporter: str
    flow: str
    pairs: int
    agreeing: int
    ratio: float | None
    words: str

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def two_koreas(panel: Panel) -> tuple[list[Mixed], list[str]]:
    """Series booked to North Korea that look like the reporter's South Korean trade, and notices.

    A series is named for one of two reasons: in at least half of its months South Korea, which buys the good in other
    months, is absent or far below; or trade with North Korea is thin (fewer than `THIN` goods in a month with any, and
    fewer than half the entries of South Korea) and South Korea buys the good in amounts of like size. Where a reporter
    with ten partners or more trades with North Korea and never with South Korea, every series is named; with fewer it
    cannot be told.
    """
    if NORTH not in panel.partners:
        return [], []
    north = panel.partners.index(NORTH)
    south = panel.partners.index(SOUTH) if SOUTH in panel.partners else -1
    found: list[Mixed] = []
    notes: list[str] = []
    sides = sorted({(int(r), int(f)) for r, f in zip(*_of(panel, panel.partner == north), strict=True)})
    for reporter, flow in sides:
        own = (panel.reporter == reporter) & (panel.flow == flow)
        name, way = panel.reporters[reporter], panel.flows[flow]
        if name == SOUTH:
            continue
        mine = np.flatnonzero(own & (panel.partner == north))
        held = [(i, np.nan_to_num(panel.values[i].astype(float))) for i in mine.tolist()]
        held = [(i, v) for i, v in held if (v > 0).any()]
        if not held:
            continue
        theirs = np.flatnonzero(own & (panel.partner == south))
        other = {int(panel.hs[i]): np.nan_to_num(panel.values[i].astype(float)) for i in theirs.tolist()}
        other = {hs: v for hs, v in other.items() if (v > 0).any()}
        partners = len(np.unique(panel.partner[own]))
        if not other and partners < PARTNERS:
            notes.append(
                f"{name} {way}: no trade with {SOUTH} in the rows, which hold {partners} of its partners: whether the "
                "two Koreas are mixed up cannot be told"
            )
            continue
        named = _mixed(panel, held, other, name, way)
        if named:
            goods = ", ".join(m.hs for m in sorted(named, key=lambda m: -m.value)[:4])
            more = f" and {len(named) - 4} more" if len(named) > 4 else ""
            value = words.number(words.rounded(sum(m.value for m in named)))
            notes.append(
                f"{name} {way}: {len(named)} of {len(held)} series booked to {NORTH} look like its trade with {SOUTH} "
                f"(HS {goods}{more}; {value} in all): the two Koreas may be mixed up"
            )
            found += named
    return found, notes


def _of(panel: Panel, chosen: npt.NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    return panel.reporter[chosen].tolist(), panel.flow[chosen].tolist()


def _mixed(
    panel: Panel,
    held: list[tuple[int, npt.NDArray[np.float64]]],
    other: dict[int, npt.NDArray[np.float64]],
    reporter: str,
    flow: str,
) -> list[Mixed]:
    entries = sum(int((v > 0).sum()) for _, v in held)
    months = int(np.any([v > 0 for _, v in held], axis=0).sum())
    theirs = sum(int((v > 0).sum()) for v in other.values())
    thin = entries < THIN * months and entries < 0.5 * theirs
    found = []
    for i, v in held:
        hs = int(panel.hs[i])
        on = v > 0
        south = other.get(hs)
        if not other:
            alone, reason = int(on.sum()), "the reporter books no trade with South Korea at all"
        elif south is None:
            continue
        else:
            alone = int((south[on] < FAR_BELOW * v[on]).sum())
            ratio = float(np.median(v[on]) / np.median(south[south > 0]))
            if 2 * alone >= on.sum() and ((south > 0) & ~on).any():
                reason = (
                    f"South Korea (months with this good: {int((south > 0).sum())}) is absent or far below in {alone} "
                    f"of the {int(on.sum())} booked to North Korea"
                )
            elif thin and 1 / ALIKE <= ratio <= ALIKE:
                reason = (
                    f"the reporter books {entries} monthly figures to North Korea and {theirs} to South Korea, in this "
                    "good in amounts of like size"
                )
            else:
                continue
        code = panel.codes[hs]
        found.append(Mixed(reporter, flow, code, int(on.sum()), alone, float(v.sum()), reason))
    return found


def unspecified(panel: Panel) -> list[str]:
    """Notices on usual partners that vanish in the last month while an area not specified rises by as much."""
    span = min(panel.months, 13)
    if span < 4:
        return []
    bounds = panel.pairs()
    if len(bounds) < 2:
        return []
    from sidelight.trade.scatter import by_pair

    last = panel.values[:, -span:]
    sums, known = by_pair(last, bounds)
    heads = bounds[:-1]
    notes: list[str] = []
    areas: dict[tuple[int, int], list[int]] = {}
    for k, i in enumerate(heads.tolist()):
        if panel.partners[panel.partner[i]] in UNSPECIFIED:
            areas.setdefault((int(panel.reporter[i]), int(panel.flow[i])), []).append(k)
    need = math.ceil(USUAL * (span - 1) / 12)
    gone = known[:, -1] & (sums[:, -1] == 0) & ((sums[:, :-1] > 0).sum(axis=1) >= need)
    month = panel.month(panel.months - 1)
    for k in np.flatnonzero(gone).tolist():
        i = int(heads[k])
        partner = panel.partners[panel.partner[i]]
        side = (int(panel.reporter[i]), int(panel.flow[i]))
        if partner in UNSPECIFIED:
            continue
        before = sums[k, :-1]
        usual = float(np.median(before[before > 0]))
        told = f"{panel.reporters[side[0]]} {panel.flows[side[1]]} {partner}: no trade at all in {month}, usually "
        told += f"{words.number(words.rounded(usual))} a month"
        risen = []
        for a in areas.get(side, []):
            then, now = float(np.median(sums[a, :-1][known[a, :-1]])) if known[a, :-1].any() else 0.0, sums[a, -1]
            if now - then >= 0.5 * usual:
                name = panel.partners[panel.partner[heads[a]]]
                risen.append(
                    f"{name} rose from {words.number(words.rounded(then))} to {words.number(words.rounded(float(now)))}"
                )
        if risen:
            notes.append(f"{told}, while {words.listed(risen)}: it may be booked there, and its none is no zero")
        elif partner == NORTH:
            notes.append(f"{told}; no area not specified rose by as much in these rows")
    return notes


def reliability(panel: Panel) -> list[Reliability]:
    """Every reporter and flow of the panel beside its partners' own books, over the last 12 months that both report."""
    bounds = panel.pairs()
    if len(bounds) < 2:
        return []
    from sidelight.trade.scatter import by_pair

    span = min(panel.months, 12)
    last = panel.values[:, -span:]
    sums, known = by_pair(last, bounds)
    index: dict[tuple[str, str, str], int] = {}
    for k, i in enumerate(bounds[:-1].tolist()):
        index[panel.reporters[panel.reporter[i]], panel.partners[panel.partner[i]], panel.flows[panel.flow[i]]] = k
    ratios: dict[tuple[str, str], list[float]] = {}
    for (reporter, partner, flow), k in index.items():
        if flow not in ("X", "M"):
            continue
        held = ratios.setdefault((reporter, flow), [])
        mirror = index.get((partner, reporter, "M" if flow == "X" else "X"))
        if mirror is None:
            continue
        both = known[k] & known[mirror]
        mine, theirs = float(sums[k, both].sum()), float(sums[mirror, both].sum())
        if both.sum() < LEAST_MONTHS or mine <= 0 or theirs <= 0:
            continue
        held.append(theirs / mine if flow == "X" else mine / theirs)
    out = []
    for (reporter, flow), held in sorted(ratios.items()):
        if not held:
            told = f"{reporter} {flow}: reliability unknown, the rows hold its side only"
            out.append(Reliability(reporter, flow, 0, 0, None, told))
            continue
        agreeing = sum(AGREE[0] <= r <= AGREE[1] for r in held)
        ratio = float(np.median(held))
        told = (
            f"{reporter} {flow}: imports (cif) are {words.number(words.rounded(ratio, 2))} of exports (fob) in the "
            f"middle of {len(held)} partners that report too; {agreeing} of {len(held)} lie between {AGREE[0]} and "
            f"{AGREE[1]}, what freight and insurance explain"
        )
        out.append(Reliability(reporter, flow, len(held), agreeing, ratio, told))
    return out
