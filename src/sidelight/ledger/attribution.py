"""Who says it, via whom, and how well placed: the chain from origin to publisher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.errors import LedgerError

SEPARATOR = " > "
ANONYMOUS = "anon:"


@dataclass(frozen=True, slots=True)
class Attribution:
    """One link of a chain.

    Parameters
    ----------
    agent : the name, or ``anon:`` with role and region at the coarsest useful level.
    role : origin, relay, publisher (by the place in the chain unless the source says more).
    access : how it knows: direct, data, anonymous, briefing, ...; None where nothing is said.
    """

    agent: str
    role: str | None = None
    access: str | None = None

    @property
    def anonymous(self) -> bool:
        return self.agent.startswith(ANONYMOUS)

    def as_json(self) -> dict[str, str | None]:
        return {"agent": self.agent, "role": self.role, "access": self.access}


Chain = tuple[Attribution, ...]


def parse_chain(text: str, access: str = "") -> Chain:
    """Read ``KCNA > 38 North > RFA``: origin first.

    Parameters
    ----------
    text : agents joined by `` > ``.
    access : the access of each link, joined likewise; empty where nothing is said.
    """
    agents = [agent.strip() for agent in text.split(SEPARATOR.strip()) if agent.strip()]
    ways = [way.strip() for way in access.split(SEPARATOR.strip())] if access.strip() else []
    if len(ways) > len(agents):
        raise LedgerError(
            f"{len(ways)} accesses for {len(agents)} agents", where=text, mend="give one a link, in order"
        )
    return chain_of(agents, ways)


def chain_of(agents: Sequence[str], access: Sequence[str | None] = ()) -> Chain:
    """A chain with roles by place: the first is the origin, the last the publisher, the rest relays."""
    last = len(agents) - 1
    return tuple(
        Attribution(
            agent,
            "origin" if i == 0 else "publisher" if i == last else "relay",
            (access[i] or None) if i < len(access) else ("anonymous" if agent.startswith(ANONYMOUS) else None),
        )
        for i, agent in enumerate(agents)
    )


def format_chain(chain: Chain) -> str:
    """Write a chain as it is stored: origin first."""
    return SEPARATOR.join(link.agent for link in chain)


def format_access(chain: Chain) -> str:
    """Write the accesses, empty where they are what `chain_of` would give by itself."""
    if chain == chain_of([link.agent for link in chain]):
        return ""
    return SEPARATOR.join(link.access or "" for link in chain)
