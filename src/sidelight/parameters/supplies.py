"""What care takes: quantities, staff hours and head-counts of the WHO supplies tool, and where goods show in trade."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

CITATION = "WHO Essential Supplies Forecasting Tool v4, as coded in mrc-ide/esft (MIT), 19 July 2023"
CAPACITY_CITATION = "country table of the same tool; intensive-care share: average of the income group, not a count"


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of an item a head and day (a stay, for medicines).

    Attributes
    ----------
    head : what is counted, such as health_worker, severe_bed, critical_admission.
    stock : reusable and bound to a bed: needed once for the fullest day, not every day.
    """

    item: str
    unit: str
    head: str
    amount: float
    stock: bool


@dataclass(frozen=True, slots=True)
class Good:
    """A good that people trade, over the tool's items.

    Attributes
    ----------
    items : the tool's items it stands for. count : what is counted instead (tests, oxygen, ...), else empty.
    hs : HS6 codes under which it may be booked; none where customs cannot tell it apart.
    fit : what the traded article is usable for.
    """

    name: str
    items: tuple[str, ...]
    count: str
    unit: str
    hs: tuple[str, ...]
    lead_time_days: int
    quarantine_days: int
    cold_chain: bool
    fit: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a country has: doctors, nurses, beds, and the share of beds in intensive care; None where not counted."""

    doctors: float | None
    nurses: float | None
    beds: float | None
    icu_share: float | None


def _text(name: str) -> str:
    return files("sidelight.parameters").joinpath(name).read_text(encoding="utf-8")


@cache
def amounts() -> tuple[Amount, ...]:
    """Every amount of the tool's list that is bound to a head-count."""
    return tuple(
        Amount(r["item"], r["unit"], r["head"], float(r["amount"]), r["kind"] == "stock")
        for r in csv.DictReader(_text("supplies.csv").splitlines())
    )


@cache
def hours(group: str, state: str) -> float:
    """Hours of a staff group (HCW, Cleaner) that one patient takes in a day, in a state such as ``severe``."""
    return sum(float(r[state]) for r in csv.DictReader(_text("staff.csv").splitlines()) if r["group"] == group)


@cache
def goods() -> tuple[Good, ...]:
    """The goods that are compared with trade."""
    return tuple(
        Good(
            g["name"],
            tuple(g.get("items", ())),
            g.get("count", ""),
            g["unit"],
            tuple(g["hs"]),
            g["lead_time_days"],
            g["quarantine_days"],
            g["cold_chain"],
            g["fit"],
        )
        for g in tomllib.loads(_text("goods.toml"))["good"]
    )


@cache
def goods_citation() -> str:
    """What the lead times rest on."""
    return str(tomllib.loads(_text("goods.toml"))["citation"])


@cache
def capacity(place: str) -> Capacity:
    """The country's row; all unknown where the tool has none."""
    for r in csv.DictReader(_text("capacity.csv").splitlines()):
        if r["place"] == place:
            return Capacity(*(float(r[k]) if r[k] else None for k in ("doctors", "nurses", "beds", "icu_share")))
    return Capacity(None, None, None, None)
