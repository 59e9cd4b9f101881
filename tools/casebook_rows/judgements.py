"""What others judged the true size to be, and what other sources printed where they differ from KCNA's table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casebook_rows.common import Pile, day, end_of_month, rows_of, said
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity, interval_of, last_digit
from sidelight.ledger.statement import Operand

Row = dict[str, Any]
START = "2022-04-21"
WAVE = Period.parse(START, None, "cumulative")


def _until(text: str) -> Period:
    return Period.parse(START, text, "cumulative")


FEVERS = Operand("right", "fever.cumulative", place="PRK", period=WAVE)
DEATHS = Operand("right", "fever.deaths.cumulative", place="PRK", period=WAVE)

# One entry a row of the file, in its order: measure, chain, period, interval and the basis in our own words.
JUDGEMENTS: list[tuple[str, list[Row]]] = [
    (
        "South Korean intelligence",
        [
            {
                "measure": "deaths.all.cumulative",
                "who": "NIS > Yonhap > WOWTV",
                "period": _until("2022-05-17"),
                "relation": "between",
                "low": 250,
                "high": 300,
                "value": 300,
                "scope": "five to six times the official 50",
            }
        ],
    ),
    (
        "Oh Ju-hwan (Seoul",
        [
            {
                "measure": "deaths.all.cumulative",
                "who": "Oh Ju-hwan (Seoul National University) > Korea Herald > The Nation",
                "published": "2022-05-18",
                "value": 34000,
                "scope": "by the end of the wave; Hong Kong's fatality of the unvaccinated by age",
            }
        ],
    ),
    (
        "Kim Byung-yeon",
        [
            {
                "measure": "deaths.all.cumulative",
                "who": "Kim Byung-yeon (Seoul National University) > JoongAng Ilbo",
                "period": _until("2022-05-26"),
                "value": 21000,
                "scope": "Hong Kong's fatality of reported cases on the official fevers",
            }
        ],
    ),
    (
        "Kim Byung-yeon",
        [
            {
                "measure": "deaths.all.cumulative",
                "who": "Kim Byung-yeon (Seoul National University) > JoongAng Ilbo",
                "value": 90000,
                "scope": "if half the population were infected; Hong Kong's fatality of reported cases",
                "modality": "possible",
            }
        ],
    ),
    (
        "The Diplomat",
        [
            {
                "measure": "infections",
                "who": "The Diplomat",
                "period": Period.parse(START, "2022-06-01", "flow"),
                "relation": "between",
                "value": None,
                "low": 6e6,
                "high": 12e6,
                "scope": "fever in a quarter to a half of infections",
            }
        ],
    ),
    (
        "WHO (Mike Ryan)",
        [
            {
                "measure": "other",
                "who": "WHO > AP",
                "kind": "trend",
                "period": Period.parse("2022-05-12", "2022-06-02", "trend"),
                "relation": "growth",
                "low": 0,
                "unit": "1",
                "scope": "the situation, assumed without raw data",
            }
        ],
    ),
    (
        "Forum of Korean",
        [
            {
                "measure": "infections",
                "who": "forum of Korean health experts > Korea Herald",
                "published": "2022-06-23",
                "kind": "comparison",
                "relation": "ratio",
                "value": 2,
                "low": 1.33,
                "high": 3,
                "unit": "1",
                "operands": (FEVERS,),
                "scope": "expert judgement: could be double the official count",
            }
        ],
    ),
    (
        "Forum of Korean",
        [
            {
                "measure": "deaths.all.cumulative",
                "who": "forum of Korean health experts > Korea Herald",
                "published": "2022-06-23",
                "kind": "comparison",
                "relation": "ratio",
                "value": 100,
                "low": 66.7,
                "high": None,
                "unit": "1",
                "operands": (DEATHS,),
                "scope": "expert judgement: even on a hopeful view",
            }
        ],
    ),
    (
        "Oh Ju-hwan (SNU)",
        [
            {
                "measure": "fever.cumulative",
                "who": "Oh Ju-hwan (Seoul National University) > Korea Herald",
                "published": "2022-06-23",
                "kind": "comparison",
                "relation": "ratio",
                "value": 0.6,
                "low": 0.55,
                "high": 0.65,
                "unit": "1",
                "operands": (Operand("right", "cases.confirmed.cumulative", place="KOR"),),
                "scope": "official counts per head, against South Korea's",
            }
        ],
    ),
    (
        "38 North",
        [
            {
                "measure": "doubt",
                "who": "38 North",
                "kind": "existence",
                "relation": "unknown",
                "period": Period.parse("2022-06-22", "2022-06-23", "event"),
                "unit": None,
                "modality": "reported",
                "scope": "so few deaths go against what other countries saw",
            }
        ],
    ),
    (
        "Shin Young-jeon",
        [
            {
                "measure": "deaths.all.cumulative",
                "who": "Shin Young-jeon (Hanyang University) > KDI > Yonhap",
                "relation": ">=",
                "value": 28800,
                "scope": "if every fever was COVID-19; fatality of the unvaccinated in South Korea",
            }
        ],
    ),
    (
        "Shin Young-jeon",
        [
            {
                "measure": "deaths.all.cumulative",
                "who": "Shin Young-jeon (Hanyang University) > KDI > Yonhap",
                "relation": ">=",
                "value": 50000,
                "scope": "with infections that showed no symptoms or were not reported",
                "modality": "possible",
            }
        ],
    ),
    (
        "Jung & Jung",
        [
            {
                "measure": "reproduction_number",
                "who": "Jung & Jung (J Korean Med Sci 2022;37(41):e300)",
                "kind": "comparison",
                "relation": "growth",
                "value": -0.8,
                "low": -1,
                "high": -0.8,
                "unit": "1",
                "scope": "effect of public health measures; a model fitted to official counts",
            }
        ],
    ),
    (
        "Kim Jong-Hoon",
        [
            {
                "measure": "deaths.all.cumulative",
                "who": "Kim Jong-Hoon (IVI)",
                "relation": "between",
                "value": 14500,
                "low": 14000,
                "high": 15000,
                "scope": "the world's median Omicron fatality on the official fevers",
            }
        ],
    ),
    (
        "Kim Jong-Hoon",
        [
            {
                "measure": "other",
                "who": "Kim Jong-Hoon (IVI)",
                "relation": "between",
                "value": 53000,
                "low": 50000,
                "high": 55000,
                "unit": "person",
                "scope": "severe cases; South Korea's share among the unvaccinated on the official fevers",
            }
        ],
    ),
    (
        "Kim Jong-Hoon",
        [
            {
                "measure": "infections",
                "who": "Kim Jong-Hoon (IVI)",
                "kind": "comparison",
                "relation": "share",
                "value": 0.249,
                "low": 0.2485,
                "high": 0.2495,
                "unit": "1",
                "operands": (Operand("right", "population", place="PRK"),),
                "scope": "official fevers and a quarter of infections without symptoms",
            }
        ],
    ),
    (
        "KCTV (Ryu",
        [
            {
                "measure": "cases.confirmed.cumulative",
                "who": "KCNA > KCTV > Yonhap",
                "period": _until("2022-05-15"),
                "value": 168,
                "modality": "reported",
                "outlet": "Yonhap",
            },
            {
                "measure": "cases.confirmed.cumulative",
                "who": "KCNA > KCTV > Yonhap",
                "place": "KP-01",
                "period": _until("2022-05-15"),
                "value": 42,
                "modality": "reported",
                "outlet": "Yonhap",
            },
            {
                "measure": "cases.confirmed.cumulative",
                "who": "KCNA > KCTV > Yonhap",
                "place": "KP-03",
                "period": _until("2022-05-15"),
                "value": 20,
                "exact": True,
                "modality": "reported",
                "outlet": "Yonhap",
            },
        ],
    ),
    (
        "KCTV",
        [
            {
                "measure": "fever.deaths.cumulative",
                "who": "KCNA > KCTV > Korea Herald > The Nation",
                "published": "2022-05-20",
                "kind": "comparison",
                "relation": "share",
                "value": 0.3,
                "low": 0.295,
                "high": 0.305,
                "unit": "1",
                "period": _until("2022-05-17"),
                "operands": (Operand("right", "fever.deaths.cumulative", place="PRK", period=_until("2022-05-17")),),
                "scope": "aged 20 or younger, of 56 dead",
                "modality": "reported",
            }
        ],
    ),
]


def add_judgements(pile: Pile, shared: Path) -> None:
    """Others' judgements of the true size, each with its own basis as scope."""
    address = ""
    rows = rows_of(shared / "data" / "epidemic" / "prk_true_size_estimates.csv")
    if len(rows) != len(JUDGEMENTS):
        raise ValueError(f"{len(rows)} judgements in the file, {len(JUDGEMENTS)} here")
    for i, (row, (name, said_here)) in enumerate(zip(rows, JUDGEMENTS, strict=True)):
        if not row["who"].startswith(name):
            raise ValueError(f"judgement {i} is by {row['who']}, not {name}")
        address = address if row["source"] == "same" else row["source"]
        for slot, more in enumerate(said_here):
            if len(row["stated_on"]) == 10:
                published, rule = day(more.get("published", row["stated_on"])), ""
            else:
                published, rule = end_of_month(day(row["stated_on"][:7] + "-01"))
            outlet = more.get("outlet") or more["who"].split(" > ")[-1]
            document = Document.curated(outlet, address, published, published_rule=rule)
            document = pile.documents.get(document.digest, document)
            pile.add("judgements", document, [_judgement(document, f"row:{i + 1}", slot, more)])


def _judgement(document: Document, locus: str, slot: int, more: Row) -> Any:
    relation = more.get("relation", "=")
    value = more.get("value")
    low, high = more.get("low"), more.get("high")
    if low is None and high is None and value is not None:
        low, high = interval_of(float(value), float(last_digit(str(value))), relation, exact=more.get("exact", False))
    numbers = [None if x is None else float(x) for x in (value, low, high)]
    return said(
        document,
        locus,
        slot=slot,
        measure=more["measure"],
        kind=more.get("kind", "count"),
        relation=relation,
        place=more.get("place", "PRK"),
        scope=more.get("scope"),
        period=more.get("period", WAVE if more["measure"] != "infections" else Period.parse(START, None, "flow")),
        quantity=Quantity(numbers[0], numbers[1], numbers[2], more.get("unit", "person")),
        operands=more.get("operands", ()),
        factor=numbers[0] if more.get("operands") else None,
        who=more["who"],
        modality=more.get("modality", "estimated"),
        wording=more.get("wording"),
        note=more.get("note", ""),
    )


OTHER_FILE = "camappel/dprk-covid (github): the KCNA reports in English as compiled there"
JHU_SCOPE = "COVID-19 deaths as listed by JHU"
# (day, measure in the file, how the other value begins) -> what that source says, or the reason for no row
DISAGREEMENTS: dict[tuple[str, str, str], list[Row] | str] = {
    ("2022-05-14", "cum_fever", "826020"): [
        {
            "measure": "fever.cumulative",
            "who": "KCNA > camappel/dprk-covid",
            "period": _until("2022-05-15"),
            "value": 826020,
            "address": OTHER_FILE,
            "month": "2022-05-31",
        }
    ],
    ("2022-05-15", "new_fever", "402920"): [
        {
            "measure": "fever.new",
            "who": "KCNA > camappel/dprk-covid",
            "period": Period.parse("2022-05-15", "2022-05-16", "flow"),
            "value": 402920,
            "address": OTHER_FILE,
            "month": "2022-05-31",
        }
    ],
    ("2022-05-15", "under_treatment", "574910"): [
        {
            "measure": "fever.under_treatment",
            "who": "KCNA > camappel/dprk-covid",
            "period": Period.parse("2022-05-15", "2022-05-16", "stock"),
            "value": 574910,
            "address": OTHER_FILE,
            "month": "2022-05-31",
        }
    ],
    ("2022-05-14", "under_treatment", "324590"): [
        {
            "measure": "fever.under_treatment",
            "who": "KCNA > camappel/dprk-covid",
            "period": Period.parse("2022-05-14", "2022-05-15", "stock"),
            "value": 324590,
            "address": OTHER_FILE,
            "month": "2022-05-31",
        }
    ],
    ("2022-05-16", "cum_fever", "1483,60"): [
        {
            "measure": "fever.cumulative",
            "who": "KCNA > SBS > Teller Report",
            "period": _until("2022-05-17"),
            "relation": "unknown",
            "wording": "1483,60",
            "note": "a digit is lost in print: no figure can be read",
            "address": "tellerreport.com (SBS) 2022-05-17",
            "published": "2022-05-17",
        }
    ],
    ("2022-05-16", "cum_fever", "1480360"): [
        {
            "measure": "fever.cumulative",
            "who": "KCNA > Sisa Journal",
            "period": _until("2022-05-17"),
            "value": 1480360,
            "wording": "148만360",
            "address": "Sisa Journal 2022-05-20",
            "published": "2022-05-20",
        }
    ],
    ("2022-05-21", "cum_deaths", "65"): [
        {
            "measure": "fever.deaths.cumulative",
            "who": "KCNA > KBS",
            "period": _until("2022-05-22"),
            "value": 65,
            "address": "KBS World 2022-05-22",
            "published": "2022-05-22",
        },
        {
            "measure": "fever.deaths.cumulative",
            "who": "KCNA > Spanish news agency > pledgetimes",
            "period": _until("2022-05-22"),
            "value": 66,
            "address": "Spanish agency (pledgetimes), 21 May 2022",
            "published": "2022-05-22",
            "rule": "inferred: the day after the report",
        },
    ],
    ("2022-05-14", "new_fever Pyongyang", "8,445"): [
        {
            "measure": "fever.new",
            "who": "KCNA > KCTV > Yonhap",
            "place": "KP-01",
            "period": Period.parse("2022-05-14", "2022-05-15", "flow"),
            "relation": "between",
            "value": None,
            "low": 8445,
            "high": 83445,
            "wording": "8천3천445",
            "note": "the caption can be read as 8,445 or as 83,445",
            "address": "Cheonji/Yonhap caption 2022-05-16",
            "published": "2022-05-16",
        }
    ],
    ("2022-05-17", "cum_deaths", "6"): [
        {
            "measure": "deaths.all.cumulative",
            "who": "JHU CRC",
            "period": Period.parse(None, "2022-05-18", "cumulative"),
            "value": 62,
            "scope": JHU_SCOPE,
            "address": "JHU CSSE, as shown on 17 May 2022 (issue 5760)",
            "published": "2022-05-17",
        },
        {
            "measure": "deaths.all.cumulative",
            "who": "JHU CRC",
            "period": Period.parse(None, "2022-05-19", "cumulative"),
            "value": 6,
            "scope": JHU_SCOPE,
            "note": "set back from 62: only deaths that JHU would count as COVID-19",
            "address": "JHU CSSE, as shown on 18 May 2022 (issue 5760)",
            "published": "2022-05-18",
        },
    ],
    ("2022-05-23", "under_treatment", "400200"): "the article's own row (RFA)",
    ("2022-05-23", "cum_recovered", "about 2.5"): "the article's own row (RFA)",
    ("2022-05-24", "cum_fever", "3.06"): "the article's own row (SCMP)",
    ("2022-05-14", "confirmed", "1"): [
        {
            "measure": "cases.confirmed.cumulative",
            "who": "JHU CRC",
            "period": Period.parse(None, "2022-05-15", "cumulative"),
            "value": 1,
            "address": "JHU CSSE national series: 1 confirmed from 14 May 2022",
            "published": "2022-05-15",
            "rule": "inferred: the day after the data day",
        },
        {
            "measure": "cases.all.cumulative",
            "who": "WHO",
            "period": Period.parse("2020-01-03", "2023-07-13", "cumulative"),
            "relation": "none",
            "value": 0,
            "scope": "reported to WHO",
            "address": "WHO COVID-19 dashboard, national daily table, vintage of July 2023 (as in mrc-ide/esft)",
            "month": "2023-07-31",
        },
        {
            "measure": "deaths.all.cumulative",
            "who": "WHO",
            "period": Period.parse("2020-01-03", "2023-07-13", "cumulative"),
            "relation": "none",
            "value": 0,
            "scope": "reported to WHO",
            "address": "WHO COVID-19 dashboard, national daily table, vintage of July 2023 (as in mrc-ide/esft)",
            "month": "2023-07-31",
        },
    ],
    ("2022-06-09", "cum_recovered", "4215850"): [
        {
            "measure": "fever.recovered.cumulative",
            "who": "KCNA > camappel/dprk-covid",
            "period": _until("2022-06-10"),
            "value": 4215850,
            "address": OTHER_FILE,
            "published": "2022-06-10",
        },
        {
            "measure": "fever.recovered.new",
            "who": "KCNA > camappel/dprk-covid",
            "period": Period.parse("2022-06-09", "2022-06-10", "flow"),
            "value": 5250,
            "address": OTHER_FILE,
            "published": "2022-06-10",
        },
        {
            "measure": "fever.under_treatment",
            "who": "KCNA > camappel/dprk-covid",
            "period": Period.parse("2022-06-09", "2022-06-10", "stock"),
            "value": 134050,
            "address": OTHER_FILE,
            "published": "2022-06-10",
        },
    ],
    ("2022-07-26", "cum_fever vs sum", "4772798"): "a check column of a workbook, not a statement",
    ("2022-07-28", "final identity", ""): "a check, not a statement",
}


def add_disagreements(pile: Pile, shared: Path) -> None:
    """What other sources printed for days on which they differ; kept beside KCNA's figures, not smoothed."""
    for i, row in enumerate(rows_of(shared / "data" / "epidemic" / "prk_statement_disagreements.csv"), 1):
        about = (row["about_date"], row["measure"])
        named = [k for k in DISAGREEMENTS if k[:2] == about and row["other_value"].startswith(k[2])]
        if len(named) != 1:
            raise ValueError(f"the disagreement {row} is named {len(named)} times")
        rows = DISAGREEMENTS[named[0]]
        for slot, more in enumerate(rows if isinstance(rows, list) else ()):
            rule = "inferred: end of the month" if "month" in more else more.get("rule", "")
            published = day(more.get("month") or more["published"])
            outlet = more["who"].split(" > ")[-1]
            document = Document.curated(outlet, more["address"], published, published_rule=rule)
            document = pile.documents.get(document.digest, document)
            pile.add(
                "disagreements",
                document,
                [_judgement(document, f"row:{i}", slot, {"modality": "reported", **more})],
            )
