# ruff: noqa: E501
"""What does not stand in the text does not enter, whoever read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sidelight.reading.figure import Figure
from sidelight.reading.gate import check
from sidelight.reading.reader import read_text
from tests.reading.made_corruptions import corruptions, gold_texts, readings

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


def few(text: str, figure: Figure) -> list[tuple[str, str, Figure]]:
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
            for name, source, bad in few(text, figure):
                tried += 1
                assert not check(source, bad).passes, (name, bad.wording, bad.value, bad.unit)
    assert tried >= 200


def test_a_refusal_says_why() -> None:
    figure = read("en")[0]
    assert "span" in check(TEXTS["en"], replace(figure, wording="nothing of the kind")).reason


def held(name: str, text: str, day: date | None, publisher: str) -> int:
    """Every corruption of every reading of a text is refused; returns how many were tried."""
    tried = 0
    for figure in readings(text, day, publisher):
        for kind, source, bad in [*corruptions(text, figure), ("beside", text, beside(figure))]:
            tried += 1
            assert not check(source, bad).passes, (name, kind, figure.wording, bad.wording, bad.value, bad.unit)
    return tried


def beside(figure: Figure) -> Figure:
    """An interval that does not hold its value."""
    assert figure.value
    return replace(figure, low=abs(figure.value) * 2, high=abs(figure.value) * 3)


def test_no_corruption_of_any_reading_of_the_gold_passes() -> None:
    assert sum(held(*text) for text in gold_texts()) > 4_000


@pytest.mark.shared
def test_no_corruption_of_the_founding_articles_passes(shared: Path) -> None:
    seeds = shared / "seeds"
    tried = 0
    for file, day, publisher in (
        ("000_c9256e2e9b7a73f5.txt", date(2022, 5, 24), "RFA"),
        ("004_bc075519cd145d74.txt", date(2022, 5, 26), "SCMP"),
    ):
        tried += held(file, (seeds / file).read_text(encoding="utf-8"), day, publisher)
    assert tried > 1_000


SHAPES = {
    "en": ("The ministry of Zambia reported {} new cholera cases.", "{:,}"),
    "en plain": ("Some {} people were vaccinated in Kenya.", "{}"),
    "ko": ("보건부는 신규 확진자가 {}명이라고 발표했다.", "{:,}"),
    "zh": ("卫生部通报，新增确诊病例{}例。", "{}"),
    "ja": ("保健省は新たに{}人の感染者を確認した。", "{:,}"),
    "USD": ("China's exports were worth US${} in April.", "{:,}"),
    "kg": ("China exported {} kilograms of disinfectant in April.", "{:,}"),
}


@given(
    shape=st.sampled_from(sorted(SHAPES)),
    value=st.integers(min_value=4, max_value=99_999_999),
    other=st.one_of(st.integers(min_value=0, max_value=999_999_999), st.floats(min_value=0, max_value=1e12)),
)
def test_only_the_number_that_is_written_passes(shape: str, value: int, other: float) -> None:
    sentence, form = SHAPES[shape]
    text = sentence.format(form.format(value))
    read_here = [f for f in readings(text, date(2024, 3, 13), "Wire") if f.value == value]
    assume(read_here and abs(other - value) > 1e-6 * value)
    for figure in read_here:
        assert check(text, figure).passes
        assert not check(text, replace(figure, value=float(other), low=float(other), high=float(other))).passes
        for _, source, bad in corruptions(text, figure):
            assert not check(source, bad).passes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zambia had 1,234 new cases.", "234"),
        ("Zambia had 1\u041e5 new cases.", "5"),  # a Cyrillic letter for a nought
        ("Zambia had 1O5 new cases.", "5"),
        ("Zambia had 1l5 new cases.", "1"),
        ("Zambia had 1\u200b23 new cases.", "23"),
        ("Zambia had 12\u200e3 new cases.", "12"),
        ("Zambia had \u03bf15 new cases.", "15"),
        ("Zambia had 3.5 million new cases.", "5 million"),
    ],
)
def test_a_piece_of_a_number_is_no_number(text: str, words: str) -> None:
    start = text.index(words)
    value = float(words.split()[0]) * (1e6 if "million" in words else 1)
    figure = Figure(start, start + len(words), words, "count", "cases.all.new", "=", value, value, value, "person")
    assert not check(text, figure).passes
    assert all(f.value != value for f in read_text(text, published_on=date(2024, 3, 13)))
