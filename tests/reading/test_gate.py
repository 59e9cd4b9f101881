# ruff: noqa: E501
"""What does not stand in the text does not enter, whoever read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sidelight.reading.figure import Figure
from sidelight.reading.gate import check
from sidelight.reading.reader import read_text

TEXTS = {
    "en": "The health ministry of Zambia reported 1,284 new cholera cases and 37 deaths on 12 March 2024, taking the total to 21,640. "
    "Some 2.5 million doses of vaccine worth US$4.8 million arrived, and 310 tonnes of chlorine were imported in February.",
    "ko": "잠비아 보건부는 2024년 3월 12일 신규 콜레라 환자가 1,284명, 사망자가 37명이라고 발표했다. 백신 250만 회분이 도착했다.",
    "zh": "赞比亚卫生部2024年3月12日通报，新增霍乱病例1284例，死亡37例，累计21640例。疫苗250万剂已运抵，价值480万美元。",
    "ja": "ザンビア保健省は2024年3月12日、新たに1284人のコレラ感染者と37人の死者を確認したと発表した。ワクチン250万回分が到着した。",
}
OTHER = "A different bulletin that holds 55,123 people, 6.1 million doses, US$9.3 million and 870 tonnes of rice."


def read(lang: str) -> list[Figure]:
    return [f for f in read_text(TEXTS[lang], published_on=date(2024, 3, 13), publisher="Wire") if f.value]


def corruptions(text: str, figure: Figure) -> list[tuple[str, str, Figure]]:
    value = figure.value or 0.0
    digits = str(int(value)) if value >= 10 else str(value)
    swapped = (
        float(digits[::-1]) if value >= 10 and digits[::-1] != digits and not digits.endswith("0") else value * 1.37
    )
    return [
        ("ten times", text, replace(figure, value=value * 10)),
        ("a tenth", text, replace(figure, value=value / 10)),
        ("digits swapped", text, replace(figure, value=swapped)),
        ("one more", text, replace(figure, value=value + max(1.0, value * 0.01))),
        ("another document", OTHER, figure),
        ("another document, its span", OTHER, replace(figure, wording=OTHER[figure.start : figure.end] if figure.end <= len(OTHER) else "x")),
        ("invented words", text, replace(figure, wording="9,999,999 people")),
        ("paraphrased", text, replace(figure, wording="about " + figure.wording)),
        ("shifted by one", text, replace(figure, start=figure.start + 1, end=figure.end + 1)),
        ("cut", text, replace(figure, end=figure.end - max(1, len(figure.wording) // 2), wording=figure.wording[: -max(1, len(figure.wording) // 2)], value=value + 1)),
        ("outside", text, replace(figure, start=len(text), end=len(text) + 5)),
        ("a currency for a count", text, replace(figure, unit="EUR" if figure.unit != "EUR" else "USD")),
        ("inferred from nowhere", text, replace(figure, inferred={"measure": "words that are not there"})),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", list(TEXTS))
def test_what_was_read_passes(lang: str) -> None:
    figures = read(lang)
    assert figures
    assert all(check(TEXTS[lang], f).passes for f in figures)


def test_no_corruption_passes() -> None:
    tried = 0
    for lang, text in TEXTS.items():
        for figure in read(lang):
            for name, source, bad in corruptions(text, figure):
                tried += 1
                assert not check(source, bad).passes, (name, bad.wording, bad.value, bad.unit)
    assert tried >= 200


def test_a_refusal_says_why() -> None:
    figure = read("en")[0]
    assert "span" in check(TEXTS["en"], replace(figure, wording="nothing of the kind")).reason
