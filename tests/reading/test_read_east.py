"""What Korean, Chinese and Japanese say by their grammar: the head of a number, new or total, its days, who speaks."""

from __future__ import annotations

from datetime import date

import pytest

from sidelight.reading.figure import Figure
from sidelight.reading.reader import read_text

DAY = date(2024, 5, 20)


def figures(text: str) -> list[Figure]:
    return read_text(text, published_on=DAY, publisher="Wire")


def one(text: str, value: float) -> Figure:
    return next(f for f in figures(text) if f.value is not None and abs(f.value) == value)


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("17명이 숨지고 2천292명이 입원했다.", 17, "deaths.all.cumulative"),
        ("신규 확진자가 13명 추가돼 모두 108명으로 늘었다.", 13, "cases.confirmed.new"),
        ("신규 확진자가 13명 추가돼 모두 108명으로 늘었다.", 108, "cases.confirmed.cumulative"),
        ("누적 확진자는 920명, 격리해제된 환자는 31명이다.", 31, "cases.recovered.cumulative"),
        ("新增确诊病例24例，其中北京3例；死亡1例。", 3, "cases.confirmed.new"),
        ("截至19日，现有确诊病例27例，累计治愈出院病例152例。", 27, "cases.under_treatment"),
        ("截至19日，现有确诊病例27例，累计治愈出院病例152例。", 152, "cases.recovered.cumulative"),
        ("感染者は累計113人で、6人が死亡した。", 6, "deaths.all.cumulative"),
        ("新たに341人の患者が報告され、死者は計9人になった。", 341, "cases.all.new"),
        ("新たに341人の患者が報告され、死者は計9人になった。", 9, "deaths.all.cumulative"),
        ("疑い例を含む感染者は1万8千人。", 18000, "cases.all.cumulative"),
    ],
)
def test_a_number_counts_what_its_words_say(text: str, value: float, measure: str) -> None:
    assert one(text, value).measure == measure


@pytest.mark.parametrize(
    ("text", "value", "start", "end"),
    [
        ("방역당국은 20일 0시 기준 신규 확진자가 403명이라고 밝혔다.", 403, "2024-05-19", "2024-05-20"),
        ("올해 들어 누적 환자는 85명이라고 보건부는 19일 밝혔다.", 85, "2024-01-01", "2024-05-20"),
        ("지난달 20일부터 25일까지 환자 42명이 새로 나왔다.", 42, "2024-04-20", "2024-04-26"),
        ("截至5月18日的一周，全岛报告1204起新增病例。", 1204, "2024-05-12", "2024-05-19"),
        ("截至5月18日24时，累计死亡病例46例。", 46, None, "2024-05-19"),
        ("今月15日までの1週間に報告された患者は942人だった。", 942, "2024-05-09", "2024-05-16"),
        ("今年1月から5月10日までに報告された患者は88人。", 88, "2024-01-01", "2024-05-11"),
    ],
)
def test_a_figure_has_the_days_of_its_phrase(text: str, value: float, start: str | None, end: str) -> None:
    period = one(text, value).period
    assert (period.start and period.start.isoformat(), period.end and period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("text", "value", "relation", "left", "right"),
    [
        ("5월 19일 신규 사망자는 47명으로 전날보다 10명 많다.", 10, "difference", "2024-05-19", "2024-05-18"),
        ("4月出口1451万美元，较3月的9810万美元下降85.2%。", 0.852, "growth", "2024-04-01", "2024-03-01"),
        ("4月の輸出額は16億ドルで、2019年同期の約8割。", 0.8, "ratio", "2024-04-01", "2019-04-01"),
        ("지난달 수출액은 2억 달러로 3월(2천410만달러)보다 8.3배 늘었다.", 8.3, "ratio", "2024-04-01", "2024-03-01"),
    ],
)
def test_a_comparison_has_both_its_sides(text: str, value: float, relation: str, left: str, right: str) -> None:
    figure = one(text, value)
    assert figure.relation == relation
    starts = {o.side: o.period.start for o in figure.operands if o.period is not None}
    assert {side: day and day.isoformat() for side, day in starts.items()} == {"left": left, "right": right}


@pytest.mark.parametrize(
    "text",
    [
        "60대와 70대, 30代の男性, 70岁以上",
        "문의 02-781-1234 좋아요 128 댓글 34",
        "防疫專線1922",
        "卵は1キロ300円、人口10万人当たり",
        "제3차 회의, 第10次暴发, 31个省",
    ],
)
def test_ages_phones_prices_and_ordinals_are_no_figures(text: str) -> None:
    assert [f.wording for f in figures(text) if f.kind in ("count", "mass")] == []


def test_an_office_that_no_list_knows_is_the_origin() -> None:
    assert (
        figures("중앙메르스관리대책본부는 확진자가 13명이라고 밝혔다.")[0].attribution[0].agent.startswith("중앙메르스")
    )
    assert figures("国家环境局的数据显示，上周新增病例12起。")[0].attribution[0].agent == "国家环境局"
    assert figures("福岡県は20日、新たに8人の感染を確認したと発表した。")[0].attribution[0].agent == "福岡県"


def test_somewhat_more_than_a_number_is_about_it() -> None:
    for text in ("유열자가 1천200여 명 발생했다.", "新增病例1200余例。", "患者は1200人余り。"):
        figure = one(text, 1200)
        assert (figure.relation, figure.low, figure.high) == ("~", 1200, 1300)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_text_from_the_edge_of_the_calendar_is_read(day: date) -> None:
    for text in (
        "지난달 20일 신규 확진자는 403명, 누적 1천540명이다.",
        "昨日新增病例12例，累计300例。",
        "前日までの死者は計9人。",
    ):
        assert read_text(text, published_on=day)
