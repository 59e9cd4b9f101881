"""KCNA's tables: the data day is the day before, tens are rounded down, no report is not zero."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sidelight.errors import SourceError
from sidelight.ledger.statement import Statement
from sidelight.sources import kcna

NATION = (
    "report_date,data_date,new_fever,new_recovered,new_deaths,cum_fever,cum_recovered,under_treatment,cum_deaths,"
    "derived,source,source_url\n"
)
PROVINCE = "data_date,report_date,province,iso_3166_2,under_treatment,new_fever,new_recovered,new_deaths,status\n"


def said(folder: Path, text: str) -> list[Statement]:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return [s for row in kcna.read(path) for s in kcna.statements(row, kcna.document_of(row))]


def test_a_report_is_about_the_day_before(tmp_path: Path) -> None:
    found = {
        s.measure: s
        for s in said(tmp_path, NATION + "2022-05-14,2022-05-13,174440,,21,524440,243630,280810,27,,KCNA,x\n")
    }
    assert "fever.recovered.new" not in found
    new, total = found["fever.new"], found["fever.cumulative"]
    assert (new.period.start, new.period.end) == (date(2022, 5, 13), date(2022, 5, 14))
    assert (total.period.start, total.period.end) == (date(2022, 4, 21), date(2022, 5, 14))
    assert new.published_on == date(2022, 5, 14)
    assert (new.low, new.high) == (174440, 174449)
    assert (found["fever.deaths.new"].low, found["fever.deaths.new"].high) == (21, 21)
    assert found["fever.under_treatment"].period.type == "stock"


@pytest.mark.parametrize(
    ("report", "new", "total"),
    [("2022-07-26", 9, 9), ("2022-07-27", 0, 9), ("2022-07-28", 0, 0)],
)
def test_rounding_ends_on_its_days(tmp_path: Path, report: str, new: float, total: float) -> None:
    found = {s.measure: s for s in said(tmp_path, NATION + f"{report},2022-07-20,30,,,40,,,,,KCNA,x\n")}
    assert (found["fever.new"].high or 0) - 30 == new
    assert (found["fever.cumulative"].high or 0) - 40 == total


def test_a_derived_figure_says_so(tmp_path: Path) -> None:
    (deaths,) = said(tmp_path, NATION + "2022-08-04,2022-08-03,,,0,,,,,new_deaths_derived,KCNA,x\n")
    assert deaths.modality == "estimated"
    assert deaths.note == kcna.DERIVED


def test_a_province_without_a_report_says_nothing(tmp_path: Path) -> None:
    text = PROVINCE + (
        "2022-05-14,2022-05-16,Pyongyang,KP-01,95650,83445,46260,8,\n"
        "2022-05-15,2022-05-17,Pyongyang,KP-01,0,0,0,0,no_report\n"
    )
    found = said(tmp_path, text)
    assert len(found) == 4
    assert {s.place for s in found} == {"KP-01"}
    assert all(s.low == s.high for s in found)


def test_an_unknown_column_shows_itself(tmp_path: Path) -> None:
    text = NATION.replace("source_url", "source_url,mood") + "2022-05-14,2022-05-13,10,,,20,,,,,KCNA,x,calm\n"
    assert all(s.note == "mood: calm" for s in said(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (NATION + "2022-05-14,2022-05-13,many,,,20,,,,,KCNA,x\n", "not a count"),
        (NATION + "2022-05-14,2022-05-13,-5,,,20,,,,,KCNA,x\n", "not a count"),
        (NATION + "14 May,2022-05-13,10,,,20,,,,,KCNA,x\n", "not a day"),
        ("report_date,new_fever\n2022-05-14,10\n", "missing"),
        (NATION + "2022-05-14,2022-05-13\n", "fields"),
        ("", "empty"),
    ],
)
def test_a_bad_table_is_one_clear_error(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(SourceError) as caught:
        said(tmp_path, text)
    assert what in caught.value.what
