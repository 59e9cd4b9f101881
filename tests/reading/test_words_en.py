# ruff: noqa: E501
"""What English sentences count and who says so: one table over the nouns, verbs and word orders of many papers.

A number is followed by ``{measure}`` or ``{measure@origin}``; new or total is left open.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from sidelight.reading.reader import read_text
from sidelight.reading.score import same_agent

SENTENCES = (
    "Some 212{cases.all} villagers were taken ill in Beira last week.",
    "Nineteen{cases.all} nurses caught the virus in the first week of August.",
    "The bacterium made 528{cases.all} people ill in Bavaria.",
    "The virus has spread to 1,780{cases.all} people in nine counties.",
    "Some 61{cases.all} patients had Lassa fever; dengue fever killed 12{deaths.all}.",
    "Classified as confirmed: 120{cases.confirmed}; probable: 15{cases.probable}; suspected: 310{cases.suspected}.",
    "Confirmed (54{cases.confirmed}), probable (7{cases.probable}) and suspected (112{cases.suspected}) cases were notified.",
    "There are 18{cases.suspected} presumed cases and 4{cases.probable} probable ones.",
    "New infections: 318{cases.all}; new deaths: 4{deaths.all}; recoveries: 290{cases.recovered}.",
    "In Lagos, 112{cases.all} persons have been infected, including 14{cases.all} health workers.",
    "The dead included 11{deaths.all} health workers.",
    "The outbreak in Uige has affected 212{cases.all} and killed 31{deaths.all}.",
    "Twenty-one{deaths.all} of the 30 infected died.",
    "Legionnaires' disease hits 38{cases.all} in Bronx",
    "Lassa fever: death toll hits 142{deaths.all} as cases rise to 806{cases.all}",
    "The ministry reported 24{deaths.all} cholera deaths and 589{cases.all} new patients.",
    "Of those infected, 27%{fatality.ratio} died; the virus kills up to 88%{fatality.ratio} of its victims.",
    "Some 1,240{cases.recovered} patients have been given the all-clear and 41{cases.recovered} walked out of the ward.",
    "Patients in ICU: 41{cases.under_treatment}. About 90{cases.under_treatment} people were in hospital on Thursday.",
    "The hospital is treating 63{cases.under_treatment} cholera patients.",
    "Some 340{hospital.admissions} people were rushed to hospital.",
    "Dengue, meanwhile, sent 3,512{hospital.admissions} Cubans to hospital.",
    "The field hospital will have beds for sixty{hospital.beds} patients; only 40{hospital.beds} ICU beds remain elsewhere.",
    "The centre can treat 80{hospital.beds} patients at a time.",
    "The lab received 140{tests.samples} specimens and 32{tests.positive} came back positive.",
    "Laboratories examined 2,034{tests.samples} stool samples and found the germ in 807{tests.positive}.",
    "Blood samples from 77{tests.people} people were sent to Dakar. Officials tested 5,200{tests.people} residents.",
    "Health teams are following some 400{contacts.traced} people who had contact with the patient.",
    "About 1.6 million{vaccine.people} toddlers were given the drops, and 5,100{vaccine.people} farmworkers had a flu shot.",
    "The drive aims to vaccinate 2.4 million{vaccine.people} people.",
    "The ministry asked for 900,000{aid.requested} vaccine doses, and UNICEF delivered 400,000{vaccine.doses.delivered}.",
    "The first 350,000{vaccine.doses.delivered} doses arrived on Tuesday and 8,000{vaccine.doses.offered} more are to follow.",
    "Health workers gave 21,000{vaccine.doses.administered} shots on Friday. Doses delivered: 500,000{vaccine.doses.delivered}.",
    "China will provide 20,000{aid.offered} oxygen cylinders. Officials refused 200 tons{aid.refused} of rice.",
    "The WHO has shipped 40 tonnes{aid.received} of cholera supplies to Malawi.",
    "The agency delivered antibiotics and appealed for $5.5 million{aid.requested} to fight the disease.",
    "Denmark exported mink skins worth 4.9 billion kroner{trade.value} last year.",
    "Iran took in 12,000{trade.quantity} ventilators from China in March.",
    "Chile imported 4,200{trade.quantity} ventilators, for which it paid $61 million{trade.value}.",
    "A total of 210{animals.affected} dead pigs were found. Owners lost 112{animals.affected} animals.",
    "In a country of 5 million{population} people, only one laboratory works. About 112,000{population} live there.",
    "Researchers estimate that 1.6 million{infections} people were infected.",
    "Officials at the ministry of health said 9 people died. They added that 31{cases.all@ministry of health} were ill before.",
    "Health Minister Rosa Lima, who had promised help, said 120{deaths.all@Rosa Lima} people had died.",
    "Measles killed 12{deaths.all@Ministry of Health} people, the Ministry of Health and the World Health Organization said.",
    "A doctor at the clinic told reporters that 27{deaths.all@anon:doctor} patients died.",
    "The health ministry said 31 people had died. The United Nations has asked donors for $164 million{aid.requested@UN}.",
    "There were 5,814{deaths.all@OCHA} deaths in Syria (OCHA)",
    "According to the information of the State Emergency Headquarters, 12{deaths.all@State Emergency Headquarters} people died.",
    "MSF said its teams had treated 1,200 people. The charity said another 60{deaths.all@MSF} had died.",
)  # fmt: skip
_MARK = re.compile(r"\{([^{}@]*)(?:@([^{}]*))?\}")


@pytest.mark.parametrize("marked", SENTENCES)
def test_a_number_counts_what_its_sentence_says(marked: str) -> None:
    asked: list[tuple[int, str, str]] = []
    text, at = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        asked.append((len(text) - 1, mark[1], mark[2] or ""))
        at = mark.end()
    text += marked[at:]
    figures = [f for f in read_text(text, published_on=date(2023, 8, 17), publisher="Reuters") if f.kind != "event"]
    for spot, measure, origin in asked:
        figure = next((f for f in figures if f.start <= spot < f.end), None)
        assert figure is not None, text[:spot]
        assert re.sub(r"\.(?:new|cumulative)$", "", figure.measure) == measure, figure.wording
        if origin:
            assert same_agent(origin, figure.attribution[0].agent)


def test_the_pronoun_who_is_no_organization() -> None:
    figures = read_text("Three patients who had developed the disorder died.", publisher="AFP", language="en")
    assert [a.agent for a in figures[0].attribution] == ["AFP"]
