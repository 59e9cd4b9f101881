# ruff: noqa: E501
"""Figures of nothing, and words of negation that are none."""

from __future__ import annotations

from datetime import date

import pytest

from sidelight.reading.figure import Figure
from sidelight.reading.reader import read_text

ROWS: list[tuple[str, list[tuple[str, str]]]] = [
    ('Some 4,000 doses were shipped in June. None has come this month.', [('None', 'vaccine.doses.delivered')]),
    ('No deaths were added on Monday.', [('No deaths', 'deaths.all')]),
    ('Not one death has been recorded since July.', [('Not one death', 'deaths.all')]),
    ('Not a single case was confirmed last week.', [('Not a single case', 'cases.confirmed')]),
    ('Not a single patient died.', [('Not a single patient died', 'deaths.all')]),
    ('New cases: nil.', [('nil', 'cases.all')]),
    ('Deaths: 0', [('0', 'deaths.all')]),
    ('Deaths: zero', [('zero', 'deaths.all')]),
    ('Deaths stood at zero on Friday.', [('zero', 'deaths.all')]),
    ('Zero new cases were reported on Friday.', [('Zero new cases', 'cases.all')]),
    ('Nobody has died in the outbreak.', [('Nobody has died', 'deaths.all')]),
    ('Nobody died of cholera in July.', [('Nobody died', 'deaths.all')]),
    ('No one has died of the disease.', [('No one has died', 'deaths.all')]),
    ('No new infections were found among the contacts.', [('No new infections', 'cases.all')]),
    ('Neither deaths nor new cases were reported on Sunday.', [('Neither deaths', 'deaths.all'), ('nor new cases', 'cases.all')]),
    ('The province went a week without a single death.', [('without a single death', 'deaths.all')]),
    ('The island has gone 20 days without a case.', [('without a case', 'cases.all')]),
    ('The district has been free of cases since May.', [('free of cases', 'cases.all')]),
    ('The province is free of cholera.', []),
    ('The health ministry reported no deaths and no new cases on Friday.', [('no deaths', 'deaths.all'), ('no new cases', 'cases.all')]),
    ('No fatalities have occurred so far.', [('No fatalities', 'deaths.all')]),
    ('There were no deaths among the 34 patients.', [('no deaths', 'deaths.all')]),
    ('None of the 34 patients has died.', [('None', 'deaths.all')]),
    ('None of the patients died.', [('None of the patients died', 'deaths.all')]),
    ('Hospitals reported 34 cases but no deaths.', [('no deaths', 'deaths.all')]),
    ('Hospitals reported 34 cases and zero deaths.', [('zero deaths', 'deaths.all')]),
    ('Hospitals reported 34 cases, none of them fatal.', [('none of them fatal', 'deaths.all')]),
    ('There have been 34 cases, with no deaths so far.', [('no deaths', 'deaths.all')]),
    ('China did not export any masks to North Korea in May.', [('not export any masks', 'trade.quantity')]),
    ('China exported no masks to North Korea in May.', [('no masks', 'trade.quantity')]),
    ('China sold no rice to North Korea in May.', [('no rice', 'trade.weight')]),
    ('North Korea bought 4,000 tons of rice from China in April but none in May.', [('none', 'trade.weight')]),
    ('No rice was shipped in May.', [('No rice', 'trade.weight')]),
    ('No shipments of vaccines have been recorded since January.', [('No shipments', 'trade.quantity')]),
    ('No vaccines arrived in May.', [('No vaccines', 'vaccine.doses.delivered')]),
    ('No medicines crossed the border in May.', [('No medicines', 'trade.weight')]),
    ('Imports of masks fell to zero in May.', [('zero', 'trade.quantity')]),
    ('No tests were carried out on Sunday.', [('No tests', 'tests.samples')]),
    ('No samples tested positive.', [('No samples', 'tests.positive')]),
    ('None of the 120 samples was positive.', [('None', 'tests.positive')]),
    ('All samples were negative.', []),
    ('The country has never reported a case of Ebola.', [('never reported a case', 'cases.all')]),
    ('The country has not reported a single case since 2016.', [('not reported a single case', 'cases.all')]),
    ('The region has not recorded any new cases in 14 days.', [('not recorded any new cases', 'cases.all')]),
    ("The region hasn't seen a death in two weeks.", [("hasn't seen a death", 'deaths.all')]),
    ('No patient is in hospital at present.', [('No patient', 'cases.under_treatment')]),
    ('No patients remain in hospital.', [('No patients', 'cases.under_treatment')]),
    ('No one is in intensive care.', [('No one is in intensive care', 'cases.under_treatment')]),
    ('No additional deaths were reported, leaving the toll at 45.', [('No additional deaths', 'deaths.all')]),
    ('No cases were reported for the third day in a row.', [('No cases', 'cases.all')]),
    ('No imported cases were recorded on the mainland on Thursday.', [('No imported cases', 'cases.all')]),
    ('No further infections have come to light.', [('No further infections', 'cases.all')]),
    ('There are currently no active cases.', [('no active cases', 'cases.under_treatment')]),
    ('There is no evidence of new cases abroad.', []),
    ('There is no cure for the disease.', []),
    ('There is no vaccine against Marburg.', []),
    ('No country has escaped the disease.', []),
    ('There is no doubt that cases will rise.', []),
    ('No wonder cases are rising.', []),
    ('No decision has been taken on vaccines.', []),
    ('The ministry gave no figure for deaths.', []),
    ('The ministry gave no further details.', []),
    ('No details of the deaths were given.', []),
    ('It did not say how many people had died.', []),
    ('Patients have no access to medicine.', []),
    ('Health workers have had no pay for two months.', []),
    ('The hospital has no beds left.', []),
    ('There is no sign of the outbreak slowing.', []),
    ('No more than 20 people died.', []),
    ('No fewer than 20 people died.', []),
    ('No fewer than two dozen people died.', []),
    ('No less than 20 people died.', []),
    ('Not all cases are reported.', []),
    ('Not every patient dies.', []),
    ('Not only did cases rise, deaths did too.', []),
    ('No matter how many cases there are, schools will stay open.', []),
    ('Cases show no decline.', []),
    ('The zero-COVID policy has failed.', []),
    ('Patient zero was a farmer.', []),
    ('The ministry has a zero tolerance policy.', []),
    ('The temperature fell below zero.', []),
    ('Without treatment, cholera can kill within hours.', []),
    ('Without help, more people will die.', []),
    ('Not since 2010 have so many people died.', []),
    ('Never before have so many cases been recorded.', []),
    ('He said the ministry had not received reports of deaths.', []),
]  # fmt: skip


def figures(text: str) -> list[Figure]:
    found = read_text(text, published_on=date(2023, 8, 15), publisher="Wire")
    return [f for f in found if f.kind not in ("event", "trend", "denial", "duration")]


def counted(figure: Figure) -> str:
    """What there is none of; whether it is new or a total is told by the days (test_read)."""
    return figure.measure.removesuffix(".new").removesuffix(".cumulative")


@pytest.mark.parametrize(("text", "wanted"), ROWS)
def test_none_is_told_of_what_there_is_none_of(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(f.wording, counted(f)) for f in figures(text) if f.relation == "none"] == wanted
    assert all(f.value == f.low == f.high == 0 for f in figures(text) if f.relation == "none")
