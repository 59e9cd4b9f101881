"""What stands around the goods: all goods, the border, shares, prices a piece, amounts a head, months of none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sidelight.ledger.finding import Finding, Part, cite, evidence_of, text
from sidelight.ledger.period import spoken_day
from sidelight.ledger.statement import Statement
from sidelight.reference.baskets import MANY_USES
from sidelight.trade import words
from sidelight.trade.comparator import comparators
from sidelight.trade.contrast import RECENT_DAYS, reference_of
from sidelight.trade.mirror import Cover, Figure, Series, cover, month_name

if TYPE_CHECKING:
    from sidelight.trade.examine import Ledger

RISE, FALL = 2.0, 0.5
"""`trade.total` is graded where all goods a month reach twice, or at most half, those of the reference year."""
MASKS_A_DAY = 4
"""Masks that a doctor or nurse uses in a day (WHO COVID-19 Essential Supplies Forecasting Tool 4)."""
OPENED = frozenset({"transport.resumed", "border.opened"})
CLOSED = frozenset({"transport.suspended", "border.closed"})


def _end(month: int) -> str:
    return f"{month_name(month)}-01"


def total(ledger: Ledger) -> list[Finding]:
    """`trade.total`: all goods beside the reference year and the three comparators."""
    found = []
    for reporter, totals in sorted(ledger.totals.items()):
        if totals.series is None or totals.current is None or totals.series.unit != "USD":
            continue
        found.append((totals.current.high or totals.current.low, reporter, totals))
    if not found:
        return []
    _, reporter, totals = max(found, key=lambda f: f[0])
    assert totals.series is not None
    assert totals.current is not None
    series, current = totals.series, totals.current
    low, high = current.per_month
    parts: list[Part | str] = [f"In {words.cover_words(current)} {ledger.reporter_name(reporter)} recorded "]
    parts.append(cite(words.amount(series, current.low, current.high), *current.statements))
    parts.append(f" for {ledger.place_name}, US${words.between(low, high)} a month")
    used = list(current.statements)
    years = comparators(series, ledger.place, current.start)
    numbers: dict[str, object] = {"low": current.low, "high": current.high, "months": current.months}
    for year in years:
        if year.known is None:
            continue
        used += year.known.statements
        then_low, then_high = year.known.per_month
        fold = year.fold(current)
        some = "" if year.known.months == 12 else f", {words.months(year.known.months)} known"
        parts.append("; ")
        parts.append(
            cite(f"US${words.between(then_low, then_high)} a month in {year.label}{some}", *year.known.statements)
        )
        if fold is not None and math.isfinite(fold[0]):
            parts.append(f" ({words.times(*fold)} as much now)")
            numbers[f"fold_{year.year}"] = fold[0]
    empty = [str(y.year) for y in years if y.known is None]
    parts.append(f"; no figure for {words.listed(empty)}." if empty else ".")
    grade = None
    found_reference = reference_of(series, current.start)
    if found_reference is not None:
        year_then, reference = found_reference
        then_low, then_high = reference.per_month
        numbers["reference_year"] = year_then
        if then_high and low / then_high >= RISE:
            grade = "rise"
        elif then_low > 0 and high is not None and high / then_low <= FALL:
            grade = "fall"
        used += reference.statements
    limits = ["All goods are what the reporter filed: smuggling, ship-to-ship transfers and most aid are not in it."]
    if any(not f.agree for f in current.figures):
        limits.append("Statements of the same months exclude each other; the wider interval is used.")
    return [
        Finding(
            "trade.total",
            "trade",
            text(*parts),
            evidence_of(used),
            numbers,
            grade=grade,
            group="border",
            period_end=_end(current.end),
            limits=tuple(limits),
        )
    ]


def border(ledger: Ledger) -> list[Finding]:
    """`trade.border`: trains and ships reported to run or to stop in the last 120 days.

    The state in force on most days that the current figures cover (120 days back at most) grades it:
    a stop that came after the last month with a figure cannot have shaped that figure. With no current figure the
    latest event decides.
    """
    view = ledger.view
    events = sorted(
        (
            s
            for s in view.statements(about=ledger.place, measure=("transport", "border"))
            if s.measure in OPENED | CLOSED and s.asserted and _day(s) is not None
        ),
        key=lambda s: (_day(s) or date.min, s.id),
    )
    since = view.as_of - timedelta(days=RECENT_DAYS)
    recent = [s for s in events if (s.period.last_day or s.period.start or date.min) >= since]
    if not recent:
        return []
    ends = [t.current.end for t in ledger.totals.values() if t.current] + [s.current.end for s in ledger.surges]
    starts = [t.current.start for t in ledger.totals.values() if t.current]
    starts += [f.start for s in ledger.surges for f in s.current.figures if not f.zero]
    start, until = since, view.as_of
    if ends and starts:
        first, last = min(starts), max(ends)
        start = max(date(first // 12, first % 12 + 1, 1), since)
        until = min(date(last // 12, last % 12 + 1, 1) - timedelta(days=1), view.as_of)
    opened, closed = _days_in_force(events, start, until)
    if opened == closed:
        grade = "opened" if recent[-1].measure in OPENED else "closed"
    else:
        grade = "opened" if opened > closed else "closed"
    parts: list[Part | str] = []
    for measure, told in (("opened", "run or open"), ("closed", "stop or close")):
        group = OPENED if measure == "opened" else CLOSED
        said = [s for s in recent if s.measure in group]
        if not said:
            continue
        parts.append("; " if parts else "")
        parts.append("Traffic was reported to " if not parts[:-1] else "it was reported to ")
        days = list(dict.fromkeys(_when(s) for s in sorted(said, key=lambda s: (_day(s) or date.min, s.id))))
        parts.append(cite(f"{told} ({words.listed(days[:3])})", *said))
    state = "ran" if grade == "opened" else "stood still"
    parts.append(f". It {state} for most of the days that the current figures cover.")
    last_day = max((s.period.last_day or s.period.start or since) for s in recent)
    return [
        Finding(
            "trade.border",
            "trade",
            text(*parts),
            evidence_of(recent),
            {"days_open": opened, "days_closed": closed, "events": len(recent)},
            grade=grade,
            group="border",
            period_end=(last_day + timedelta(days=1)).isoformat(),
            limits=("Rail is not the only way in: ships and trucks went on at times when trains did not.",),
        )
    ]


def _day(s: Statement) -> date | None:
    return s.period.start


def _when(s: Statement) -> str:
    start, end = s.period.start, s.period.last_day
    if start is None:
        return "no day given"
    if end is None or end == start:
        return spoken_day(start)
    if s.period.month is not None:
        return words.month_words(start.year * 12 + start.month - 1)
    return f"{spoken_day(start)} to {spoken_day(end)}"


def _days_in_force(events: Sequence[Statement], since: date, until: date) -> tuple[int, int]:
    """Days from `since` to `until` on which the last event before was an opening, and a closing."""
    opened = closed = 0
    for i, event in enumerate(events):
        start = max(_day(event) or since, since)
        later = _day(events[i + 1]) if i + 1 < len(events) else None
        stop = min(later or until + timedelta(days=1), until + timedelta(days=1))
        days = max((stop - start).days, 0)
        if event.measure in OPENED:
            opened += days
        else:
            closed += days
    return opened, closed


def share(ledger: Ledger) -> list[Finding]:
    """`trade.share`: outbreak goods in all goods, over the span with most of their value and a known total."""
    best = None
    for reporter, totals in sorted(ledger.totals.items()):
        if totals.series is None:
            continue
        for whole in totals.series.figures:
            if whole.start < ledger.window.start or whole.end < ledger.window.recent or not whole.high:
                continue
            held = _values_inside(ledger, reporter, whole)
            value = sum(f.low for _, f in held)
            if held and (best is None or value > best[0]):
                best = (value, reporter, whole, held)
    if best is None:
        return []
    _, reporter, whole, held = best
    low = sum(f.low for _, f in held) / whole.high if whole.high else 0.0
    tops = [f.high for _, f in held]
    high = None if None in tops or whole.low <= 0 else sum(t for t in tops if t is not None) / whole.low
    parts_said = [s for _, f in held for s in f.statements]
    names = words.listed([s.label for s, _ in held])
    told = _percent(low, high)
    sentence = text(
        f"In {words.span_words(whole.start, whole.end)} the outbreak goods with a printed value ({names}) made up ",
        cite(told, *parts_said, *whole.statements),
        f" of all that {ledger.reporter_name(reporter)} recorded for {ledger.place_name}.",
    )
    return [
        Finding(
            "trade.share",
            "trade",
            sentence,
            evidence_of([*parts_said, *whole.statements]),
            {"share_low": low, "share_high": high, "goods": [s.label for s, _ in held]},
            group="customs",
            period_end=_end(whole.end),
            limits=("Only goods whose value was printed for these months are in it: the true share is higher.",),
        )
    ]


def _percent(low: float, high: float | None) -> str:
    if high is None:
        return f"at least {words.number(words.rounded(100 * low, 2))} %"
    return f"{words.between(100 * low, 100 * high, 2)} %"


def _values_inside(ledger: Ledger, reporter: str, whole: Figure) -> list[tuple[Series, Cover]]:
    """Values of outbreak goods over exactly the months of a total."""
    held = []
    for series in ledger.series:
        if series.good is None or series.good.kind == MANY_USES or series.reporter != reporter:
            continue
        if series.measure != "trade.value" or series.unit != "USD":
            continue
        known = cover(series.figures, whole.start, whole.end)
        if known is not None and known.months == whole.months and known.low > 0:
            held.append((series, known))
    return held


def unit_prices(ledger: Ledger) -> list[Finding]:
    """`trade.unit_prices`: value over quantity of the same good and months, beside a plausible price."""
    parts: list[Part | str] = []
    used: list[Statement] = []
    numbers: dict[str, object] = {}
    end = 0
    values = {
        (s.reporter, s.good.name, s.name): s
        for s in ledger.series
        if s.good is not None and s.measure == "trade.value" and s.unit == "USD"
    }
    for series in ledger.series:
        good = series.good
        if good is None or series.measure != "trade.quantity":
            continue
        value = values.get((series.reporter, good.name, series.name))
        if value is None:
            continue
        for pieces in series.figures:
            paid = next((f for f in value.figures if (f.start, f.end) == (pieces.start, pieces.end)), None)
            recent = pieces.start >= ledger.window.start and pieces.end >= ledger.window.recent
            if paid is None or not recent or pieces.low <= 0 or paid.high is None or pieces.high is None:
                continue
            low, high = paid.low / pieces.high, paid.high / pieces.low
            each = f"US${words.between(low, high)} a {series.unit or 'piece'}"
            parts.append("; " if parts else "")
            parts.append(f"{series.label} in {words.span_words(pieces.start, pieces.end)}: ")
            parts.append(cite(each, *paid.statements, *pieces.statements))
            key = f"{good.name}_{month_name(pieces.start)}"
            numbers[f"{key}_low"], numbers[f"{key}_high"] = low, high
            if good.price is not None and good.price[2] == series.unit:
                cheap, dear, _ = good.price
                numbers[f"{key}_plausible"] = [cheap, dear]
                if high < cheap:
                    parts.append(_too_cheap(good.name, cheap))
                elif low > dear:
                    parts.append(f" (dearer than US${words.number(dear)}: other things, or few of them)")
            used += [*paid.statements, *pieces.statements]
            end = max(end, pieces.end)
    if not parts:
        return []
    return [
        Finding(
            "trade.unit_prices",
            "trade",
            text("Prices paid, value over quantity: ", *parts, "."),
            evidence_of(used),
            numbers,
            group="customs",
            period_end=_end(end),
            limits=(
                "A code holds unlike things, so a price a piece is a mean over all of them.",
                "Plausible prices: the catalogue prices of the WHO COVID-19 Essential Supplies Forecasting Tool 4, "
                "with a margin; house assumption.",
            ),
        )
    ]


def _too_cheap(good: str, cheap: float) -> str:
    if good == "ventilators":
        return (
            f" (no intensive-care ventilator, nor the simplest bedside one from about US${words.number(cheap)}: "
            "masks, bags or home devices under the same code)"
        )
    return f" (less than US${words.number(cheap)}, the least for such an article)"


def per_head(ledger: Ledger) -> list[Finding]:
    """`trade.per_head`: masks a head and for how many days they would last doctors and nurses."""
    masks = [s for s in ledger.surges if s.series.good is not None and s.series.good.name == "masks"]
    masks = [s for s in masks if s.series.measure == "trade.quantity" and s.current.low > 0]
    if not masks:
        return []
    surge = max(masks, key=lambda s: s.current.months)
    people = _people(ledger, "population")
    staff = _people(ledger, "capacity.staff")
    if people is None and staff is None:
        return []
    current = surge.current
    used = list(current.statements)
    parts: list[Part | str] = [f"The masks of {words.cover_words(current)} ("]
    parts.append(cite(words.between(current.low, current.high, 6), *current.statements))
    parts.append(") are ")
    numbers: dict[str, object] = {"masks_low": current.low, "masks_high": current.high}
    if people is not None:
        each = current.low / people[0]
        numbers["masks_a_head"] = each
        parts.append(cite(f"{words.number(words.rounded(each, 2))} a head", *people[1]))
        used += people[1]
    if staff is not None:
        each = current.low / staff[0]
        days = each / MASKS_A_DAY
        numbers |= {"masks_a_health_worker": each, "days_for_health_workers": days}
        parts.append(", or " if people is not None else "")
        parts.append(cite(f"{words.number(words.rounded(each, 2))} for each doctor or nurse", *staff[1]))
        parts.append(f": about {round(days)} days at {MASKS_A_DAY} a day")
        used += staff[1]
    parts.append(".")
    return [
        Finding(
            "trade.per_head",
            "trade",
            text(*parts),
            evidence_of(used),
            numbers,
            group="customs",
            period_end=_end(current.end),
            limits=("Masks made at home and held in stock are not counted; nobody outside knows either.",),
        )
    ]


def _people(ledger: Ledger, measure: str) -> tuple[float, list[Statement]] | None:
    """Newest figure of a stock of people; scopes (doctors, nurses) of the newest day added up."""
    said = [
        s
        for s in ledger.view.statements(about=ledger.place, measure=measure)
        if s.asserted and s.place == ledger.place and s.relation in ("=", "~") and (s.value or s.low) is not None
    ]
    if not said:
        return None
    if measure == "population":
        newest = max(said, key=lambda s: (s.period.start or s.published_on, s.id))
        return float(newest.value or newest.low or 0.0), [newest]
    by_scope: dict[str, Statement] = {}
    for s in sorted(said, key=lambda s: (s.period.start or s.published_on, s.id)):
        by_scope[s.scope or ""] = s
    wanted = {k: s for k, s in by_scope.items() if any(w in k.casefold() for w in ("doctor", "nurs", "physician"))}
    chosen = list((wanted or by_scope).values())
    return sum(float(s.value or s.low or 0.0) for s in chosen), chosen


def silence(ledger: Ledger) -> list[Finding]:
    """`trade.silence`: goods that customs show none of in the months from the admission on."""
    admitted = ledger.admitted_on
    if admitted is None:
        return []
    first = admitted.year * 12 + admitted.month - 1
    months: dict[int, list[tuple[Series, Figure]]] = {}
    for series in ledger.series:
        if series.good is None:
            continue
        for figure in series.figures:
            if figure.zero and first <= figure.start < first + 6 and figure.months <= 3:
                months.setdefault(figure.start, []).append((series, figure))
    if not months:
        return []
    parts: list[Part | str] = []
    used: list[Statement] = []
    for month, held in sorted(months.items()):
        parts.append("; " if parts else "")
        span = words.span_words(month, held[0][1].end)
        said = [s for _, f in held for s in f.statements]
        names = words.listed(sorted({s.label for s, _ in held}))
        parts.append(f"in {span} customs recorded no ")
        parts.append(cite(names, *said))
        used += said
    assert ledger.admitted is not None
    sentence = text(
        "After the ",
        cite(f"admission of {spoken_day(admitted)}", ledger.admitted),
        " the books fall silent: ",
        *parts,
        ".",
    )
    return [
        Finding(
            "trade.silence",
            "trade",
            sentence,
            evidence_of([ledger.admitted, *used]),
            {"months": [month_name(m) for m in sorted(months)]},
            group="customs",
            period_end=_end(max(f.end for held in months.values() for _, f in held)),
            limits=(
                "No record is not no goods: rail freight stood still, and goods by air or as aid need not be filed.",
            ),
        )
    ]
