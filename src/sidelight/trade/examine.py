"""What did it buy? Findings on trade from the statements of a view: the one door of the package.

Statements are figures of partners' customs (and of the place itself where it files any) in value, quantity and
weight. The rule by which outbreak goods are set against all goods is in `sidelight.trade.contrast`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sidelight.ledger.finding import Finding, Findings, Part, cite, evidence_of, text
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.reference.baskets import MANY_USES
from sidelight.reference.places import find_place
from sidelight.trade import words
from sidelight.trade.comparator import Comparator, comparators, disagree
from sidelight.trade.contrast import Surge, Totals, Window, best_by_good, grade_of, surge_of, totals_of
from sidelight.trade.mirror import Figure, Series, month_name, purchases, series_of

GROUP = "customs"
STRONGEST = "beyond what reopening explains; stockpiling not excluded"
"""The most that trade alone may say."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the analyses of one view share.

    Attributes
    ----------
    series : figures by good and month. surges : how each series with a current figure stands. best : one a good.
    totals : all goods, by reporter. admitted : the first admission in the view, or None.
    """

    view: View
    place: str
    place_name: str
    window: Window
    series: tuple[Series, ...]
    totals: dict[str, Totals]
    surges: tuple[Surge, ...]
    best: tuple[Surge, ...]
    admitted: Statement | None

    @classmethod
    def of(cls, view: View, place: str) -> Ledger:
        series = tuple(series_of(purchases(view, place)))
        window = Window.of(view.as_of)
        totals = {r: totals_of(series, r, window) for r in {s.reporter for s in series}}
        surges = tuple(
            surge
            for one in series
            if one.good is not None and (surge := surge_of(one, window, totals[one.reporter])) is not None
        )
        said = [s for s in view.statements(about=place, measure="admission") if s.asserted and s.place == place]
        admitted = min(
            said,
            key=lambda s: (s.period.days != 1, s.period.start or s.published_on, s.published_on, s.id),
            default=None,
        )
        known = find_place(place)
        return cls(
            view,
            place,
            known.name if known else place,
            window,
            series,
            totals,
            surges,
            tuple(best_by_good(surges)),
            admitted,
        )

    def reporter_name(self, code: str) -> str:
        known = find_place(code)
        return known.name if known else code or "a partner"

    @property
    def admitted_on(self) -> date | None:
        """The day of the admission; the day of the report where the text gives a longer span."""
        if self.admitted is None:
            return None
        start = self.admitted.period.start
        if start is not None and self.admitted.period.days == 1:
            return start
        return self.admitted.published_on


def examine(view: View, place: str, *, exhibits: bool = True) -> Findings:
    """Findings on what a place bought, as of a view.

    Parameters
    ----------
    view : what could be known. place : ISO 3166-1 alpha-3. exhibits : also compute what a page draws.

    Returns
    -------
    Findings ``trade.goods`` (graded), ``trade.goods.<good>``, ``trade.total``, ``trade.border`` (graded),
    ``trade.share``, ``trade.unit_prices``, ``trade.per_head``, ``trade.silence``; those without figures are absent.
    Exhibits ``trade.goods``, ``trade.totals``, ``trade.comparators``.
    """
    from sidelight.trade import context, exhibit

    ledger = Ledger.of(view, place)
    found = [
        *goods(ledger),
        *context.total(ledger),
        *context.border(ledger),
        *context.share(ledger),
        *context.unit_prices(ledger),
        *context.per_head(ledger),
        *context.silence(ledger),
    ]
    drawn = exhibit.exhibits(ledger) if exhibits else ()
    return Findings(tuple(found), tuple(drawn))


def day_after(month: int) -> str:
    """ISO day on which a half-open span ending before month index `month` ends."""
    return f"{month_name(month)}-01"


def goods(ledger: Ledger) -> list[Finding]:
    """`trade.goods`, the outbreak goods together, and one finding for each."""
    each = [_good(ledger, surge) for surge in ledger.best]
    if not ledger.best:
        return []
    return [_basket(ledger), *each]


def selection_limits(ledger: Ledger, used: Sequence[Statement]) -> tuple[str, ...]:
    """What the choice of figures does to them, said beside every finding on goods."""
    limits = ["Figures in the press are printed because they surged; ordinary months seldom are."]
    admitted = ledger.admitted_on
    if admitted is not None:
        late = sum(s.published_on >= admitted for s in used)
        if late:
            limits.append(
                f"{_of(late, len(used))} printed on or after the admission, for goods picked once an outbreak was "
                "known."
            )
    elif ledger.view.basis == "available" and any(s.published_on > ledger.view.as_of for s in used):
        late = sum(s.published_on > ledger.view.as_of for s in used)
        limits.append(
            f"{_of(late, len(used))} printed only after this day: the records could be queried, the goods were picked "
            "later."
        )
    return tuple(limits)


def _of(some: int, whole: int) -> str:
    """``3 of the 5 figures used were``, ``The one figure used was``."""
    return "The one figure used was" if whole == 1 else f"{some} of the {whole} figures used were"


def _basket(ledger: Ledger) -> Finding:
    grade = grade_of(ledger.best)
    counted = [s for s in ledger.best if s.counted]
    ahead = sorted(
        (s for s in counted if s.contrast is not None and s.contrast >= 2),
        key=lambda s: (-(s.contrast or 0.0), s.series.label),
    )
    judged = [s for s in counted if s.contrast is not None]
    used = _unique([x for s in ledger.best for x in s.statements])
    folds = [s.all_goods for s in judged if s.all_goods is not None]
    parts: list[Part | str] = []
    if not judged:
        parts.append(
            f"{len(counted)} outbreak goods have a current figure; none can be set against all goods, because "
            + _why_unjudged(counted)
            + "."
        )
    else:
        most = max(folds)
        total = next((t for t in ledger.totals.values() if t.current is not None), None)
        held = (*(total.current.statements if total and total.current else ()),)
        parts.append(
            f"Of {len(judged)} outbreak goods that can be compared with an earlier year, {len(ahead)} rose at "
        )
        parts.append("least twice as far as all goods, which rose ")
        parts.append(cite(f"at most {words.times(most)}" if most >= 1 else "not at all", *held))
        if ahead:
            parts.append(": ")
            for i, surge in enumerate(ahead):
                if i:
                    parts.append(" and " if i == len(ahead) - 1 else ", ")
                parts.append(cite(_short(surge), *surge.statements))
        parts.append(f". That is {STRONGEST}." if grade else ".")
        used = _unique([*used, *held])
    numbers = {
        "goods_with_figures": len(counted),
        "goods_compared": len(judged),
        "goods_ahead": [s.series.good.name for s in ahead if s.series.good],
        "classes_ahead": sorted({s.series.good.kind for s in ahead if s.series.good}),
        "contrast": [_finite(s.contrast) for s in ahead],
        "fold": [s.fold for s in ahead],
        "first_since_none": [s.series.good.name for s in ahead if s.first and s.series.good],
        "all_goods_fold_high": max(folds) if folds else None,
    }
    limits = [
        "An outbreak, stockpiling, or a border that lets medicine in first would each do this.",
        *selection_limits(ledger, used),
    ]
    if any(s.series.good is not None and s.series.good.kind == MANY_USES for s in ledger.best):
        limits.append("Steroids and vitamins have many uses: shown, never counted.")
    return Finding(
        "trade.goods",
        "trade",
        text(*parts),
        evidence_of(used),
        numbers,
        grade=grade,
        group=GROUP,
        period_end=day_after(max(s.current.end for s in ledger.best)),
        limits=tuple(limits),
    )


def _why_unjudged(surges: Sequence[Surge]) -> str:
    if all(s.all_goods is None for s in surges) and any(s.reference is not None for s in surges):
        return "no total of all goods is known for these months"
    return "no earlier year has figures for at least six months"


def _short(surge: Surge) -> str:
    if surge.first:
        return f"{surge.series.label} (after none in {surge.year})"
    return f"{surge.series.label} ({words.times(surge.fold or 0.0)} a month of {surge.year})"


def _good(ledger: Ledger, surge: Surge) -> Finding:
    """One good: its running total, a month's worth, and the three years beside it."""
    series, current = surge.series, surge.current
    good = series.good
    assert good is not None
    low, high = current.per_month
    span = words.cover_words(current)
    parts: list[Part | str] = [f"In {span} {ledger.reporter_name(series.reporter)} recorded "]
    parts.append(cite(words.amount(series, current.low, current.high), *current.statements))
    parts.append(f" for {ledger.place_name}")
    if current.months > 1 and current.low > 0:
        unit = words.currency(series.unit) if series.measure == "trade.value" else ""
        kilograms = " kg" if series.measure == "trade.weight" else ""
        parts.append(f", {unit}{words.between(low, high)}{kilograms} a month")
    others = [
        o
        for o in ledger.surges
        if o is not surge
        and o.series.good is good
        and (o.series.reporter, o.series.name) == (series.reporter, series.name)
    ]
    for other in others:
        same = (other.current.start, other.current.end) == (current.start, current.end)
        parts.append("; " if same else f"; in {words.cover_words(other.current)} ")
        parts.append(cite(words.amount(other.series, other.current.low, other.current.high), *other.current.statements))
    most = _most_in_a_month([series, *(o.series for o in others)], current.start, current.end)
    if most is not None and not (current.months == 1 and most[0].measure == series.measure):
        parts.append("; the most known of one month is ")
        parts.append(cite(words.amount(most[0], most[1].low, most[1].high), *most[1].statements))
        parts.append(f" in {words.month_words(most[1].start)}")
    years = comparators(series, ledger.place, current.start)
    told, numbers = _compared(surge, years)
    used = _unique(
        [
            *surge.statements,
            *(most[1].statements if most is not None else ()),
            *(s for o in others for s in o.current.statements),
            *(s for y in years if y.known for s in y.known.statements),
        ]
    )
    parts += told
    if surge.contrast is not None and not surge.first and surge.fold is not None and surge.all_goods is not None:
        if surge.contrast >= 1.0:
            parts.append(
                f" That is {words.times(surge.contrast)} as far as all goods"
                + (f", which rose at most {words.times(surge.all_goods)}." if surge.all_goods >= 1 else ", which fell.")
            )
        else:
            parts.append(f" All goods may have risen as far ({words.times(surge.all_goods)} at most).")
    if surge.trivial:
        parts.append(" So little may be a parcel; it is not counted.")
    limits = [*selection_limits(ledger, used)]
    if good.reason:
        limits.append(f"{good.label[0].upper()}{good.label[1:]}: {good.reason}.")
    if any(not f.agree for f in current.figures):
        limits.append("Statements of the same months exclude each other; the wider interval is used.")
    numbers |= {
        "low": current.low,
        "high": current.high,
        "unit": series.unit,
        "months": current.months,
        "fold": surge.fold,
        "contrast": _finite(surge.contrast),
        "first_since_none": surge.first,
        "reference_year": surge.year,
        "all_goods_fold_high": surge.all_goods,
    }
    return Finding(
        f"trade.goods.{good.name}",
        "trade",
        text(*parts),
        evidence_of(used),
        numbers,
        group=GROUP,
        period_end=day_after(current.end),
        limits=tuple(limits),
    )


def _most_in_a_month(held: Sequence[Series], start: int, end: int) -> tuple[Series, Figure] | None:
    """The largest figure of a single month of the span, in pieces where any is known so, else in the first measure."""
    pieces = [s for s in held if s.measure == "trade.quantity"] or list(held[:1])
    months = [(s, f) for s in pieces for f in s.figures if f.months == 1 and start <= f.start < end and f.low > 0]
    return max(months, key=lambda pair: (pair[1].low, -pair[1].start)) if len(months) > 1 else None


def _compared(surge: Surge, years: Sequence[Comparator]) -> tuple[list[Part | str], dict[str, object]]:
    """The sentence on the three comparators: those filled, those that nothing fills, whether they disagree."""
    series, current = surge.series, surge.current
    numbers: dict[str, object] = {}
    filled = [y for y in years if y.known is not None]
    empty = [y for y in years if y.known is None]
    parts: list[Part | str] = []
    folds = []
    for i, year in enumerate(filled):
        assert year.known is not None
        low, high = year.known.per_month
        fold = year.fold(current)
        numbers[f"per_month_low_{year.year}"], numbers[f"per_month_high_{year.year}"] = low, high
        numbers[f"fold_{year.year}"] = _finite(fold[0]) if fold else None
        parts.append("; " if i else ". ")
        some = "" if year.known.months == 12 else f", {words.months(year.known.months)} known"
        if year.known.zero:
            words_then = f"none in {year.label}{some}"
            if current.low > 0:
                words_then = f"first after {words_then}"
            if not i:
                words_then = words_then[0].upper() + words_then[1:]
            parts.append(cite(words_then, *year.known.statements))
            continue
        unit = words.currency(series.unit) if series.measure == "trade.value" else ""
        kilograms = " kg" if series.measure == "trade.weight" else ""
        parts.append(
            cite(f"{unit}{words.between(low, high)}{kilograms} a month in {year.label}{some}", *year.known.statements)
        )
        if fold is not None and math.isfinite(fold[0]) and current.low > 0:
            folds.append(fold)
            parts.append(f", so {words.times(*fold)} as much now")
    if empty:
        parts.append("; " if filled else ". ")
        parts.append(("no" if filled else "No") + f" figure for {words.listed([str(y.year) for y in empty])}")
    parts.append(".")
    if disagree(folds):
        parts.append(" The years disagree on how far it rose.")
    elif folds and any(y.known is not None and y.known.zero for y in filled):
        parts.append(" The years disagree: none in one, some in another.")
    numbers["comparators_missing"] = [y.year for y in empty]
    numbers["comparators_disagree"] = disagree(folds)
    return parts, numbers


def _finite(x: float | None) -> float | None:
    return x if x is not None and math.isfinite(x) else None


def _unique(statements: Sequence[Statement]) -> list[Statement]:
    return list({s.id: s for s in statements}.values())
