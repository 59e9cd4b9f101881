"""A ledger of statements kept checked: a new statement re-checks only what it touches.

Statements fall into blocks: series that a statement or an identity can tie. A new statement joins the blocks of its
own series and recompiles them; all others keep their answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sidelight.bounds.constraint import AXIOMS, Saying, compile_statements, enters
from sidelight.bounds.good import TOTAL, Good, good_of
from sidelight.bounds.network import Network
from sidelight.ledger.statement import Operand, Statement
from sidelight.reference.places import places

Key = tuple[object, str]


@dataclass
class Block:
    """Statements that could bear on each other, and the network of their rows once it is asked for."""

    statements: list[Statement] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    network: Network | None = None

    def broken(self, axioms: Sequence[str]) -> list[list[Saying]]:
        """The components of the block that contradict themselves, as sayings."""
        if self.network is None:
            self.network = Network(compile_statements(self.statements, axioms=axioms))
        return [self.network.sayings(c) for c in self.network.broken()]


class Checked:
    """Statements with their contradictions, kept as statements come in.

    Parameters
    ----------
    statements : to begin with; they are checked as one system on first asking.
    axioms : identities in force.
    """

    def __init__(self, statements: Iterable[Statement] = (), axioms: Sequence[str] = AXIOMS) -> None:
        self.axioms = tuple(axioms)
        self._blocks: dict[Key, Block] = {}
        self._under: dict[tuple[object, str], set[str]] = defaultdict(set)
        self._broken: dict[int, tuple[Block, list[list[Saying]]]] = {}
        self._whole: list[Statement] | None = list(statements)

    def broken(self) -> list[list[Saying]]:
        """The components that contradict themselves, each as its sayings."""
        self._settle()
        return [sayings for _, found in self._broken.values() for sayings in found]

    def add(self, statement: Statement) -> list[list[Saying]]:
        """Take a statement in and re-check what it touches.

        Returns
        -------
        The components of the touched block that contradict themselves now.
        """
        self._settle()
        block = self._place(statement)
        block.network = None
        found = block.broken(self.axioms)
        if found:
            self._broken[id(block)] = (block, found)
        else:
            self._broken.pop(id(block), None)
        return found

    def _settle(self) -> None:
        """Check the first statements as one system; afterwards only the blocks that failed hold a network."""
        if self._whole is None:
            return
        statements, self._whole = self._whole, None
        for s in statements:
            self._place(s)
        network = Network(compile_statements(statements, axioms=self.axioms))
        for component in network.broken():
            for saying in network.sayings(component):
                for s in saying.members[:1]:
                    block = self._blocks[_keys(s)[0]]
                    if id(block) not in self._broken:
                        found = block.broken(self.axioms)
                        if found:
                            self._broken[id(block)] = (block, found)

    def _place(self, statement: Statement) -> Block:
        blocks: dict[int, Block] = {}
        keys = _keys(statement)
        for key in keys:
            for near in self._near(key):
                block = self._blocks[near]
                blocks[id(block)] = block
        if len(blocks) == 1:
            block = next(iter(blocks.values()))
        else:
            block = Block()
            for old in blocks.values():
                block.statements += old.statements
                block.keys |= old.keys
                self._broken.pop(id(old), None)
            for key in block.keys:
                self._blocks[key] = block
        if not enters(statement):
            block.statements.append(statement)
        for key in keys:
            if key not in block.keys:
                block.keys.add(key)
                self._blocks[key] = block
                head, code = key
                for end in (*range(2, len(code), 2), len(code)):
                    self._under[(head, code[:end])].add(code)
                self._under[(head, "")].add(code)
        return block

    def _near(self, key: Key) -> list[Key]:
        """The keys in use that a key could be tied to: itself, codes above and below, one heading, the total."""
        head, code = key
        if key in self._blocks:
            return [key]
        if code == TOTAL:
            return [(head, c) for c in self._under.get((head, ""), ())]
        above = [(head, code[:end]) for end in range(2, len(code), 2)]
        below = [(head, c) for c in self._under.get((head, code), ())]
        beside = [(head, c) for c in self._under.get((head, code[:4]), ())] if len(code) >= 4 else []
        return [k for k in dict.fromkeys([(head, TOTAL), *above, *below, *beside]) if k in self._blocks]


def _keys(statement: Statement) -> list[Key]:
    """What a statement could be tied by: measure family and sides, with each code of its goods (or their words)."""
    found: dict[Key, None] = {}
    operands: list[Operand | None] = [None, *statement.operands]
    for operand in operands:
        measure = (operand.measure if operand else None) or statement.measure
        place = (operand.place if operand else None) or statement.place
        partner = (operand.partner if operand else None) or statement.partner
        own = operand is None or (operand.commodity is None and not operand.hs)
        named = (statement.commodity, statement.hs) if own or operand is None else (operand.commodity, operand.hs)
        head = measure if measure.startswith("trade.") else measure.split(".")[0]
        sides = frozenset(x for x in (_nation(place), _nation(partner)) if x)
        for line in _lines(good_of(*named)):
            found[((head, sides), line)] = None
    return list(found)


def _lines(good: Good) -> list[str]:
    if good.is_total:
        return [TOTAL]
    codes = sorted({code[:6] for group in good.codes for code in group})
    return codes or [" ".join(sorted(good.words)) or "-"]


def _nation(place: str | None) -> str:
    """The nation of a place or province."""
    known = places().get(place or "")
    return (known.parent or known.code) if known else place or ""
