"""Vaccine: what was allocated, offered, refused, delivered, given. Doses only where a source counts doses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casebook_rows.common import OWN_DAY, Pile, day, end_of_month, rows_of, said
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity, interval_of, last_digit

Row = dict[str, Any]
# One entry a row of the file, in its order; a reason where a row gives no statement of its own.
OFFERS: list[tuple[str, list[Row] | str]] = [
    (
        "allocated for H1 2021",
        [
            {
                "measure": "vaccine.doses.offered",
                "who": "Gavi > Agerpres",
                "value": "1992000",
                "period": ("2021-02-04", "2021-02-05"),
                "relation": "=",
                "commodity": "AstraZeneca vaccine",
                "scope": "planned by COVAX for the first half of 2021; not shipped",
                "modality": "planned",
            }
        ],
    ),
    (
        "rejected (INSS)",
        [
            {
                "measure": "vaccine.doses.refused",
                "who": "INSS > The Nation",
                "value": "2000000",
                "relation": "~",
                "period": ("2021-07-01", "2021-08-01"),
                "commodity": "AstraZeneca vaccine",
            }
        ],
    ),
    (
        "declined",
        [
            {
                "measure": "vaccine.doses.refused",
                "who": "UNICEF > Wall Street Journal",
                "value": "3000000",
                "relation": "~",
                "period": ("2021-09-01", "2021-09-02"),
                "commodity": "Sinovac vaccine",
                "published": OWN_DAY,
            }
        ],
    ),
    (
        "offered several times",
        [
            {
                "measure": "vaccine.doses.offered",
                "who": "Russian government > AsiaNews",
                "relation": ">",
                "partner": "RUS",
                "period": ("2021-01-01", "2022-01-01"),
                "commodity": "Sputnik V vaccine",
                "last": "2021-12-31",
                "rule": "inferred: end of the year",
            }
        ],
    ),
    (
        "cut to needs based",
        [
            {
                "measure": "vaccine.doses.offered",
                "who": "Gavi > NK News",
                "value": "8000000",
                "relation": ">",
                "period": ("2021-01-01", "2022-02-01"),
                "scope": "allotted by COVAX before the cut",
                "modality": "planned",
            },
            {
                "measure": "vaccine.doses.offered",
                "who": "Gavi > NK News",
                "value": "2000000",
                "relation": "<",
                "period": ("2022-02-07", "2022-02-14"),
                "scope": "allotted by COVAX after the cut",
                "modality": "planned",
            },
            {
                "measure": "vaccine.doses.offered",
                "who": "Gavi > NK News",
                "value": "1290000",
                "relation": "=",
                "partner": "CAN",
                "period": ("2022-02-07", "2022-02-14"),
                "scope": "pledged by Canada by way of COVAX",
                "modality": "promised",
            },
        ],
    ),
    (
        "no concrete allocation",
        [
            {
                "measure": "vaccine.doses.offered",
                "who": "Gavi > Yonhap",
                "relation": "none",
                "value": "0",
                "period": ("2022-04-01", "2022-05-01"),
                "scope": "allocated by COVAX",
            }
        ],
    ),
    ("shipped", "customs count kilograms: told by the article, never as doses"),
    (
        "accepted and being given",
        [
            {
                "measure": "vaccine.doses.delivered",
                "who": "Gavi > EFE",
                "relation": ">",
                "partner": "CHN",
                "period": ("2022-06-04", "2022-06-05"),
                "published": OWN_DAY,
                "kind": "existence",
            },
            {
                "measure": "vaccine.doses.administered",
                "who": "Gavi > EFE",
                "relation": ">",
                "period": (None, "2022-06-05"),
                "type": "cumulative",
                "published": OWN_DAY,
                "kind": "existence",
            },
        ],
    ),
    (
        "offered on three occasions",
        [
            {
                "measure": "vaccine.doses.offered",
                "who": "WHO > AP",
                "relation": ">",
                "period": ("2022-05-12", "2022-06-02"),
                "scope": "on three occasions, without reply",
                "last": "2022-06-01",
                "rule": "",
            }
        ],
    ),
    (
        "no request after",
        [
            {
                "measure": "aid.requested",
                "who": "Gavi > NK News",
                "relation": "none",
                "value": "0",
                "unit": "1",
                "period": ("2022-09-08", "2022-10-01"),
                "commodity": "vaccines",
                "scope": "asked of Gavi or UNICEF",
            },
            {
                "measure": "vaccine.doses.administered",
                "who": "KCNA > NK News",
                "relation": ">",
                "period": ("2022-09-08", None),
                "type": "cumulative",
                "modality": "planned",
                "kind": "existence",
                "scope": "announced by the leader",
            },
        ],
    ),
]


def add_vaccines(pile: Pile, shared: Path) -> None:
    """Offers, refusals and deliveries; 'about' widens, a thing without a number is more than none."""
    rows = rows_of(shared / "data" / "epidemic" / "prk_vaccine_offers.csv")
    if len(rows) != len(OFFERS):
        raise ValueError(f"{len(rows)} offers in the file, {len(OFFERS)} here")
    for i, (row, (status, found)) in enumerate(zip(rows, OFFERS, strict=True), 1):
        if status not in row["status"]:
            raise ValueError(f"offer {i} is {row['status']!r}, not {status!r}")
        for slot, more in enumerate(found if isinstance(found, list) else ()):
            first, end = more["period"]
            if "last" in more:
                published, rule = day(more["last"]), more["rule"]
            elif more.get("published") == OWN_DAY:
                published, rule = day(first or "2022-06-04"), OWN_DAY
            else:
                published, rule = end_of_month(day(first or "2022-06-04"))
                if end and published < day(end) and published.month != day(end).month:
                    published, rule = end_of_month(day(row["when"][:7] + "-01"))
            if row["when"].startswith("2022-05/06"):
                published, rule = day("2022-06-01"), ""
            outlet = more["who"].split(" > ")[-1]
            document = Document.curated(outlet, row["source"], published, published_rule=rule)
            document = pile.documents.get(document.digest, document)
            relation, text, unit = more["relation"], more.get("value"), more.get("unit", "dose")
            if text is None:
                quantity = Quantity(0.0, 0.0, None, unit)
            else:
                low, high = interval_of(float(text), float(last_digit(text)), relation)
                quantity = Quantity(float(text), low, high, unit)
            statement = said(
                document,
                f"row:{i}",
                slot=slot,
                measure=more["measure"],
                kind=more.get("kind", "count" if text else "existence"),
                relation=relation,
                place="PRK",
                partner=more.get("partner"),
                commodity=more.get("commodity"),
                scope=more.get("scope"),
                period=Period.parse(first, end, more.get("type", "event")),
                quantity=quantity,
                who=more["who"],
                modality=more.get("modality", "reported"),
            )
            pile.add("vaccines", document, [statement])
