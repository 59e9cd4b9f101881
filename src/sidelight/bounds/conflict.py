"""What clashes in a component that cannot hold: irreducible sets, and every minimal way to mend them.

An irreducible set is named by HiGHS and then thinned saying by saying until nothing can be left out. Corrections are
the minimal sets of sayings without which the rest holds; they are found by hitting every irreducible set known,
looking for one that was missed, and so on. Axioms are never given up. No figure is ever named alone as the culprit:
each conflict lists what else would mend it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sidelight.bounds.cell import Form
from sidelight.bounds.constraint import Saying
from sidelight.bounds.network import Network, Part
from sidelight.bounds.solve import INF

MOST_SETS = 400
MOST_CORRECTIONS = 8

Cost = Callable[[Saying], float]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sayings that cannot all be right, and what would mend it.

    Attributes
    ----------
    sayings : an irreducible set, statements before axioms.
    corrections : minimal sets to give up, cheapest first; each alone mends this conflict.
    sets : every irreducible set of it that was looked at.
    part : the component it was found in.
    """

    sayings: tuple[Saying, ...]
    corrections: tuple[tuple[Saying, ...], ...]
    sets: tuple[tuple[Saying, ...], ...]
    part: Part = field(repr=False, compare=False)
    given_up: tuple[Saying, ...] = ()

    @property
    def axioms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s.axiom for s in self.sayings if s.axiom))


def plain_cost(saying: Saying) -> float:
    return saying.weight


def conflicts_in(
    part: Part, cost: Cost = plain_cost, *, most: int = 60, options: int = MOST_CORRECTIONS
) -> list[Conflict]:
    """The conflicts of one component, each with its corrections; none where all sayings can hold.

    Parameters
    ----------
    cost : what it costs to give up a saying. most : conflicts of one component at most. options : corrections of
        each at most.
    """
    soft = {i for i, s in enumerate(part.sayings) if not s.axiom}
    costs = {i: cost(part.sayings[i]) for i in soft}
    sets, best = mend(part, costs, set())
    found = []
    for culprit in sorted(best, key=lambda i: (costs[i], i))[:most]:
        others = best - {culprit}
        own, ways = corrections(
            part, costs, others, culprit, [s for s in sets if culprit in s and not s & others], options
        )
        shown = min(own, key=lambda s: (len(s), sorted(s)))
        ordered = sorted(shown, key=lambda i: (bool(part.sayings[i].axiom), i))
        found.append(
            Conflict(
                tuple(part.sayings[i] for i in ordered),
                tuple(tuple(part.sayings[i] for i in sorted(option)) for option in ways),
                tuple(tuple(part.sayings[i] for i in sorted(s)) for s in own),
                part,
                tuple(part.sayings[i] for i in sorted(others)),
            )
        )
    return found


def mend(part: Part, costs: dict[int, float], without: set[int]) -> tuple[list[set[int]], set[int]]:
    """Irreducible sets (as numbers of sayings) and the cheapest set of sayings that hits them all."""
    sets: list[set[int]] = []
    while len(sets) < MOST_SETS:
        hit = cheapest_hit([s & costs.keys() for s in sets], costs) or set()
        if part.feasible(without | hit):
            return sets, minimal(part, without, hit, costs)
        sets.append(irreducible(part, without | hit))
    hit = cheapest_hit([s & costs.keys() for s in sets], costs) or set()
    while not part.feasible(without | hit):
        found = irreducible(part, without | hit)
        sets.append(found)
        hit |= found & costs.keys()
    return sets, minimal(part, without, hit, costs)


def minimal(part: Part, without: set[int], hit: set[int], costs: dict[int, float]) -> set[int]:
    """The correction without what it does not need, dearest first."""
    for i in sorted(hit, key=lambda i: (-costs[i], i)):
        if part.feasible(without | (hit - {i})):
            hit = hit - {i}
    return hit


def irreducible(part: Part, without: set[int]) -> set[int]:
    """Sayings that cannot all hold, none of which can be left out of the set.

    Raises
    ------
    ValueError
        If the sayings can hold.
    """
    core = sorted(part.conflict_hint(without) - without)
    small = part.only(core, rescale=False)
    if small.feasible():
        core = sorted(set(range(len(part.sayings))) - without)
        small = part.only(core, rescale=False)
        if small.feasible():
            raise ValueError("the sayings can hold together")
    gone: set[int] = set()
    for j in sorted(range(len(core)), key=lambda j: (not small.sayings[j].axiom, small.sayings[j].weight, j)):
        if not small.feasible(gone | {j}):
            gone.add(j)
    return {core[j] for j in range(len(core)) if j not in gone}


def corrections(
    part: Part, costs: dict[int, float], others: set[int], culprit: int, sets: list[set[int]], most: int
) -> tuple[list[set[int]], list[set[int]]]:
    """All minimal corrections of one conflict, once the others are mended; cheapest first, `culprit` among them."""
    own = [set(s) for s in sets] or [irreducible(part, others)]
    options: list[set[int]] = [{culprit}]
    tried = 0
    while len(options) < most and tried < 6 * most:
        tried += 1
        hit = cheapest_hit([s & costs.keys() for s in own], costs, barred=options)
        if hit is None or not hit:
            break
        if part.feasible(others | hit):
            option = minimal(part, others, hit, costs)
            if option in options:
                break
            options.append(option)
        else:
            own.append(irreducible(part, others | hit))
    options.sort(key=lambda o: (sum(costs[i] for i in o), len(o), sorted(o)))
    return own, options


def cheapest_hit(sets: Sequence[set[int]], costs: dict[int, float], barred: Sequence[set[int]] = ()) -> set[int] | None:
    """The cheapest set with a member of each set given, that holds none of the barred ones.

    Exact by branch and bound, within 3,000 steps; then the best found. None where nothing hits.
    """
    ordered = sorted(sets, key=len)
    best: tuple[float, set[int] | None] = (INF, None)
    steps = 0

    def branch(chosen: frozenset[int], spent: float, banned: frozenset[int]) -> None:
        nonlocal best, steps
        steps += 1
        if steps > 3_000 or spent >= best[0]:
            return
        unhit = next((s for s in ordered if not s & chosen), None)
        if unhit is None:
            best = (spent, set(chosen))
            return
        tried: set[int] = set()
        for i in sorted(unhit - banned, key=lambda i: (costs[i], i)):
            after = chosen | {i}
            if not any(b <= after for b in barred):
                branch(after, spent + costs[i], banned | tried)
            tried.add(i)

    branch(frozenset(), 0.0, frozenset())
    return best[1]


def all_corrections(part: Part, cost: Cost = plain_cost, most: int = 24) -> list[set[int]]:
    """Minimal corrections of a whole component, cheapest first: those of its conflicts, combined."""
    soft = {i for i, s in enumerate(part.sayings) if not s.axiom}
    costs = {i: cost(part.sayings[i]) for i in soft}
    sets, best = mend(part, costs, set())
    choices = []
    for culprit in sorted(best):
        others = best - {culprit}
        own = [s for s in sets if culprit in s and not s & others]
        _, options = corrections(part, costs, others, culprit, own, MOST_CORRECTIONS)
        choices.append(options)
    found: list[set[int]] = [best]
    for picked in itertools.islice(itertools.product(*choices), most * 4):
        union = set().union(*picked) if picked else set()
        if part.feasible(union):
            option = minimal(part, set(), union, costs)
            if option not in found:
                found.append(option)
        if len(found) >= most:
            break
    return found


def bounds_of(network: Network, form: Form) -> tuple[float, float, bool] | None:
    """Bounds of a sum of cells; whether a component of it contradicts itself; None where its days are not known.

    In such a component the bounds are the hull over its minimal corrections: never empty, never one of them alone.
    """
    columns = network.system.columns(form)
    if columns is None:
        return None
    low = high = 0.0
    conflicted = False
    broken = set(network.broken())
    for component in sorted({int(network.of_column[c]) for c in columns}):
        own = [c for c in columns if int(network.of_column[c]) == component]
        if component in broken:
            conflicted = True
            ends = [_range(part, own) for part in mended(network, component)]
            low, high = low + min(a for a, _ in ends), high + max(b for _, b in ends)
        else:
            a, b = network.part_range(component, own)
            low, high = low + a, high + b
    return max(0.0, low), high, conflicted


def mended(network: Network, component: int) -> list[Part]:
    """A broken component after each of its minimal corrections, in every reading."""
    if component not in network.mended:
        network.mended[component] = [
            part.without(option) for part in network.variants(component) for option in all_corrections(part)
        ]
    return network.mended[component]


def _range(part: Part, columns: Sequence[int]) -> tuple[float, float]:
    known = [c for c in columns if c in part.local]
    if not known:
        return 0.0, INF
    low, high = part.range(known, [1.0] * len(known))
    return low, high if len(known) == len(columns) else INF
