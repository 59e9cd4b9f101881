"""What kind of slip would explain a figure that clashes: a scale word, swapped digits, another flow, another base.

A figure is tried against the interval that all others leave for it. Only an interval narrow enough to tell anything
(its ends within a factor of three) is taken as a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sidelight.bounds.cell import Form
from sidelight.bounds.conflict import Conflict
from sidelight.bounds.constraint import Saying
from sidelight.bounds.interval import hard, precision_of
from sidelight.bounds.network import Network
from sidelight.ledger.period import add_months

if TYPE_CHECKING:
    from sidelight.ledger.statement import Statement

NARROW = 3.0
_SCALES = {
    1e3: "a thousand",
    1e6: "a million",
    1e4: "ten thousand",
    10.0: "ten",
    100.0: "a hundred",
    1e9: "1000 million",
}
INF = float("inf")


@dataclass(frozen=True, slots=True)
class Slip:
    """A reading under which the figure fits."""

    kind: Literal["slip", "period"]
    why: str
    of_scale: bool = False


def left_for(
    network: Network, conflict: Conflict, saying: Saying, form: Form | None = None
) -> tuple[float, float] | None:
    """What all others leave for a saying's amount (or another form), once it is given up."""
    wanted = form or saying.form
    columns = network.system.columns(wanted) if wanted else None
    if columns is None:
        return None
    part = conflict.part
    gone = {i for i, s in enumerate(part.sayings) if s is saying or any(s is g for g in conflict.given_up)}
    rest = part.without(gone)
    if any(c not in rest.local for c in columns):
        return 0.0, INF
    if not rest.feasible():
        return None
    return rest.range(columns, [1.0] * len(columns))


def stretch(network: Network, conflict: Conflict, saying: Saying) -> float:
    """How far the figure must move to fit, in units of its own last digit; 0 where it is no plain figure."""
    s = saying.members[0]
    if s.operands or s.value is None:
        return 0.0
    room = left_for(network, conflict, saying)
    low, high = hard(s)
    if room is None:
        return 0.0
    away = max(room[0] - (INF if high is None else high), (low or 0.0) - room[1], 0.0)
    return away / precision_of(s)


def slip_of(network: Network, conflict: Conflict, saying: Saying) -> Slip | None:
    """The likeliest slip that would make the figure fit; None where none does."""
    s = saying.members[0]
    if saying.form is None:
        return None
    if s.relation == "growth":
        return _other_base(network, conflict, saying)
    if s.operands or not s.value:
        return None
    room = left_for(network, conflict, saying)
    if room is not None and 0 < room[0] <= room[1] <= NARROW * room[0]:
        low, high = hard(s)
        for factor, words in _SCALES.items():
            if room[1] > room[0] * max(1.2, factor / 100):
                continue
            for times, sign in ((factor, "too small"), (1 / factor, "too large")):
                if (low or 0.0) * times <= room[1] and room[0] <= (INF if high is None else high) * times:
                    return Slip("slip", f"{saying.ids[0]} fits if it is {words} times {sign}: a slip of scale", True)
        if room[1] <= 1.03 * room[0]:
            for swapped in _swapped(s.value):
                if room[0] <= swapped <= room[1]:
                    return Slip("slip", f"{saying.ids[0]} fits with two digits exchanged")
    for flow, words in (("X", "exports"), ("M", "imports"), ("X+M", "two-way trade")):
        if saying.form.series.flow in ("X", "M", "X+M") and flow != saying.form.series.flow:
            form = Form(saying.form.series._replace(flow=flow), saying.form.start, saying.form.end)
            other = left_for(network, conflict, saying, form)
            low, high = hard(s)
            if other is None or not 0 < other[0] <= other[1] <= 1.2 * other[0]:
                continue
            if (low or 0.0) <= other[1] and other[0] <= (INF if high is None else high):
                return Slip("slip", f"{saying.ids[0]} fits as {words}: another flow under the same word")
    return None


def _swapped(value: float) -> Iterator[float]:
    """The value with two neighbouring digits exchanged."""
    digits = list(f"{value:.10g}")
    for i in range(len(digits) - 1):
        a, b = digits[i], digits[i + 1]
        if a.isdigit() and b.isdigit() and a != b:
            yield float("".join([*digits[:i], b, a, *digits[i + 2 :]]))


def _other_base(network: Network, conflict: Conflict, saying: Saying) -> Slip | None:
    """A growth of one month that fits from January to that month on the same months a year before, or the reverse."""
    from sidelight.claims.words import form_words

    s: Statement = saying.members[0]
    right = next((o.period for o in s.operands if o.side == "right"), None)
    if right is None or right.start is None or right.end is None or s.period.start is None or s.value is None:
        return None
    assert saying.form is not None
    tries = []
    if s.period.month and right == type(right)(
        add_months(s.period.start, -12), add_months(s.period.start, -11), right.type
    ):
        year, before = s.period.start.replace(month=1), right.start.replace(month=1)
        tries.append((year, s.period.end, before, right.end))
    for first, end, first_before, end_before in tries:
        if end is None:
            continue
        series = saying.form.series
        a = Form(series, first.toordinal(), end.toordinal())
        b = Form(series, first_before.toordinal(), end_before.toordinal())
        now, then = (left_for(network, conflict, saying, f) for f in (a, b))
        if now is None or then is None or then[0] <= 0 or now[1] == INF or then[1] == INF:
            continue
        low, high = now[0] / then[1] - 1, now[1] / then[0] - 1
        if low <= s.value <= high and high - low < 0.25:
            return Slip(
                "period", f"{saying.ids[0]} fits {form_words(a)} against {form_words(b)}: the base is another period"
            )
    return None
