"""Which series run ahead of their own past in a month, and which pairs' outbreak goods ahead of the pair's others.

One pass: class priors from the months before, the hurdle filter, windows of 1, 2, 3 and 6 months, recalibration on
quiet months of the same panel, false-discovery control, baskets by pair. A p is a false-alarm rate, never odds of an
outbreak.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.reference.baskets import SYNDROMES, basket, good_of_code
from sidelight.trade import words
from sidelight.trade.kinds import ADDITIVE
from sidelight.trade.panel import Panel
from sidelight.trade.partners import Reliability

Floats = npt.NDArray[np.float64]
SHOWN = 0.05
"""Series with a p at most so large are listed."""
FALSE_DISCOVERY = 0.1
LISTED = 20_000
"""At most so many series are put into words, the most surprising; the rest is counted."""
LEARN_SERIES = 20_000
"""At most so many series teach the recalibration, evenly taken from the panel."""
PRIOR_SERIES = 3_000
"""At most so many series of a class teach its prior."""
HISTORY = 36
"""Months over which baskets are watched (`e_value`)."""
SHOCK_GOODS = 100
"""At most so many other goods of a pair, evenly taken, teach how much its goods have in common."""
QUINTILES = 5
DRAWN = 12
"""Months before the tested one that a page draws."""
STATEMENT = "outbreak, stockpiling, or a border that lets medicine in first would each do this"


@dataclass(frozen=True, slots=True)
class SeriesSurge:
    """One series in the month: what it traded, what was usual, and how surprising that is.

    `usual_low` and `usual_high` hold 8 in 10 months with trade; `history` are the months before, None not reported.
    `unit_value` is value over weight or quantity, `unit_change` whether its unit is another one than before (no surge),
    `koreas` whether it may be South Korean trade booked to North Korea.
    """

    reporter: str
    partner: str
    flow: str
    hs: str
    month: str
    value: float | None
    expected: float | None
    fold: float | None
    p: float | None
    words: str
    discovery: bool
    usual_low: float | None
    usual_high: float | None
    history: tuple[float | None, ...] = ()
    weight_kg: float | None = None
    qty: float | None = None
    qty_unit: str | None = None
    unit_value: float | None = None
    unit_value_per: str | None = None
    usual_unit_value: float | None = None
    unit_change: bool = False
    koreas: bool = False

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__ if name != "history"}


@dataclass(frozen=True, slots=True)
class BasketSurge:
    """One basket of one pair in the month."""

    reporter: str
    partner: str
    flow: str
    basket: str
    month: str
    p_raw: float | None
    p_contrast: float | None
    p_shock: float | None
    e_value: float | None
    level: str
    words: str
    goods: int
    controls: int
    discovery: bool = False

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Surges:
    """Everything found in one month of one panel.

    Attributes
    ----------
    tested : series with a figure in the month. calibrated_on : quiet series-months behind the recalibration.
    notes : what was left out or could not be judged. reliability : how far the reporters' books agree with others'.
    measure : what was tested (`trade.kinds`).
    """

    as_of: str
    month: str
    tested: int
    series: tuple[SeriesSurge, ...]
    baskets: tuple[BasketSurge, ...]
    calibrated_on: int
    notes: tuple[str, ...]
    reliability: tuple[Reliability, ...] = ()
    measure: str = "value"

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of,
            "series_tested": self.tested,
            "series": [s.as_json() for s in self.series],
            "baskets": [b.as_json() for b in self.baskets],
            "month": self.month,
            "measure": self.measure,
            "calibrated_on": self.calibrated_on,
            "notes": list(self.notes),
            "reliability": [r.as_json() for r in self.reliability],
        }


@cache
def levels() -> dict[str, float]:
    """Thresholds of watch and alert, fixed in one file before any case was run."""
    text = files("sidelight.trade").joinpath("levels.toml").read_text(encoding="utf-8")
    return {k: float(v) for k, v in tomllib.loads(text).items() if isinstance(v, int | float)}


def level_of(contrast: float | None, e_value: float | None) -> str:
    """quiet, watch or alert. Without a contrast the level is at most watch: nothing tells it from a reopening."""
    t = levels()
    e = e_value or 0.0
    if contrast is not None:
        if contrast <= t["alert_contrast"] and e >= t["alert_e"]:
            return "alert"
        return "watch" if contrast <= t["watch_contrast"] and e >= t["watch_e"] else "quiet"
    return "watch" if e >= t["watch_e_alone"] else "quiet"


@dataclass(frozen=True, slots=True)
class Fit:
    """The panel with its priors, classes and recalibration: what every month's test starts from."""

    panel: Panel
    prior: Floats
    classes: npt.NDArray[np.int64]
    calibration: Any
    seen: npt.NDArray[np.int64]
    occupancy: Floats
    traded: npt.NDArray[np.int64]


def fit_panel(panel: Panel) -> Fit:
    """Priors from the months before the last, and the recalibration from quiet months of the panel."""
    from sidelight.trade import prior as priors
    from sidelight.trade.goods_filter import scan_goods
    from sidelight.trade.hurdle import scan, tallies, window_p
    from sidelight.trade.recalibrate import Calibration, before, recent
    from sidelight.trade.surprise import surprise

    past = panel.values[:, :-1]
    n = len(past)
    seen, traded, total = tallies(past)
    occupancy = traded / np.maximum(seen, 1)
    narrow, wide = _classes(panel, total)
    rows, classes = _priors(past, narrow, wide, priors)
    step = max(1, n // LEARN_SERIES)
    some = np.arange(step // 2, n, step)
    quiet_end = past.shape[1] - 6
    if quiet_end > 12 and past.shape[1] > 18:
        known = past[some]
        earlier, could = before(known)
        teaches = recent(could, quiet_end)
        goods = panel.kind == "goods"
        quiet = window_p(scan_goods(known).p) if goods else surprise(known, scan(known, rows, classes[some]))
        calibration = Calibration.learn(quiet[teaches], earlier[teaches])
    else:
        calibration = Calibration.learn(np.zeros(0, np.float32), np.zeros(0, np.int64))
    return Fit(panel, rows, classes, calibration, seen, occupancy, traded)


def _classes(panel: Panel, total: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Narrow class: HS chapter and quintile of the pair's size; wide: HS chapter."""
    chapters = np.array([int(code[:2]) for code in panel.codes], np.int64)
    bounds = panel.pairs()
    size = np.add.reduceat(total, bounds[:-1]) if len(total) else np.zeros(0)
    cut = np.quantile(size, [0.2, 0.4, 0.6, 0.8]) if len(size) else np.zeros(4)
    quintile = np.repeat(np.digitize(size, cut), np.diff(bounds))
    chapter = chapters[panel.hs]
    return chapter * QUINTILES + quintile, chapter


def _priors(
    past: npt.NDArray[np.float32], narrow: npt.NDArray[np.int64], wide: npt.NDArray[np.int64], priors: Any
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Rows of priors and the row of each series; large classes are learnt from an even sample of their members."""
    common = priors.habits(past)
    rows = [priors.fit(past[:: max(1, len(past) // PRIOR_SERIES)], common)]
    classes = np.zeros(len(past), np.int64)
    for groups in (wide, narrow):
        order = np.argsort(groups, kind="stable")
        bounds = np.flatnonzero(np.diff(groups[order], prepend=-1))
        for start, end in zip(bounds, [*bounds[1:], len(order)], strict=True):
            if end - start < priors.LEAST:
                continue
            members = order[start:end]
            classes[members] = len(rows)
            rows.append(priors.fit(past[members[:: max(1, len(members) // PRIOR_SERIES)]], common))
    return np.array(rows), classes


def find_surges(
    panel: Panel,
    *,
    as_of: str,
    seed: int,
    only: str | None = None,
    every: bool = False,
    fit: Fit | None = None,
    say: Callable[[str], None] | None = None,
) -> Surges:
    """Test the last month of a panel.

    Parameters
    ----------
    as_of : the day, for the record. seed : root of the draws of the contrast test. only : one basket.
    every : list every series, not only those with p <= .05.
    """
    from sidelight.trade.goods_filter import scan_goods
    from sidelight.trade.hurdle import scan, window_p
    from sidelight.trade.recalibrate import discoveries
    from sidelight.trade.surprise import surprise

    held = fit or fit_panel(panel)
    if say is not None:
        say(f"{len(panel.values):,} series of {panel.months} months; testing {panel.month(panel.months - 1)}")
    first = max(panel.months - 6, 0)
    goods = panel.kind == "goods"
    found = (
        scan_goods(panel.values, first=first) if goods else scan(panel.values, held.prior, held.classes, first=first)
    )
    if goods or not len(held.calibration.whole.at):
        raw = window_p(found.p, None if goods else found.chance)[:, -1]
    else:
        raw = surprise(panel.values[:, first:], found, panel.months - 1 - first)[:, -1]
    p = held.calibration(raw, held.traded)
    chosen = np.flatnonzero(~np.isnan(p)) if every else np.flatnonzero(p <= SHOWN)
    if only is not None:
        codes = {c for g in basket(only) for c in g.codes}
        inside = np.array([_in_basket(code, codes) for code in panel.codes], bool)
        chosen = chosen[inside[panel.hs[chosen]]]
    chosen = chosen[np.argsort(p[chosen], kind="stable")]
    unlisted = 0 if every else max(len(chosen) - LISTED, 0)
    chosen = chosen[: len(chosen) - unlisted]
    certain = discoveries(held.calibration.upper(p, held.traded), FALSE_DISCOVERY)
    series = _series(panel, held, found, p, chosen, certain)
    names = ([only] if only else list(SYNDROMES)) if panel.kind in ADDITIVE else []
    baskets = _baskets(held, seed, names)
    return Surges(
        as_of,
        panel.month(panel.months - 1),
        int((~np.isnan(p)).sum()),
        tuple(series),
        tuple(baskets),
        held.calibration.cases,
        (
            *_notes(panel, held),
            *([f"{unlisted:,} more series with p <= {SHOWN} are not listed (--all lists all)"] if unlisted else []),
        ),
        measure=panel.kind,
    )


def _notes(panel: Panel, held: Fit) -> list[str]:
    notes = [*panel.excluded.told(), *panel.merged]
    if not len(held.calibration.whole.at):
        notes.append("too few quiet months to recalibrate on: p is the filter's own")
    silent = int(np.isnan(panel.values[:, -1]).sum())
    if silent:
        why = "their reporter has not reported" if panel.kind == "value" else "not reported, or not to be formed, in"
        notes.append(f"{silent:,} series not tested: {why} {panel.month(panel.months - 1)}")
    short = int((held.seen < 12).sum())
    if short:
        notes.append(f"{short:,} series have fewer than 12 months before: they lean on their class")
    return notes


def _series(
    panel: Panel, held: Fit, found: Any, p: Floats, chosen: npt.NDArray[np.int64], certain: npt.NDArray[np.bool_]
) -> list[SeriesSurge]:
    from scipy.stats import t as student

    place = found.place[chosen, -1].astype(float)
    scale = found.scale[chosen, -1].astype(float)
    freedom = found.freedom[chosen, -1].astype(float)
    reach = student.ppf(0.9, freedom) * scale
    # the month alone has p = SHOWN at this value; 0 where trade itself is rarer
    chance = np.maximum(found.chance[chosen, -1].astype(float), SHOWN)
    edge = np.exp(place + scale * student.isf(SHOWN / chance, freedom))
    month = panel.month(panel.months - 1)
    out = []
    for j, i in enumerate(chosen.tolist()):
        value = float(panel.values[i, -1])
        usual = math.exp(place[j])
        low, high = math.exp(place[j] - reach[j]), math.exp(place[j] + reach[j])
        high = min(high, 1.0) if panel.kind == "share" else high
        traded = int(found.traded[i])
        expected = usual if traded else None
        fold = value / usual if expected else None
        both = float(p[i]), float(found.p[i, -1])
        ordinary = None if panel.kind == "goods" else float(edge[j])
        told = _words(panel, i, value, usual, (low, high), both, int(found.since[i]), ordinary)
        out.append(
            SeriesSurge(
                panel.reporters[panel.reporter[i]],
                panel.partners[panel.partner[i]],
                panel.flows[panel.flow[i]],
                panel.codes[panel.hs[i]],
                month,
                value,
                expected,
                fold,
                float(np.clip(p[i], 0.0, 1.0)),
                told,
                bool(certain[i]),
                low if traded else None,
                high if traded else None,
                tuple(None if math.isnan(x) else float(x) for x in panel.values[i, -1 - DRAWN : -1]),
            )
        )
    return out


def _words(
    panel: Panel,
    i: int,
    value: float,
    usual: float,
    reach: tuple[float, float],
    both: tuple[float, float],
    since: int,
    ordinary: float | None,
) -> str:
    """Plain words of one series: how much, how usual, since when, how surprising, which months are missing.

    `ordinary` is the most that a month reaches by chance once in 20 (0: any trade at all is rarer; None: not known).
    """
    p, alone = both
    last = panel.months - 1
    row = panel.values[i, :last]

    figure = words.figure(value, panel.kind, panel.currency) if value > 0 else "none"
    told = f"{figure} in {words.month_words(panel.start + last)}"
    seen = int((~np.isnan(row)).sum())
    if value > 0:
        past = np.flatnonzero(row > 0)
        if not len(past):
            told += f": the first in the record ({words.months(seen)})"
        else:
            low, high = (words.figure(x, panel.kind, panel.currency, 2, short=True) for x in reach)
            typical = words.figure(usual, panel.kind, panel.currency, 2, short=True)
            if panel.kind == "goods":
                told += f": {words.times(value / usual)} the usual {typical} a month"
            else:
                told += f": {words.times(value / usual)} the usual {typical} of a month with trade"
                told += f" (8 in 10 such months lie between {low} and {high})"
            if last - past[-1] > 3:
                told += f"; the first since {words.month_words(panel.start + int(past[-1]))}"
            if since < 0:
                told += f"; the highest in the record ({words.months(seen)})"
            elif since > 3:
                told += f"; the highest since {words.month_words(panel.start + last - since)}"
    if p < 0.5:
        bits = words.number(words.rounded(-math.log2(max(p, 1e-30)), 2))
        told += f"; surprise {bits} bits: expected {words.once_in(p)}"
        if alone > 3 * p:
            told += ", for the last months together rather than for this one"
        if alone <= SHOWN and ordinary is not None:
            most = words.figure(ordinary, panel.kind, panel.currency, 2, short=True)
            told += f"; {f'up to {most}' if ordinary else 'only none'} would have been ordinary"
    gaps = np.flatnonzero(np.isnan(row))
    if len(gaps):
        names = [panel.month(int(g)) for g in gaps[-3:]]
        more = f" and {len(gaps) - 3} more" if len(gaps) > 3 else ""
        missing = "not reported" if panel.kind == "value" else "without a figure"
        told += f"; {missing}: {', '.join(names)}{more}"
    return told + "."


def _in_basket(code: str, codes: set[str]) -> bool:
    good = good_of_code(code)
    return good is not None and any(c in codes for c in good.codes)


def _baskets(held: Fit, seed: int, names: Sequence[str]) -> list[BasketSurge]:
    """Every pair that trades goods of a basket, tested in the last month."""
    from sidelight.trade.basket import MONTHS as LOOK
    from sidelight.trade.basket import look_at
    from sidelight.trade.hurdle import Scan, scan
    from sidelight.trade.recalibrate import e_discoveries

    panel = held.panel
    listed = np.array([good_of_code(code) is not None for code in panel.codes], bool)
    member = {
        name: np.array([_in_basket(c, {x for g in basket(name) for x in g.codes}) for c in panel.codes], bool)
        for name in names
    }
    bounds = panel.pairs()
    first = max(panel.months - HISTORY, 0)
    out: list[BasketSurge] = []
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        hs = panel.hs[start:end]
        if not any(member[name][hs].any() for name in names):
            continue
        # months before the last few serve the e-value of the basket and the shock that the other goods share
        begins = np.full(end - start, panel.months - LOOK, np.int64)
        others = np.flatnonzero(~listed[hs])
        begins[others[:: max(1, -(-len(others) // SHOCK_GOODS))]] = first
        begins[listed[hs]] = first
        part = slice(start, end)
        found: Scan = scan(panel.values[part], held.prior, held.classes[part], first=first, begins=begins)
        i = start
        reporter, partner = panel.reporters[panel.reporter[i]], panel.partners[panel.partner[i]]
        flow, month = panel.flows[panel.flow[i]], panel.month(panel.months - 1)
        for name in names:
            inside = member[name][hs]
            if not inside.any():
                continue
            digest = hashlib.sha256(f"{reporter}|{partner}|{flow}|{name}|{month}".encode()).digest()
            rng = np.random.default_rng(np.random.SeedSequence([seed, int.from_bytes(digest[:8], "big")]))
            test = look_at(panel.values[part, first:], found, inside, ~listed[hs], rng)
            level = level_of(test.contrast, test.e_value)
            out.append(
                BasketSurge(
                    reporter,
                    partner,
                    flow,
                    name,
                    month,
                    test.raw,
                    test.contrast,
                    test.shock,
                    test.e_value,
                    level,
                    _basket_words(name, test, level),
                    test.goods,
                    test.controls,
                )
            )
    flags = e_discoveries([b.e_value if b.e_value is not None else math.nan for b in out], FALSE_DISCOVERY)
    rank = {"alert": 0, "watch": 1, "quiet": 2}
    marked = [replace(b, discovery=bool(f)) for b, f in zip(out, flags, strict=True)]
    return sorted(marked, key=lambda b: (rank[b.level], b.p_contrast if b.p_contrast is not None else 2.0, b.partner))


def _basket_words(name: str, test: Any, level: str) -> str:
    """Level, the three tests in words, and what they cannot tell apart."""
    if test.raw is None:
        return f"{name}: none of {test.goods} goods has a figure in the last three months."
    told = f"{name}, {test.goods} goods: {level}. "
    told += f"By themselves {_once(test.raw)}"
    if test.contrast is None:
        told += f"; {test.controls} other goods are too few to set them against, so reopening cannot be told apart"
    else:
        told += f"; against the pair's {test.controls} other goods {_once(test.contrast)}"
    if level != "quiet":
        told += f": {STATEMENT}"
    return told + "."


def _once(p: float) -> str:
    if p > 0.2:
        return "nothing out of the ordinary"
    return f"as far up {words.once_in(p).replace('months', 'ordinary months')}"
