"""Files of facts: press facts, statement csv and the lines of `read`, each row under its own id."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sidelight.errors import SourceError
from sidelight.sources import press_facts
from sidelight.sources.facts import read_facts

PRESS = (
    "fact_id,reporter,partner,flow,commodity,hs,period_start,period_end,measure,relation,value,unit,precision,"
    "ref_period,outlet,attribution_chain,published,url,note\n"
)


def press(*rows: str) -> str:
    return PRESS + "\n".join(rows) + "\n"


def fact(
    *,
    measure: str = "quantity",
    relation: str = "=",
    value: str = "10680000",
    unit: str = "items",
    precision: str = "",
    ref: str = "",
    note: str = "",
    start: str = "2022-01",
    end: str = "2022-04",
    published: str = "2022-05-26",
) -> str:
    return (
        f"A1,CHN,PRK,X,face masks,630790,{start},{end},{measure},{relation},{value},{unit},{precision},{ref},"
        f'SCMP,China customs > SCMP,{published},https://example.org/a,"{note}"'
    )


def relative(measure: str, value: str, *, relation: str = "=", ref: str = "2021-01..2021-12") -> str:
    unit = "x" if measure == "ratio" else "%"
    return fact(measure=measure, relation=relation, value=value, unit=unit, ref=ref)


def write(folder: Path, text: str, name: str = "facts.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "measure", "relation", "low", "high", "unit"),
    [
        (fact(), "trade.quantity", "=", 10_675_000, 10_685_000, "piece"),
        (fact(precision="1"), "trade.quantity", "=", 10_680_000, 10_680_000, "piece"),
        (fact(value="10680000.0"), "trade.quantity", "=", 10_675_000, 10_685_000, "piece"),
        (fact(relation="~", value="66000"), "trade.quantity", "~", 65_000, 67_000, "piece"),
        (fact(relation=">", value="10600000"), "trade.quantity", ">", 10_600_000, None, "piece"),
        (fact(relation="none", value="0"), "trade.quantity", "none", 0, 0, "piece"),
        (fact(relation="some", value="0", unit="doses"), "trade.quantity", ">", 0, None, "dose"),
        (fact(relation="hidden", value="", measure="value", unit="USD"), "trade.value", "unknown", None, None, "USD"),
        (fact(measure="weight", value="8.9", unit="t"), "trade.weight", "=", 8850, 8950, "kg"),
        (fact(measure="value", value="98.1", unit="USD_mn"), "trade.value", "=", 98_050_000, 98_150_000, "USD"),
        (fact(measure="value", value="98", unit="EUR_bn"), "trade.value", "=", 97_500_000_000, 98_500_000_000, "EUR"),
        (fact(measure="line_count", value="648", unit="HS8 lines"), "trade.lines", "=", 648, 648, "1"),
        (relative("growth_yoy_pct", "-23.2"), "trade.value", "growth", -0.2325, -0.2315, "1"),
        (relative("growth_yoy_pct", "140"), "trade.value", "growth", 1.35, 1.45, "1"),
        (relative("ratio", "100", relation="~"), "trade.value", "ratio", 66.7, 150, "1"),
        (relative("ratio", "2.6"), "trade.value", "ratio", 2.55, 2.65, "1"),
        (relative("share_of_total_pct", "20", relation="~", ref=""), "trade.value", "share", 0.19, 0.21, "1"),
        (relative("share_of_ref_pct", "60", relation=">"), "trade.value", "ratio", 0.6, None, "1"),
    ],
)  # fmt: skip
def test_a_press_fact_stands_for_an_interval(
    tmp_path: Path, row: str, measure: str, relation: str, low: float | None, high: float | None, unit: str
) -> None:
    (said,) = read_facts(write(tmp_path, press(row))).statements
    assert (said.measure, said.relation, said.unit) == (measure, relation, unit)
    assert said.low == (None if low is None else pytest.approx(low))
    assert said.high == (None if high is None else pytest.approx(high))
    assert said.name() == "A1"
    assert said.origin == "GACC"
    assert (said.period.start, said.period.end) == (date(2022, 1, 1), date(2022, 5, 1))


def test_nearly_stays_below_the_figure(tmp_path: Path) -> None:
    row = fact(relation="~", value="95000", note='""almost""')
    (said,) = read_facts(write(tmp_path, press(row))).statements
    assert (said.low, said.high) == (85_500, 95_000)


def test_a_comparison_is_of_what_its_report_counts(tmp_path: Path) -> None:
    ratio = relative("ratio", "33", relation=">").replace("A1", "A2")
    by_pieces = read_facts(write(tmp_path, press(fact(), ratio))).statements
    assert by_pieces[1].measure == "trade.quantity"
    value = fact(measure="value", value="265851", unit="USD").replace("A1", "A3")
    both = read_facts(write(tmp_path, press(fact(), ratio, value))).statements
    assert both[1].measure == "trade.value"


def test_a_comparison_names_its_other_side(tmp_path: Path) -> None:
    row = fact(measure="rank", value="1", unit="highest since", ref="2020-02", start="2022-04")
    (said,) = read_facts(write(tmp_path, press(row))).statements
    (right,) = said.operands
    assert (said.relation, said.value) == ("highest_since", None)
    assert right.period is not None
    assert (right.period.start, right.period.end) == (date(2020, 3, 1), date(2022, 4, 1))


def test_words_that_the_row_quotes_are_its_wording(tmp_path: Path) -> None:
    row = fact(
        measure="ratio",
        relation="~",
        value="2.5",
        unit="x",
        precision="0.1",
        ref="2021-10",
        note='""2.5 times more"": 2.5 or 3.5?',
    )
    (said,) = read_facts(write(tmp_path, press(row))).statements
    assert said.wording == "2.5 times more"
    assert said.low == 2.4
    assert said.note == ""


def test_a_missing_day_is_inferred_and_marked(tmp_path: Path) -> None:
    facts = read_facts(write(tmp_path, press(fact(published=""))))
    (document,) = facts.documents.values()
    assert document.published_on == date(2022, 4, 30)
    assert document.published_rule.startswith("inferred")


def test_unknown_columns_are_kept_and_named(tmp_path: Path) -> None:
    text = press(fact()).replace(",note\n", ",note,mood\n").replace('""\n', '"",grim\n')
    facts = read_facts(write(tmp_path, text))
    assert facts.unknown == ("mood",)
    assert "mood: grim" in facts.statements[0].note


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (press(fact(relation="roughly")), "no relation"),
        (press(fact(measure="mood")), "no measure"),
        (press(fact(measure="weight", unit="furlong")), "no unit"),
        (press(fact(value="many")), "not a number"),
        (press(fact(start="2022-13")), "not a day"),
        (press(fact(start="2022-04", end="2022-01")), "holds no day"),
        (press(fact(), fact()), "stands twice"),
        ("", "empty"),
        ("a,b\n1,2\n", "neither press facts nor statements"),
        (press(fact())[:-2], "breaks off"),
        (press(fact())[:-20], "fields"),
        ("measure,value,low,high,published_on\nfever.new,1,5,2,2022-05-13\n", "is empty"),
        ("measure,value,published_on\nfever.newest,1,2022-05-13\n", "no measure"),
        ("measure,value,unit,published_on\nfever.new,1,kg,2022-05-13\n", "cannot be counted"),
        ("measure,value\nfever.new,1\n", "neither published_on nor a period"),
        ("measure,value,published_on\nfever.new,1\n", "fields"),
    ],
)
def test_a_bad_file_is_one_clear_error(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_facts(write(tmp_path, text))
    assert what in caught.value.what
    assert caught.value.where


def test_faults_come_in_one_go(tmp_path: Path) -> None:
    rows = [fact(value="many").replace("A1", f"A{i}") for i in range(4)]
    with pytest.raises(SourceError) as caught:
        read_facts(write(tmp_path, press(*rows)))
    assert caught.value.count == 4


def test_a_statement_csv_needs_little(tmp_path: Path) -> None:
    text = (
        "id,measure,place,relation,value,period_start,period_end,attribution,published_on\n"
        "a1,fever.new,PRK,~,18000,2022-05-12,2022-05-13,KCNA > AFP,2022-05-13\n"
        "a2,fever.deaths.new,PRK,none,,2022-05-23,2022-05-24,KCNA > RFA,2022-05-24\n"
    )
    facts = read_facts(write(tmp_path, text))
    fevers, deaths = facts.statements
    assert (fevers.name(), fevers.low, fevers.high, fevers.unit) == ("a1", 17_000, 19_000, "person")
    assert (fevers.origin, fevers.period.type) == ("KCNA", "flow")
    assert (deaths.relation, deaths.low, deaths.high) == ("none", 0, 0)
    assert facts.documents[fevers.document].outlet == "AFP"


def test_the_lines_of_read_are_facts_too(tmp_path: Path) -> None:
    (said,) = read_facts(write(tmp_path, press(fact()))).statements
    again = read_facts(write(tmp_path, json.dumps(said.as_json()) + "\n", "facts.jsonl")).statements[0]
    assert (again.measure, again.low, again.high, again.period, again.hs) == (
        said.measure,
        said.low,
        said.high,
        said.period,
        said.hs,
    )
    assert again.name() == said.id


def test_the_casebook_reads_as_a_statement_csv() -> None:
    import sidelight

    folder = Path(sidelight.__file__).parent / "casebook" / "PRK"
    facts = read_facts(folder / "trade.csv")
    assert len(facts.statements) > 200
    assert all(s.name().startswith(("st-", "T")) for s in facts.statements)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "rows"), [("nk_trade_facts.csv", 273), ("world_covid_trade_facts.csv", 39)])
def test_the_press_facts_are_read_whole(shared: Path, name: str, rows: int) -> None:
    facts = read_facts(shared / "data" / "trade" / name)
    assert len(facts.statements) == rows
    assert facts.unknown == ()
    by_quantity = [s.name() for s in facts.statements if s.kind == "comparison" and s.measure == "trade.quantity"]
    assert by_quantity == (["T267"] if name.startswith("nk") else [])
    assert set(press_facts.COLUMNS) >= {"fact_id", "note"}
