"""What is known against a figure before it is held against others: it lowers what it costs to give the figure up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from sidelight.bounds.constraint import Saying
from sidelight.claims.sanity import Doubt
from sidelight.ledger.statement import Statement

if TYPE_CHECKING:
    from sidelight.claims.contradiction import Contradiction

IMPLAUSIBLE = 0.25
SAME_DOCUMENT = 0.4
"""For the other figures of a document that is caught in a slip of scale."""


def cost_by(doubts: Iterable[Doubt]) -> Callable[[Saying], float]:
    """The cost of giving up a saying: less for the first suspect of a doubt."""
    suspects = {s.id for doubt in doubts for s in doubt.corrections[0]}

    def cost(saying: Saying) -> float:
        members: list[Statement] = saying.members
        weight = saying.weight
        if saying.aspect or not members:
            return weight
        if any(s.id in suspects for s in members):
            weight *= IMPLAUSIBLE
        return weight

    return cost


ALIKE = 30.0
"""Figures of one table within this factor of each other can share a slip of scale."""


def same_slip(statements: Iterable[Statement], found: Iterable[Contradiction]) -> dict[str, str]:
    """Figures that stand beside one caught in a slip of scale and are of its size: why bounds do not rely on them.

    Whoever prints thousands for millions in one row of a table does so in the next, where no other figure shows it.

    Returns
    -------
    Statement id -> reason; the figure that was caught is among the conflict's own corrections, not here.
    """
    caught = [c.corrections[0][0] for c in found if c.of_scale and c.corrections and len(c.corrections[0]) == 1]
    doubted: dict[str, str] = {}
    for s in statements:
        for other in caught:
            if (
                s.id != other.id
                and s.document == other.document
                and (s.measure, s.place, s.partner, s.flow, s.unit, s.hs)
                == (other.measure, other.place, other.partner, other.flow, other.unit, other.hs)
                and s.value
                and other.value
                and other.value / ALIKE <= s.value <= other.value * ALIKE
            ):
                doubted[s.id] = f"stands beside {other.name()}, which is caught in a slip of scale, and is of its size"
    return doubted


def caught_in_a_slip(found: Iterable[Contradiction]) -> frozenset[str]:
    """Ids of the figures that alone would mend a clash by a slip of scale: no other claim is judged by them."""
    return frozenset(
        c.corrections[0][0].id for c in found if c.of_scale and c.corrections and len(c.corrections[0]) == 1
    )


def relied_on(statements: Sequence[Statement], found: Sequence[Contradiction]) -> list[Statement]:
    """The statements by which claims may be judged: none caught in a slip of scale, nor standing beside one."""
    left_out = caught_in_a_slip(found) | set(same_slip(statements, found))
    return [s for s in statements if s.id not in left_out]
