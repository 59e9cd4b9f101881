"""Dated events: borders, transport, lockdowns, the admission and the end declared; and the other facts of 2020-2022.

Each row of the timeline is named here once, with what it says in our own words, or with the reason why it is left out
(`LEFT_OUT`); a row that is neither stops the build.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from casebook_rows.common import END_OF_MONTH, OWN_DAY, Pile, day, end_of_month, rows_of, said
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity, interval_of, last_digit

# (day, first words) of the timeline -> why it gives no row of its own
LEFT_OUT = {
    ("2021-02-04", "COVAX plans"): "told with the vaccine offers",
    ("2021-07-01", "AstraZeneca (about 2 million)"): "told with the vaccine offers",
    ("2021-09-01", "UNICEF: about 3 million"): "told with the vaccine offers",
    ("2022-02-11", "Gavi: allotment cut"): "told with the vaccine offers",
    ("2022-03-10", "Testing up"): "told with the tests",
    ("2022-05-14", "Kim orders"): "told by the article (RFA)",
    ("2022-05-16", "Peak:"): "told by KCNA's table",
    ("2022-05-16", "Three Air Koryo"): "told with the other facts (F007)",
    ("2022-05-22", "13 Chinese experts"): "told by the article (RFA)",
    ("2022-05-24", "First day without"): "told by KCNA's table",
    ("2022-06-01", "WHO: assume"): "told with the judgements",
    ("2022-06-04", "Gavi: accepted"): "told with the vaccine offers",
    ("2022-07-06", "74th and last"): "told by KCNA's table",
    ("2022-07-27", "Last provincial"): "a note on a file, not a statement",
    ("2022-07-29", "KDI paper"): "told with the judgements",
    ("2022-07-30", "Zero new"): "told by KCNA's table",
    ("2022-08-05", "All fever"): "told by KCNA's table",
    ("2022-09-08", "Kim announces"): "told with the vaccine offers",
}

Row = dict[str, Any]
# (day, first words) -> rows: measure, who, published (a day: read in the source; or the rule), and what differs
EVENTS: dict[tuple[str, str], list[Row]] = {
    ("2020-01-22", "North Korea closes"): [
        {"measure": "border.closed", "who": "SCMP", "relation": "~", "note": "the day is about right"}
    ],
    ("2020-03-03", "UNICEF expects"): [
        {
            "measure": "aid.received",
            "who": "UNICEF > NK News",
            "partner": "CHN",
            "modality": "planned",
            "period": ("2020-03-02", "2020-03-09"),
            "scope": "protective equipment expected by land from China",
        }
    ],
    ("2020-04-07", "WHO/Reuters"): [
        {
            "measure": "tests.people",
            "who": "DPRK government > WHO > Reuters",
            "kind": "count",
            "value": "709",
            "unit": "person",
            "period": ("2020-01-01", "2020-04-08"),
            "type": "flow",
            "published": OWN_DAY,
            "address": "https://mobile.reuters.com/article/amp/idUSKBN21P3C2",
        }
    ],
    ("2021-10-07", "WHO: shipments"): [
        {
            "measure": "aid.received",
            "who": "WHO > Reuters",
            "scope": "medical supplies by ship from Dalian, held in quarantine at Nampo",
            "published": OWN_DAY,
        }
    ],
    ("2022-01-16", "First North Korean"): [
        {
            "measure": "transport.resumed",
            "who": "Yonhap",
            "partner": "CHN",
            "scope": "rail freight",
            "published": "2022-01-16",
        }
    ],
    ("2022-01-17", "Train returns"): [
        {
            "measure": "transport.resumed",
            "who": "Yonhap",
            "partner": "CHN",
            "scope": "rail freight",
            "published": "2022-01-17",
        }
    ],
    ("2022-03-08", "UNICEF: first"): [
        {
            "measure": "aid.received",
            "who": "UNICEF > Yonhap",
            "scope": "first supplies out of quarantine at Nampo",
            "published": "2022-03-08",
        }
    ],
    ("2022-04-01", "Early April"): [
        {
            "measure": "other",
            "who": "KCNA > Reuters",
            "place": "KP-07",
            "period": ("2022-04-01", "2022-04-11"),
            "scope": "first contact at Ipho-ri, as claimed on 1 July 2022",
            "published": "2022-07-01",
        }
    ],
    ("2022-04-15", "Mid-April"): [
        {
            "measure": "other",
            "who": "KCNA > Reuters",
            "place": "KP-01",
            "period": ("2022-04-11", "2022-04-21"),
            "scope": "feverish travellers from Ipho-ri in Pyongyang, as claimed on 1 July 2022",
            "published": "2022-07-01",
        }
    ],
    ("2022-04-25", "Military parade"): [
        {
            "measure": "other",
            "who": "NIS > Newsis > National Post",
            "place": "KP-01",
            "scope": "military parade; the disease spread after it, says the origin",
            "published": "2022-05-19",
        }
    ],
    ("2022-04-25", "Dandong residential"): [
        {
            "measure": "lockdown",
            "who": "Kyodo",
            "place": "CHN",
            "partner": "PRK",
            "relation": "~",
            "scope": "Dandong, residential compounds",
            "published": "2022-04-29",
        },
        {
            "measure": "cases.all.new",
            "who": "Kyodo",
            "place": "CHN",
            "partner": "PRK",
            "kind": "count",
            "relation": "~",
            "value": "220",
            "unit": "person",
            "period": ("2022-04-19", "2022-04-26"),
            "type": "flow",
            "scope": "Dandong, within a week",
            "published": "2022-04-29",
        },
    ],
    ("2022-04-29", "China and North Korea"): [
        {
            "measure": "transport.suspended",
            "who": "Reuters",
            "partner": "CHN",
            "scope": "rail freight",
            "published": "2022-04-29",
        }
    ],
    ("2022-05-08", "Samples collected"): [
        {
            "measure": "other",
            "who": "KCNA > Xinhua",
            "place": "KP-01",
            "scope": "samples taken from fever patients in Pyongyang",
            "published": "2022-05-12",
        }
    ],
    ("2022-05-12", "First COVID case"): [
        {"measure": "admission", "who": "KCNA > Xinhua", "published": OWN_DAY, "outlet": "Xinhua"},
        {
            "measure": "lockdown",
            "who": "KCNA > Xinhua",
            "scope": "maximum emergency; all cities and counties",
            "published": OWN_DAY,
            "outlet": "Xinhua",
        },
    ],
    ("2022-05-13", "350,000 fevers"): [
        {
            "measure": "deaths.confirmed.cumulative",
            "who": "KCNA > AFP",
            "kind": "count",
            "value": "1",
            "unit": "person",
            "period": ("2022-04-21", "2022-05-13"),
            "type": "cumulative",
            "note": "one of the six dead had the BA.2 lineage",
            "published": OWN_DAY,
        }
    ],
    ("2022-07-01", "KCNA blames"): [
        {
            "measure": "other",
            "who": "KCNA > Reuters",
            "scope": "says that the disease came with alien things at Ipho-ri",
            "published": OWN_DAY,
        }
    ],
    ("2022-08-10", "Kim declares"): [
        {
            "measure": "other",
            "who": "KCNA > Reuters",
            "scope": "declared end of the emergency",
            "published": "2022-08-10",
        }
    ],
    ("2022-08-23", "Four new fever"): [
        {
            "measure": "fever.new",
            "who": "KCNA > Yonhap",
            "place": "KP-10",
            "kind": "count",
            "value": "4",
            "unit": "person",
            "type": "flow",
            "published": "2022-08-25",
        },
        {
            "measure": "other",
            "who": "KCNA > Egyptian Gazette",
            "place": "KP-10",
            "scope": "the four fevers called influenza",
            "outlet": "Egyptian Gazette",
            "published": "2022-08-26",
        },
    ],
    ("2022-09-26", "Dandong-Sinuiju"): [
        {
            "measure": "transport.resumed",
            "who": "SCMP",
            "partner": "CHN",
            "scope": "rail freight",
            "published": END_OF_MONTH,
        }
    ],
    ("2023-01-12", "UNICEF ships"): [
        {
            "measure": "aid.received",
            "who": "UNICEF > NK News",
            "period": ("2023-01-01", "2023-02-01"),
            "value": "25",
            "scope": "containers by way of Nampo",
        }
    ],
    ("2023-01-25", "Five-day lockdown"): [
        {
            "measure": "lockdown",
            "who": "NK News",
            "place": "KP-01",
            "scope": "Pyongyang, five days, respiratory illness",
        }
    ],
}


def add_events(pile: Pile, shared: Path) -> None:
    """The timeline and the other facts."""
    for row in rows_of(shared / "data" / "epidemic" / "timeline.csv"):
        named = [k for k in (*EVENTS, *LEFT_OUT) if k[0] == row["date"] and row["event"].startswith(k[1])]
        if len(named) != 1:
            raise ValueError(f"the timeline row {row['date']} {row['event'][:40]!r} is named {len(named)} times")
        for i, event in enumerate(EVENTS.get(named[0], [])):
            _add(pile, row, event, i)


def _add(pile: Pile, row: dict[str, str], event: Row, slot: int) -> None:
    start = day(row["date"])
    published, rule = _published(event.get("published", END_OF_MONTH), start)
    address = event.get("address", row["source"])
    chain = str(event["who"])
    outlet = event.get("outlet", chain.split(" > ")[-1])
    document = Document.curated(outlet, address, published, published_rule=rule)
    document = pile.documents.get(document.digest, document)
    kind = event.get("type", "event")
    first, end = event.get("period", (row["date"], (start + timedelta(days=1)).isoformat()))
    relation = event.get("relation", "=")
    quantity = None
    if "value" in event:
        value = float(event["value"])
        low, high = interval_of(value, float(last_digit(event["value"])), relation)
        quantity = Quantity(value, low, high, event.get("unit", "1"))
    statement = said(
        document,
        f"event:{row['date']}",
        slot=slot,
        measure=event["measure"],
        kind=event.get("kind", "event"),
        relation=relation,
        place=event.get("place", "PRK"),
        partner=event.get("partner"),
        scope=event.get("scope"),
        period=Period.parse(first, end, kind),
        quantity=quantity,
        who=chain,
        modality=event.get("modality", "reported"),
        note=event.get("note", ""),
    )
    pile.add("events", document, [statement])


def _published(text: str, start: Any) -> tuple[Any, str]:
    if text == END_OF_MONTH:
        return end_of_month(start)
    if text == OWN_DAY:
        return start, OWN_DAY
    return day(text), ""


# fact -> rows: what differs from the file's own measure, in our own words
OTHER: dict[str, list[Row]] = {
    "F001": [{"scope": "other diseases among the fevers: measles, typhoid, pertussis"}],
    "F002": [{"scope": "other diseases among the fevers: water-borne ones"}],
    # a belief about what the fevers are, and the opposite of F001: not filed as one more doubt
    "F003": [{"measure": "other", "scope": "most of the fevers are COVID-19", "modality": "estimated"}],
    "F004": [{"kind": "event", "place": "KP-05", "scope": "acute enteric epidemic at Haeju"}],
    "F005": [{"place": "KP-05", "scope": "the enteric epidemic may be cholera or typhoid"}],
    "F006": [
        {"place": "KP-05", "scope": "families ill with, or helped against, the enteric epidemic", "kind": "count"}
    ],
    # flights of one day, no service that opened again
    "F007": [
        {
            "measure": "aid.received",
            "partner": "CHN",
            "kind": "event",
            "scope": "three cargo flights to Shenyang and back",
        }
    ],
    "F008": [{"scope": "capacity of one Il-76, not its load", "kind": "mass", "unit": "kg", "times": 1000}],
    "F009": [{"kind": "count"}],
    "F010": [
        {"kind": "count", "relation": "none"},
        {"measure": "tests.people", "kind": "count", "relation": "=", "value": "22389", "unit": "person"},
        {"measure": "tests.samples", "kind": "count", "relation": "=", "value": "44504", "unit": "sample"},
    ],
    "F011": [
        {"kind": "count"},
        {
            "measure": "tests.positive",
            "kind": "count",
            "relation": "none",
            "value": "0",
            "unit": "sample",
            "period": ("2021-10-08", "2021-10-15"),
        },
        {
            "measure": "tests.people",
            "kind": "count",
            "value": "678",
            "unit": "person",
            "period": ("2021-10-08", "2021-10-15"),
        },
    ],
    "F012": [
        {"kind": "count"},
        {"measure": "tests.people", "kind": "count", "value": "43464", "unit": "person"},
        {"measure": "tests.positive", "kind": "count", "relation": "none", "value": "0", "unit": "sample"},
    ],
    **{
        fact: [
            {"kind": "count"},
            {"measure": "tests.positive", "kind": "count", "relation": "none", "value": "0", "unit": "sample"},
        ]
        for fact in ("F013", "F014", "F015")
    },
}
RULES = {
    "F010": "inferred: the day as stored by the compilation (about)",
    "F012": "inferred: the day within November as stored by the compilation",
}


def add_other_facts(pile: Pile, shared: Path) -> None:
    """Statements with addresses that the other files lack."""
    for row in rows_of(shared / "data" / "epidemic" / "prk_other_facts.csv"):
        fact = row["fact_id"]
        chain = row["attribution"].replace("DPRK >", "DPRK government >").replace("anon: ", "anon:")
        document = Document.curated(
            row["outlet"], row["url"], day(row["published_on"]), published_rule=RULES.get(fact, "")
        )
        document = pile.documents.get(document.digest, document)
        found = []
        for slot, more in enumerate(OTHER[fact]):
            measure = more.get("measure", row["measure"])
            text = more.get("value", row["value"])
            relation = more.get("relation", row["relation"])
            unit = more.get("unit", row["unit"])
            quantity = None
            if text:
                value = float(text) * more.get("times", 1)
                low, high = interval_of(value, float(last_digit(text)) * more.get("times", 1), relation)
                known = unit if unit in ("person", "sample", "kg") else "1"
                quantity = Quantity(value, low, high, known)
            flow = measure.startswith("tests.")
            first, end = more.get("period", (row["period_start"], row["period_end"]))
            found.append(
                said(
                    document,
                    f"fact:{fact}",
                    slot=slot,
                    measure=measure,
                    kind=more.get("kind", "existence"),
                    relation=relation,
                    place=more.get("place", "PRK"),
                    partner=more.get("partner"),
                    scope=more.get("scope"),
                    period=Period.parse(first, end, "flow" if flow else "event"),
                    quantity=quantity,
                    who=chain,
                    modality=more.get("modality", "possible" if fact == "F005" else "reported"),
                    aliases=(fact,) if slot == 0 else (),
                )
            )
        pile.add("tests" if flow else "events", document, found)
