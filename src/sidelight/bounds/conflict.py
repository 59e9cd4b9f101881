"""What clashes in a component that cannot hold: irreducible sets, and every minimal way to mend them.

An irreducible set is named by HiGHS and then thinned saying by saying until nothing can be left out. Corrections are
the minimal sets of sayings without which the rest holds; they are found by hitting every irreducible set known,
looking for one that was missed, and so on. Axioms are never given up. No figure is ever named alone as the culprit:
each conflict lists what else would mend it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from sidelight.bounds.cell import Form
from sidelight.bounds.constraint import Saying
from sidelight.bounds.network import Cost, Network, Part, plain_cost
from sidelight.bounds.solve import INF

MOST_SETS = 400
MOST_CORRECTIONS = 8
ONE_MORE = 1.05
"""Corrections that would have to give up more than one figure beyond the cheapest are listed, not believed: the hull of
the bounds leaves them out."""


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
    part: Part,
    costs: dict[int, float],
    others: set[int],
    culprit: int,
    sets: list[set[int]],
    most: int,
    beyond: float = INF,
) -> tuple[list[set[int]], list[set[int]]]:
    """Minimal corrections of one conflict, once the others are mended; cheapest first, `culprit` among them.

    At most `most`, and none that costs more than `beyond` above the cheapest.
    """
    own = [set(s) for s in sets] or [irreducible(part, others)]
    options: list[set[int]] = [{culprit}]
    tried = 0
    while len(options) < most and tried < 6 * most:
        tried += 1
        hit = cheapest_hit([s & costs.keys() for s in own], costs, barred=options)
        if not hit or sum(costs[i] for i in hit) > beyond + min(sum(costs[i] for i in o) for o in options):
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
        _, options = corrections(part, costs, others, culprit, own, MOST_CORRECTIONS, ONE_MORE)
        within = min(sum(costs[i] for i in o) for o in options) + ONE_MORE
        choices.append([o for o in options if o != {culprit} and sum(costs[i] for i in o) <= within])
    found: list[set[int]] = [best]
    single = [best - {c} | option for c, options in zip(sorted(best), choices, strict=True) for option in options]
    several = (
        set().union(*picked)
        for picked in itertools.product(*([{c}, *o] for c, o in zip(sorted(best), choices, strict=True)))
    )
    for union in itertools.chain(single, itertools.islice(several, 2 * most)):
        if len(found) >= max(most, len(single) + 1):
            break
        option = minimal(part, set(), union, costs)
        if option not in found:
            found.append(option)
    return found


def bounds_of(network: Network, form: Form) -> tuple[float, float, bool] | None:
    """Bounds of a sum of cells; whether they depend on who is right; None where its days are not known.

    In a component that contradicts itself the bounds are the hull over its minimal corrections: never empty, never
    one of them alone.
    """
    columns = network.system.columns(form)
    if columns is None:
        return None
    low = high = 0.0
    differs = False
    broken = set(network.broken())
    for component in sorted({int(network.of_column[c]) for c in columns}):
        own = [c for c in columns if int(network.of_column[c]) == component]
        if component in broken:
            a, b, moved = _hull(mended(network, component), own)
            differs = differs or moved
        else:
            a, b = network.part_range(component, own)
        low, high = low + a, high + b
    return max(0.0, low), high, differs


def mended(network: Network, component: int) -> list[Part]:
    """A broken component after each of its minimal corrections, in every reading; the cheapest first."""
    if component not in network.mended:
        network.mended[component] = [
            part.without(option)
            for part in network.variants(component)
            for option in all_corrections(part, network.cost)
        ]
    return network.mended[component]


def _hull(parts: Sequence[Part], columns: Sequence[int]) -> tuple[float, float, bool]:
    """The hull over corrections, and whether it is wider than what any one of them leaves."""
    low, high = _range(parts[0], columns)
    first = (low, high)
    narrowest = False
    for part in parts[1:]:
        outer = part.outer(columns)
        if outer is not None and outer[0] >= low and outer[1] <= high:
            continue
        a, b = _range(part, columns)
        narrowest = narrowest or _apart(a, first[0]) or _apart(b, first[1])
        low, high = min(low, a), max(high, b)
    return low, high, narrowest


def _apart(a: float, b: float) -> bool:
    if a == b:
        return False
    return INF in (a, b) or abs(a - b) > 1e-6 * max(abs(a), abs(b), 1e-9)


def _range(part: Part, columns: Sequence[int]) -> tuple[float, float]:
    known = [c for c in columns if c in part.local]
    if not known:
        return 0.0, INF
    low, high = part.range(known, [1.0] * len(known))
    return low, high if len(known) == len(columns) else INF
