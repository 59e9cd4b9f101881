"""What is known of a source: names, cut-off, lag, release calendar, rounding, revisions, what absence means."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an origin's monthly records come out: days of the month after."""

    families: tuple[str, ...]
    totals_day: int
    detail_day: int
    january_with_february: bool


@dataclass(frozen=True, slots=True)
class SourceProfile:
    """The habits of one source, as data.

    Attributes
    ----------
    name : the canonical agent. aliases : other spellings of it.
    calendar : when its records can be queried, or None.
    report_lag_days : days from the last day covered to the report. cutoff : local hour at which a day's count ends.
    revision_allowance : relative size within which two vintages of one figure are a revision, not a conflict.
    absence : what a missing row means.
    habits : the rest of the entry, as written.
    """

    name: str
    aliases: tuple[str, ...]
    kind: str
    calendar: Calendar | None
    report_lag_days: int | None
    cutoff: str | None
    revision_allowance: float
    absence: str
    citation: str
    habits: Mapping[str, Any] = field(default_factory=dict)


_OWN = {
    "name",
    "aliases",
    "kind",
    "calendar",
    "report_lag_days",
    "cutoff",
    "revision_allowance",
    "absence",
    "citation",
}


@cache
def profiles() -> dict[str, SourceProfile]:
    """All profiles by canonical name."""
    text = files("sidelight.reference").joinpath("profiles.toml").read_text(encoding="utf-8")
    found = {}
    for entry in tomllib.loads(text)["source"]:
        calendar = entry.get("calendar")
        found[entry["name"]] = SourceProfile(
            entry["name"],
            tuple(entry.get("aliases", ())),
            entry.get("kind", ""),
            Calendar(
                tuple(calendar["families"]),
                calendar["totals_day"],
                calendar["detail_day"],
                calendar["january_with_february"],
            )
            if calendar
            else None,
            entry.get("report_lag_days"),
            entry.get("cutoff"),
            float(entry.get("revision_allowance", 0.0)),
            entry.get("absence", ""),
            entry.get("citation", ""),
            {k: v for k, v in entry.items() if k not in _OWN},
        )
    return found


@cache
def _names() -> dict[str, str]:
    return {
        alias.casefold(): profile.name for profile in profiles().values() for alias in (profile.name, *profile.aliases)
    }


def canonical_agent(agent: str) -> str:
    """The canonical name of an agent; the agent itself where no profile knows it."""
    return _names().get(agent.strip().casefold(), agent.strip())


def profile_of(agent: str) -> SourceProfile | None:
    """The profile of an agent under any of its names; None where there is none."""
    name = _names().get(agent.strip().casefold())
    return profiles()[name] if name else None
