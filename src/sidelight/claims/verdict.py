"""A comparison recomputed: does it hold by what else is known? Recompute, do not judge.

holds            the figures give it, within what the words allow
within_rounding  the figures as printed do not give it, their rounding or usual revision does
refuted          no value within the bounds gives it, as it is worded
open             the bounds allow both; what is missing is named
not_checkable    no amount can be computed for a side
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sidelight.bounds.cell import START, Form
from sidelight.bounds.constraint import since
from sidelight.bounds.interval import factor_readings
from sidelight.claims.knowledge import INF, RANKS, Knowledge, Known
from sidelight.claims.words import amount, factor_words, form_words, number, span_words
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import Operand, Statement

Word = Literal["holds", "within_rounding", "refuted", "open", "not_checkable"]
VERDICTS: tuple[Word, ...] = ("holds", "within_rounding", "refuted", "open", "not_checkable")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What recomputing gave.

    Attributes
    ----------
    verdict : one of `VERDICTS`. computed : what came out: numbers by name, None where nothing could be computed.
    operands : both sides with bounds, unit, status and who states them. why : the arithmetic and its reason.
    statements : those it rests on.
    """

    verdict: Word
    why: str
    computed: dict[str, Any] | None = None
    operands: tuple[dict[str, Any], ...] = ()
    statements: tuple[Statement, ...] = field(default=())


def judge(claim: Statement, knowledge: Knowledge, echoes: frozenset[str] = frozenset()) -> Verdict:
    """The verdict on one comparison, by all other statements.

    Parameters
    ----------
    claim : a statement whose relation compares. knowledge : what may speak to it; the claim itself, other ranks and
        other comparisons of its own document do not.
    echoes : documents that are copies of the claim's own.
    """
    lefts = [o for o in claim.operands if o.side == "left"]
    rights = [o for o in claim.operands if o.side == "right"]
    if claim.relation == "before":
        return _before(claim, knowledge)
    if not rights:
        return Verdict("not_checkable", "the text does not say with what it is compared")
    left = knowledge.form(claim, lefts[0] if lefts else None)
    if left is not None and left.series.unit in ("1", ""):
        left = knowledge.form(claim, lefts[0]) if lefts else knowledge.form(claim, Operand("left"))
    if left is None:
        return Verdict("not_checkable", "no amount with known days stands on the left side")
    left = knowledge.settle(left)
    if claim.relation in ("highest_since", "lowest_since"):
        return _rank(claim, knowledge, left, rights[0].period)
    right = knowledge.form(claim, rights[0])
    if right is None:
        return Verdict("not_checkable", "the other side has no known days, or names no single amount")
    right = knowledge.settle(right)
    if right.series.unit != left.series.unit and claim.relation != "first_since":
        return Verdict("not_checkable", f"{left.series.unit} cannot be compared with {right.series.unit}")
    if claim.relation == "first_since":
        return _first(claim, knowledge, left, right, echoes | {claim.document})
    if left == right:
        return Verdict("not_checkable", "both sides are read as the same days of the same amount")
    known = knowledge.look_up([left, right], leave_out=_silent(claim), prefer=claim.document)
    a, b = known[left], known[right]
    if not a.stated and a.low > 0 and claim.relation == "ratio":
        a = knowledge.with_part(a, claim.document)
    if claim.relation == "nth":
        return Verdict("not_checkable", "a rank beyond the first needs every month", None, _sides(a, b))
    return _compare(claim, a, b)


def _silent(claim: Statement) -> Callable[[Statement], bool]:
    """Which statements may not speak to a claim: itself, its copies, and ranks."""
    own = claim.content_key

    def leave_out(s: Statement) -> bool:
        if s.id == claim.id or s.relation in RANKS:
            return True
        if s.relation != claim.relation:
            return False
        same = (s.operands, s.period) == (claim.operands, claim.period) and s.relation in COMPARISONS
        return same or s.content_key == own

    return leave_out


def _compare(claim: Statement, a: Known, b: Known) -> Verdict:
    sides, told = _sides(a, b), (*a.stated[:2], *b.stated[:2])
    lacking = [form_words(k.form) for k in (a, b) if k.status == "free"]
    if lacking:
        return Verdict("open", f"missing: {' and '.join(lacking)}", None, sides, told)
    per_day = _per_day(a.form, b.form)
    scale = 1.0
    if per_day:
        scale = 1.0 / (b.form.end - b.form.start)
    readings = factor_readings(claim) if claim.relation in ("ratio", "growth", "share") else []
    value = claim.value if claim.value is not None else claim.factor
    if claim.relation == "difference" and (claim.low is not None or claim.high is not None):
        return _difference(claim, a, b, sides, told)
    if value is None or not readings:
        falls = claim.relation == "growth" and claim.high is not None and claim.high <= 0
        return _greater(a, b, scale, falls, sides, told)
    near = _ratio(a.near, (b.near[0] * scale, b.near[1] * scale))
    wide = _ratio((a.low, a.high), (b.low * scale, b.high * scale))
    if claim.relation == "share" and near is not None and near[0] <= 1:
        near = (near[0], min(near[1], 1.0))
    if near is None or wide is None:
        return Verdict("open", f"{form_words(b.form)} may be zero: no factor follows", None, sides, told)
    shift = 1.0 if claim.relation == "growth" else 0.0
    tight = [_tight(claim, value, shift), *readings[1:]]
    words = _arithmetic(a, b, near, claim.relation, scale)
    said = " or ".join(factor_words(claim.relation, low, high) for low, high in readings)
    computed = {"low": near[0] - shift, "high": None if near[1] == INF else near[1] - shift}
    spans = [(-INF if low is None else low, INF if high is None else high) for low, high in readings]
    closed = [(-INF if low is None else low, INF if high is None else high) for low, high in tight]
    if not any(_meet(wide, s) for s in spans):
        return Verdict("refuted", f"{words}; the words allow {said}", computed, sides, told)
    if any(_meet(near, s) for s in closed) and (near[1] - near[0]) <= 0.5 * max(near[0], 1e-12):
        return Verdict("holds", f"{words}; the words allow {said}", computed, sides, told)
    if any(s[0] <= near[0] and near[1] <= s[1] for s in closed):
        return Verdict("holds", f"{words}; the words allow {said}", computed, sides, told)
    if value > 1 and any(s[0] <= near[0] <= s[1] for s in closed) and a.stated == ():
        alone = f" for {a.part[0].commodity} alone" if a.part else ""
        words = f"{number(near[0] * b.near[1])} / {amount(b)} = {factor_words(claim.relation, near[0], near[0])}{alone}"
        return Verdict("holds", f"at least {words}; the words allow {said}", computed, sides, (*a.part, *told))
    if a.stated and b.stated:
        return Verdict("within_rounding", f"{words}; the words allow {said} once rounded", computed, sides, told)
    loose = " and ".join(form_words(k.form) for k in (a, b) if not k.stated)
    return Verdict("open", f"{words}; only bounds are known of {loose}", computed, sides, told)


def _tight(claim: Statement, value: float, shift: float) -> tuple[float | None, float | None]:
    if claim.low is not None or claim.high is not None:
        low, high = claim.low, claim.high
        if claim.relation == "growth" and low is not None and high is not None and low == high:
            low, high = low - 0.005, high + 0.005
        return (None if low is None else low + shift, None if high is None else high + shift)
    return factor_readings(claim)[0]


def _ratio(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float] | None:
    """The interval of a / b, both >= 0; None where b may be zero and a too."""
    if b[1] == 0 or (a[0] == 0 and a[1] == INF):
        return None
    low = 0.0 if b[1] == INF else max(a[0], 0.0) / b[1]
    high = INF if b[0] <= 0 or a[1] == INF else a[1] / b[0]
    return low, high


def _greater(
    a: Known, b: Known, scale: float, falls: bool, sides: tuple[dict[str, Any], ...], told: tuple[Statement, ...]
) -> Verdict:
    big, small = (b, a) if falls else (a, b)
    up = [x * scale for x in (big.low, big.high)] if falls else [big.low, big.high]
    down = [small.low, small.high] if falls else [x * scale for x in (small.low, small.high)]
    near_up = [x * scale for x in big.near] if falls else list(big.near)
    near_down = list(small.near) if falls else [x * scale for x in small.near]
    fold = _ratio((near_up[0], near_up[1]), (near_down[0], near_down[1]))
    computed = {"low": fold[0], "high": None if fold[1] == INF else fold[1]} if fold else None
    each = " a day on average" if scale != 1.0 else ""
    words = (
        f"{form_words(big.form)}: {span_words(near_up[0], near_up[1])}{each if falls else ''}; "
        f"{form_words(small.form)}: {span_words(near_down[0], near_down[1])}{each if not falls else ''}"
    )
    if fold and fold[0] > 0 and fold[1] != INF:
        words += f"; {factor_words('ratio', fold[0], fold[1])} times as much"
    if up[1] < down[0]:
        return Verdict("refuted", words, computed, sides, told)
    if near_up[0] > near_down[1]:
        return Verdict("holds", words, computed, sides, told)
    if up[0] > down[1]:
        return Verdict("holds", words, computed, sides, told)
    if a.stated and b.stated:
        if near_up[1] <= near_down[0]:
            return Verdict("refuted", words, computed, sides, told)
        return Verdict("within_rounding", words, computed, sides, told)
    loose = " and ".join(form_words(k.form) for k in (a, b) if not k.stated)
    return Verdict("open", f"{words}; only bounds are known of {loose}", computed, sides, told)


def _difference(
    claim: Statement, a: Known, b: Known, sides: tuple[dict[str, Any], ...], told: tuple[Statement, ...]
) -> Verdict:
    low = -INF if claim.low is None else claim.low
    high = INF if claim.high is None else claim.high
    near = (a.near[0] - b.near[1], a.near[1] - b.near[0])
    wide = (a.low - b.high, a.high - b.low)
    words = f"{amount(a)} - {amount(b)} = {span_words(*near)}; the words allow {span_words(low, high)}"
    computed = {"low": near[0], "high": None if near[1] == INF else near[1]}
    if not _meet(wide, (low, high)):
        return Verdict("refuted", words, computed, sides, told)
    if _meet(near, (low, high)) and near[1] < INF:
        return Verdict("holds", words, computed, sides, told)
    return Verdict("within_rounding" if a.stated and b.stated else "open", words, computed, sides, told)


def _first(claim: Statement, knowledge: Knowledge, left: Form, right: Form, own: frozenset[str]) -> Verdict:
    silent = _silent(claim)

    def leave_out(s: Statement) -> bool:
        return bool(silent(s)) or (s.document in own and s.relation == "none" and s.wording in (None, claim.wording))

    known = knowledge.look_up([left, right], leave_out=leave_out, prefer=claim.document)
    a, b = known[left], known[right]
    without = claim.value == 0 or claim.high == 0 or (a.high <= 0 < b.low)  # the first day without, not with
    days = _days(right) if without else []
    if days:
        known = knowledge.look_up([left, right, *days], leave_out=leave_out, prefer=claim.document)
        a, b = known[left], known[right]
    told = (*a.stated[:1], *(s for d in days for s in known[d].stated[:1]), *b.stated[:2])
    if days:
        empty = [d for d in days if known[d].near[1] <= 0]
        unknown = [d for d in days if known[d].near[0] <= 0 < known[d].near[1]]
        if empty or a.near[0] > 0:
            where = form_words(empty[0]) if empty else form_words(left)
            return Verdict("refuted", f"{where} contradicts it", None, _sides(a, b), told)
        silent_days = [d for d in unknown if not known[d].stated]
        if a.near[1] > 0 or len(silent_days) < len(unknown) or 4 * len(unknown) > len(days):
            return Verdict("open", f"{len(unknown)} of {len(days)} days before are not known", None, _sides(a, b), told)
        told_days = [d for d in days if d not in unknown]
        least = min(known[d].near[0] for d in told_days)
        why = f"each of the {len(told_days)} days before with a report had at least {number(least)}"
        if unknown:
            why += f"; no figure for {', '.join(form_words(d) for d in unknown)}"
        return Verdict("holds", why, {"least_before": least}, _sides(a, b), told)
    words = f"{form_words(left)}: {span_words(*a.near)}; {form_words(right)}: {span_words(*b.near)}"
    if b.low > 0 or a.high <= 0:
        return Verdict("refuted", words, None, _sides(a, b), told)
    if a.low > 0 and b.high <= 0:
        return Verdict("holds", words, None, _sides(a, b), told)
    missing = [form_words(k.form) for k, sure in ((a, a.low > 0), (b, b.high <= 0)) if not sure]
    return Verdict("open", f"missing: {' and '.join(missing)}", None, _sides(a, b), told)


def _days(form: Form) -> list[Form]:
    if form.stock or form.start == START or form.end - form.start > 120:
        return []
    return [Form(form.series, d, d + 1) for d in range(form.start, form.end)]


def _rank(claim: Statement, knowledge: Knowledge, left: Form, span: Any) -> Verdict:
    months, anchor = since(left, span)
    if not months:
        return Verdict("not_checkable", "the months to compare with are not named")
    forms = [left, *months, *([anchor] if anchor else [])]

    def leave_out(s: Statement) -> bool:
        return s.relation in ("highest_since", "lowest_since", "nth") or bool(_silent(claim)(s))

    known = knowledge.look_up(forms, leave_out=leave_out, prefer=claim.document)
    now = known[left]
    if now.status == "free":
        return Verdict("open", f"missing: {form_words(left)}", None, _sides(now), ())
    top = claim.relation == "highest_since"
    beyond = [m for m in months if (known[m].low > now.high if top else known[m].high < now.low)]
    unsure = [m for m in months if (known[m].high > now.low if top else known[m].low < now.high)]
    edge = known[anchor] if anchor else None
    lower = edge is not None and (edge.high < now.low if top else edge.low > now.high)
    word = "highest" if top else "lowest"
    told = (*now.stated[:1], *(s for m in beyond[:2] for s in known[m].stated[:1]))
    computed = {"now": list(now.near), "months": len(months), "unknown": len(unsure)}
    if beyond:
        worst = known[beyond[0]]
        why = f"{form_words(worst.form)} had {span_words(worst.low, worst.high)}, beyond {span_words(*now.near)}"
        return Verdict("refuted", why, computed, _sides(now, worst), told)
    if edge is not None and lower:
        behind = _neighbours(knowledge, edge.form, leave_out)
        why = (
            f"as worded: {form_words(edge.form)}, the month it is counted from, had {span_words(edge.low, edge.high)}, "
            f"which is {'less' if top else 'more'} than {span_words(*now.near)}"
        )
        return Verdict(
            "refuted", why, computed | {"anchor": [edge.low, edge.high]}, _sides(now, edge), (*told, *behind)
        )
    if unsure:
        missing = f"{len(unsure)} of {len(months)} months, such as {form_words(unsure[0])}"
        return Verdict("open", f"missing: {missing}", computed, _sides(now, *([edge] if edge else [])), told)
    why = f"each of the {len(months)} months between is {'below' if top else 'above'} {span_words(*now.near)}"
    if edge is not None and not (edge.low >= now.low if top else edge.high <= now.high):
        why += f"; {form_words(edge.form)} itself is not known"
    return Verdict("holds", f"the {word}: {why}", computed, _sides(now, *([edge] if edge else [])), told)


def _neighbours(knowledge: Knowledge, form: Form, leave_out: Any) -> list[Statement]:
    """The statements whose days overlap an amount: what its bounds rest on."""
    found = []
    for s in knowledge.about([form], leave_out):
        own = knowledge.form(s)
        if own and own.series == form.series and own.start < form.end and own.end > form.start:
            found.append(s)
    inside = {(f.start, f.end) for s in found if (f := knowledge.form(s))}
    for s in knowledge.about([form], leave_out):
        own = knowledge.form(s)
        if own and own.series == form.series and any(a <= own.start and own.end <= b for a, b in inside):
            found.append(s)
    return list(dict.fromkeys(found))[:4]


def _before(claim: Statement, knowledge: Knowledge) -> Verdict:
    """An order of two things: the first had begun, by a figure that says so, before the day of the second."""
    rights = [o for o in claim.operands if o.side == "right"]
    lefts = [o for o in claim.operands if o.side == "left"]
    day = _day_of(rights[0], knowledge) if rights else None
    if day is None or not lefts:
        return Verdict("not_checkable", "the order of two things without their days")
    left = lefts[0]
    family = (left.measure or claim.measure).split(".")[0]
    place, partner = left.place or claim.place, left.partner or claim.partner
    seen = [
        s
        for s in knowledge.statements
        if s.measure.split(".")[0] == family
        and s.id != claim.id
        and {s.place, s.partner} >= {place, partner} - {None}
        and s.relation in ("=", "~", ">", ">=", "between")
        and (s.low or 0) > 0
        and s.hs != ("TOTAL",)
        and s.period.start is not None
        and s.period.end is not None
        and s.period.end <= day
        and (left.period is None or left.period.start is None or s.period.start >= left.period.start)
    ]
    if not seen:
        return Verdict("open", f"missing: a figure for a time before {_spoken(day)}")
    first = min(seen, key=lambda s: (s.period.end or day, s.published_on, s.id))
    early = [s for s in seen if s.available_on < day]
    lead = (day - min(s.available_on for s in seen)).days
    words = f"{len(seen)} figures are about months that ended before {_spoken(day)}"
    if early:
        words += f"; the first could be queried {lead} days before it"
    return Verdict("holds", words, {"figures": len(seen), "days_before": lead}, (), (first, *early[:2]))


def _day_of(event: Operand, knowledge: Knowledge) -> date | None:
    """The day of an event: as the words give it, else the first that anybody tells of."""
    if event.period is not None and event.period.start is not None:
        return event.period.start
    days = [
        s.period.start
        for s in knowledge.statements
        if s.measure == event.measure
        and s.asserted
        and s.place == event.place
        and s.period.days == 1
        and s.period.start
    ]
    return min(days, default=None)


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _per_day(a: Form, b: Form) -> bool:
    """A day set against many days is set against their mean."""
    epidemic = not a.series.measure.startswith("trade.")
    return epidemic and not a.stock and a.end - a.start == 1 and b.start != START and b.end - b.start > 1


def _arithmetic(a: Known, b: Known, near: tuple[float, float], relation: str, scale: float) -> str:
    below = amount(b) + (f" x {scale:.3g}" if scale != 1.0 else "")
    result = factor_words(relation, near[0], None if near[1] == INF else near[1])
    return f"{amount(a)} / {below} = {result}"


def _sides(*known: Known) -> tuple[dict[str, Any], ...]:
    out = []
    for side, k in zip(("left", "right", "other"), known, strict=False):
        out.append(
            {
                "side": side,
                "what": form_words(k.form),
                "low": None if k.low == -INF else k.low,
                "high": None if k.high == INF else k.high,
                "unit": k.form.series.unit or None,
                "status": k.status,
                "stated": [s.name() for s in k.stated],
            }
        )
    return tuple(out)


def _meet(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]
