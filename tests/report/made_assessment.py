"""A made assessment of realistic shape: three days of it (after an admission, before one, and a bare one).

Probabilities, decibans and days are made up for the layout of a page; nothing here is a result.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from made_report import pools, statement

from sidelight.assessment.assessment import Assessment, Event, Evidence, Hypothesis, Moment, Range
from sidelight.assessment.words import likelihood_range
from sidelight.ledger.finding import Exhibit, Finding, Text, cite, text
from sidelight.ledger.period import spoken_day

ADMITTED = date(2022, 5, 12)
GOODS = (
    ("ventilators", "USD", (0.0, 2769.0, None, None, 266891.0)),
    ("face masks", "piece", (None, 1.4e6, "6080000", "6080000", 3.2e6)),
    ("thermometers", "piece", (2844.0, 66000.0, "28840", "28840", "28840")),
    ("patient monitors", "piece", (0.0, None, None, None, 1300.0)),
    ("test reagents", "kg", (None, None, None, 1140.0, 60.0)),
    ("disinfectant", "kg", (2155.0, None, None, None, 3038.0)),
    ("protective wear", "piece", (0.0, 625.0, 1500.0, None, None)),
    ("all goods", "USD", (261.3e6, "173360000", "173360000", "173360000", 98e6)),
)
PERIODS = (("2021", "2021", "year"), *((f"2022-0{n}", letter, "month") for n, letter in enumerate("JFMA", start=1)))
NEW = (18000, 174440, 296180, 392920, 269510, 232880, 262270, 263370, 219030, 186090, 167650, 134510, 115970, 105500)
DEATHS = (6, 21, 15, 8, 6, 6, 1, 2, 1, 1, 1, 0, 0, 0)

Pairs = dict[str, Any]
NO_ONE: dict[str, Any] = {"statements": []}
OURS: dict[str, Any] = {"reported": False, "other": False, "value": None, "who": "", "framed": "", "statements": []}


def made(
    as_of: date = date(2022, 5, 26), *, basis: str = "published", exhibits: bool = True, words: str = ""
) -> Assessment:
    """An assessment as of a day; before `ADMITTED` it holds no reporting question.

    Parameters
    ----------
    exhibits : without, it has neither findings nor exhibits. words : put into every free text, to test escaping.
    """
    pool: Pairs = {}

    def st(value: float | None, name: str, **options: Any) -> Any:
        if name not in pool:
            pool[name] = statement(
                value, name=name, commodity=options.pop("commodity", "face masks") or None, **options
            )
        return pool[name][0]

    disclosed = as_of >= ADMITTED
    admission = st(
        None,
        "E0512",
        measure="admission",
        kind="event",
        unit=None,
        start="2022-05-12",
        end="2022-05-12",
        commodity="",
        chain="KCNA > Made Post",
        place="PRK",
        partner=None,
    )
    fevers = st(
        3_170_380,
        "K0526",
        measure="fever.cumulative",
        unit="person",
        start="2022-04-25",
        end="2022-05-25",
        commodity="",
        chain="KCNA > 38 North > Made Post",
        place="PRK",
        partner=None,
    )
    deaths = st(
        68,
        "K0526d",
        measure="fever.deaths.cumulative",
        unit="person",
        start="2022-04-25",
        end="2022-05-25",
        commodity="",
        chain="KCNA > Made Post",
        place="PRK",
        partner=None,
    )
    masks = st(10_680_000, "T182", end="2022-04")
    unnamed = st(
        13,
        "R13",
        measure="experts.sent",
        unit="person",
        commodity="",
        chain="anon:Beijing source > RFA",
        rule="end of its month",
        on=date(2022, 5, 31),
        place="PRK",
        partner="CHN",
    )
    drawn = _exhibits(st, words) if exhibits else ()
    found = _findings(masks, fevers, deaths, unnamed, st, words) if exhibits else ()
    evidence = _evidence() if exhibits else ()
    if not disclosed:
        evidence = tuple(e for e in evidence if e.hypothesis in ("undisclosed_outbreak", "stockpiling", "reopening"))
    judgement: list[Text] = [text("That North Korea has an outbreak which it has not disclosed is unlikely.", words)]
    if disclosed:
        judgement = [
            text(
                "North Korea is almost certainly in the outbreak that it announced on ",
                cite("12 May 2022", admission),
                ".",
                words,
            ),
            text(
                "That its count of ",
                cite("68 deaths", deaths),
                " among ",
                cite("3.17 million fevers", fevers),
                " is too low is likely; that much of it is another illness is unlikely.",
            ),
        ]
    if exhibits:
        judgement.append(
            text(
                "Outbreak goods ran ahead of all goods (",
                cite("10.68 million masks", masks),
                "): stockpiling is likely, a reopened border very likely, aid or restocking unlikely; ",
                "none excludes another.",
            )
        )
    statements, documents = pools(*pool.values())
    return Assessment(
        place="PRK",
        place_name="North Korea" + words,
        as_of=as_of,
        basis=basis,  # type: ignore[arg-type]
        statements_used=1204,
        judgement=tuple(judgement),
        hypotheses=_hypotheses(disclosed),
        confidence="Low to moderate: 5 groups of findings weighed, from 4 origins; no sample of tests was random."
        + words,
        findings=found,
        evidence=evidence,
        statements=statements,
        documents=documents,
        timeline=_moments(as_of),
        events=_events(as_of, admission.id, words),
        exhibits=drawn,
        change_our_mind=("Towards an under-count: deaths by age from an origin other than the state's own." + words,),
        limits=("Trade cannot say which pathogen, nor whether a good bought was used." + words,),
        numbers={"admitted_on": ADMITTED.isoformat() if disclosed else None, "episode_open": disclosed or None},
    )


def _hypotheses(disclosed: bool) -> tuple[Hypothesis, ...]:
    rows = [
        ("no_outbreak", "outbreak", 0.01 if disclosed else 0.76, 0.002, 0.02),
        ("undisclosed_outbreak", "outbreak", 0.02 if disclosed else 0.22, 0.005, 0.04),
        ("disclosed_outbreak", "outbreak", 0.97 if disclosed else 0.02, 0.955, 0.99),
        ("stockpiling", "imports", 0.6, 0.35, 0.85),
        ("reopening", "imports", 0.82, 0.65, 0.94),
        ("routine", "imports", 0.4, 0.25, 0.7),
    ]
    if disclosed:
        rows += [
            ("as_reported", "reporting", 0.03, 0.01, 0.1),
            ("under_reported", "reporting", 0.75, 0.55, 0.9),
            ("other_cause", "reporting", 0.22, 0.1, 0.4),
        ]
    out = []
    for id, question, p, low, high in rows:
        low, high = (low, high) if disclosed or question != "outbreak" else (p * 0.6, min(p * 1.5, 0.95))
        definition = f"What exactly {id.replace('_', ' ')} means."
        out.append(
            Hypothesis(
                id, question, definition, 0.3, p, low, high, p * 0.8, min(p * 1.1, 0.99), likelihood_range(low, p, high)
            )
        )
    return tuple(out)


def _moments(as_of: date) -> tuple[Moment, ...]:
    steps = [
        (date(2020, 1, 22), 0.08, 0.09),
        (date(2020, 4, 7), 0.1, 0.12),
        (date(2020, 7, 20), 0.14, 0.2),
        (date(2020, 12, 3), 0.11, 0.12),
        (date(2021, 9, 1), 0.12, 0.14),
        (date(2022, 1, 17), 0.11, 0.13),
        (date(2022, 3, 10), 0.17, 0.2),
        (date(2022, 3, 20), 0.17, 0.34),
        (date(2022, 4, 20), 0.2, 0.43),
    ]
    out = []
    for day, published, available in steps:
        if day <= as_of:
            for basis, p in (("published", published), ("available", available)):
                out.append(
                    Moment(
                        day,
                        basis,
                        {"no_outbreak": 0.98 - p, "undisclosed_outbreak": p, "disclosed_outbreak": 0.02},
                        ("st-1", "st-2"),
                    )
                )
    day = ADMITTED
    while day <= as_of:
        for basis in ("published", "available"):
            out.append(
                Moment(
                    day,
                    basis,
                    {"no_outbreak": 0.01, "undisclosed_outbreak": 0.02, "disclosed_outbreak": 0.97},
                    ("st-3",),
                )
            )
        day += timedelta(days=1)
    return tuple(out)


def _events(as_of: date, statement_id: str, words: str) -> tuple[Event, ...]:
    rows = [
        (date(2020, 1, 22), "Border closed"),
        (date(2021, 9, 1), "Vaccines refused"),
        (date(2022, 1, 17), "Transport resumed"),
        (date(2022, 3, 10), "Testing up more than tenfold"),
        (date(2022, 4, 29), "Transport stopped"),
        (date(2022, 5, 8), "Lockdown told of"),
        (date(2022, 5, 12), "First case admitted"),
    ]
    return tuple(Event(d, f"{w} ({spoken_day(d)}){words}", statement_id) for d, w in rows if d <= as_of)


def _findings(masks: Any, fevers: Any, deaths: Any, unnamed: Any, st: Any, words: str) -> tuple[Finding, ...]:
    many = [st(float(1000 + n), f"Z{n}") for n in range(12)]
    return (
        Finding(
            "trade.goods",
            "trade",
            text(
                "Masks came to ",
                cite("10.68 million", masks),
                " in four months, .41 a head; ",
                "goods of ",
                cite("five classes", *many),
                " ran ahead of all goods.",
                words,
            ),
            (masks.id, *(s.id for s in many)),
            {},
            "strong",
            "customs, April",
            False,
            "2022-05-01",
            ("Press facts are printed because they surged." + words,),
        ),
        Finding("trade.total", "trade", text("All goods rose as well."), (), {}, "rise", "border", False, "2022-05-01"),
        Finding(
            "trade.unit",
            "trade",
            text(
                "A ventilator at ",
                cite("US$267", st(267, "T250", unit="USD", measure="trade.value")),
                " is too cheap for intensive care.",
            ),
            (st(267, "T250").id,),
            {},
        ),
        Finding(
            "official.fatality",
            "official",
            text("Deaths per fever rank lowest of 65: ", cite("68", deaths), " among ", cite("3,170,380", fevers), "."),
            (deaths.id, fevers.id),
            {"p": 0.015},
            "lowest",
            "official series",
            False,
            "2022-05-26",
            ("Different denominators.",),
        ),
        Finding(
            "official.identities",
            "official",
            text("The count of 13 May leaves no room for 27 dead."),
            (),
            {},
            "breaks",
            "official series",
            False,
            "2022-05-26",
        ),
        Finding(
            "official.later",
            "official",
            text("Against waves that ended later the rank is the same."),
            (),
            {},
            None,
            None,
            True,
        ),
        Finding(
            "claims.testimony",
            "claims",
            text("An unnamed source told of ", cite("13 experts", unnamed), "."),
            (unnamed.id,),
            {},
            "unnamed",
            "anon",
            False,
            "2022-05-23",
        ),
        Finding(
            "epidemic.expected_deaths",
            "epidemic",
            text("For the reported fevers 1,600 to 32,000 deaths are expected."),
            (),
            {},
            "far_below",
            "official series",
            False,
            "2022-05-26",
        ),
    )


def _evidence() -> tuple[Evidence, ...]:
    return (
        Evidence(
            "trade.goods", "undisclosed_outbreak", Range(0, 4, 8), "customs, April", "stockpiling explains much of it"
        ),
        Evidence(
            "claims.testimony", "undisclosed_outbreak", Range(0, 1, 3), "anon", "an unnamed origin cannot be checked"
        ),
        Evidence("trade.goods", "stockpiling", Range(1, 5, 9), "customs, April", "buying ahead shows so"),
        Evidence("trade.total", "reopening", Range(1, 4, 8), "border", "all goods at twice the level"),
        Evidence("trade.total", "stockpiling", Range(-4, -2, 0), "border", "all goods rose as well"),
        Evidence(
            "official.fatality", "under_reported", Range(2, 6, 7.6), "official series", "fewer deaths than anywhere"
        ),
        Evidence("official.fatality", "other_cause", Range(0, 4, 8), "official series", "mild fevers lower it"),
    )


def _goods(st: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for good, unit, values in GOODS:
        for (period, label, kind), v in zip(PERIODS, values, strict=True):
            cap = float(v) if isinstance(v, str) else None
            value = None if isinstance(v, str) else v
            state = "cap" if cap else "unknown" if value is None else "zero" if value == 0 else "value"
            ids = () if state == "unknown" else (st(cap or value, f"{good[:4]}{period}", unit=unit, commodity=good).id,)
            rows.append(
                {
                    "good": good,
                    "unit": unit,
                    "period": period,
                    "label": label,
                    "low": 0.0 if cap else value,
                    "high": cap if cap else value,
                    "value": value,
                    "state": state,
                    "kind": kind,
                    "statements": ids,
                }
            )
    return rows


def _exhibits(st: Any, words: str) -> tuple[Exhibit, ...]:
    goods = _goods(st)
    totals = []
    for n in range(28):
        month = f"{2020 + n // 12}-{n % 12 + 1:02d}"
        state = "unknown" if n in (5, 6) else "zero" if n == 9 else "cap" if n in (24, 25, 26) else "value"
        value = None if state in ("unknown", "cap") else 0.0 if state == "zero" else 2e6 * (n + 3) % 61e6
        high = 60e6 if state == "cap" else value
        totals.append(
            {
                "period": month,
                "low": 0.0 if state == "cap" else value,
                "high": high,
                "value": value,
                "state": state,
                "unit": "USD",
                "statements": () if state == "unknown" else (st(value or high, f"A{n}", unit="USD").id,),
            }
        )
    fever = []
    for n, (new, dead) in enumerate(zip(NEW, DEATHS, strict=True)):
        day = date(2022, 5, 12) + timedelta(days=n)
        s = st(
            float(new),
            f"K{n}",
            measure="fever.new",
            unit="person",
            start=day.isoformat(),
            end=day.isoformat(),
            commodity="",
            chain="KCNA > Made table",
            place="PRK",
            partner=None,
        )
        fever.append(
            {
                "day": day.isoformat(),
                "new_fever": None if n == 9 else new,
                "deaths": dead,
                "break": n in (1,),
                "residual": -27 if n == 1 else 4,
                "note": "",
                "statements": [s.id],
            }
        )
    places = [
        {"place": f"P{n}", "name": f"Place {n}", "value": 12.0 * 1.11**n, "subject": False, "statements": []}
        for n in range(60)
    ]
    places.append({"place": "PRK", "name": "North Korea, per FEVER", "value": 2.1, "subject": True, "statements": []})
    tests = [
        {
            "day": (date(2021, 1, 7) + timedelta(days=7 * n)).isoformat(),
            "samples": 700 + 13 * n % 90 + (900 if n > 60 else 0),
            "statements": [],
        }
        for n in range(66)
    ]
    checked = [
        {
            "wording": "a hundredfold of January",
            "claim": "ratio",
            "verdict": "within_rounding",
            "why": "266,891 / 2,769 = 96.4",
            "document": "Made Post, 26 May 2022",
            "statements": [goods[4]["statements"][0]],
        },
        {
            "wording": "the highest level since February 2020",
            "claim": "highest_since",
            "verdict": "refuted",
            "why": "As worded: February 2020 was lower. Whether a month of early 2022 was higher is open.",
            "document": "Made Post, 26 May 2022",
            "statements": [goods[9]["statements"][0]],
        },
        {
            "wording": "exceeds all of 2021",
            "claim": "greater",
            "verdict": "holds",
            "why": "3,038 against 2,155: 1.41 times",
            "document": "",
            **NO_ONE,
        },
        {
            "wording": "masks rose to 3.2 million",
            "claim": "trend",
            "verdict": "open",
            "why": "March is unknown.",
            "document": "",
            **NO_ONE,
        },
        {
            "wording": "the elite got doses",
            "claim": "",
            "verdict": "not_checkable",
            "why": "No figure.",
            "document": "",
            **NO_ONE,
        },
    ]
    chains = [
        {
            "chain": ["KCNA", "38 North", "RFA"],
            "words": "2.9 million fevers: one origin, counts once",
            "statements": [fever[0]["statements"][0]],
        },
        {"chain": ["anon:Beijing source", "RFA"], "words": "13 experts: weighs at most 3 decibans", "statements": []},
    ]
    deaths = [
        {"name": "Reported", "low": 68, "high": 68, **OURS, "reported": True, "value": 68},
        {"name": "Every fever was COVID, fatality .05 to 1 %", "low": 1600, "high": 32000, **OURS},
        {"name": "So far, with delay and a free COVID share", "low": 150, "high": 9000, **OURS},
        {
            "name": "S. Korean intelligence (16 May 2022)",
            "low": 250,
            "high": 300,
            **OURS,
            "other": True,
            "who": "NIS",
            "framed": "so far",
        },
        {
            "name": "A professor, by the end of the wave",
            "low": 34000,
            "high": 34000,
            **OURS,
            "other": True,
            "who": "Oh",
            "framed": "by the end",
        },
    ]
    comparators = [
        {
            "comparator": "closed year 2021",
            "words": "the border was closed",
            "per_month_low": 30200,
            "per_month_high": 30200,
            "state": "value",
            "statements": [],
        },
        {
            "comparator": "open year 2019",
            "words": "January to May",
            "per_month_low": 0,
            "per_month_high": 0,
            "state": "zero",
            **NO_ONE,
        },
        {
            "comparator": "rush of 2020",
            "words": "",
            "per_month_low": None,
            "per_month_high": None,
            "state": "unknown",
            **NO_ONE,
        },
    ]

    def x(id: str, analysis: Any, title: str, subtitle: str, rows: list[dict[str, Any]]) -> Exhibit:
        ids = tuple(dict.fromkeys(i for r in rows for i in r["statements"]))
        return Exhibit(id, analysis, title + words, subtitle + words, tuple(rows), ids, "a made customs record" + words)

    return (
        x(
            "trade.goods",
            "trade",
            "Goods absent in 2021 appear in 2022, but most months are unknown",
            "China's exports to North Korea. 2021 is the whole year; J F M A are January to April 2022.",
            goods,
        ),
        x(
            "trade.totals",
            "trade",
            "All goods rose again in 2022",
            "China's exports to North Korea, US$ a month",
            totals,
        ),
        x("trade.comparators", "trade", "Masks: three comparators, which disagree", "US$ a month", comparators),
        x(
            "official.fever",
            "official",
            "Reported fevers peaked on 15 May 2022; the count of 13 May leaves no room for its dead",
            "New fevers by day, 12 to 25 May 2022, each reported the day after",
            fever,
        ),
        x(
            "official.deaths_per_case",
            "official",
            "Deaths per fever rank 1 of 61, lowest first: on different denominators",
            "Deaths per 100,000 fevers beside deaths per 100,000 confirmed cases of others, logarithmic scale",
            places,
        ),
        x("official.testing", "official", "Samples doubled in March 2022", "samples a report, 2021 to 2022", tests),
        x(
            "claims.checked",
            "claims",
            "One of five wordings is refuted",
            "Comparisons of the press, recomputed",
            checked,
        ),
        x("claims.chains", "claims", "Who says it, from whom", "Origin first; one origin counts once", chains),
        x(
            "epidemic.expected_deaths",
            "epidemic",
            "Reported deaths lie far below every range",
            "Deaths, logarithmic scale",
            deaths,
        ),
        x(
            "epidemic.other",
            "epidemic",
            "Something nobody draws yet",
            "made",
            [{"name": "a", "value": 1.5, "statements": []}],
        ),
    )
