"""Customs files in their publishers' layouts: made in the documented form, with the dirt of hand-saved downloads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sidelight.errors import SourceError, UsageError
from sidelight.sources.customs_file import read_files

GACC_HEAD = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,第二数量,第二计量单位,美元,"
GACC_ROWS = [
    '"202202","30024100","人用疫苗","109","朝鲜","2,198","千克","","","311,126",',
    '"202204","90192020","无创呼吸机","109","朝鲜","1,000","台","","","266,891",',
    '"202203","38221900","其他附于衬背上的诊断或实验用试剂\n及配制试剂","109","朝鲜","1,140","千克","","","",',
    '"202204","2071400","冻鸡块","133","韩国","5","吨","","","9,000",',
]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def rows_of(path: Path, source: str = "auto") -> list[dict[str, Any]]:
    return read_files([path], source).table.to_pylist()


def gacc(tmp_path: Path, encoding: str = "gb18030", name: str = "made_gacc_出口.csv") -> Path:
    return write(tmp_path / name, GACC_HEAD + "\n" + "\n".join(GACC_ROWS) + "\n", encoding)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_gacc_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    held = rows_of(gacc(tmp_path, encoding))
    assert [(r["period"], r["partner"], r["hs"], r["value"]) for r in held] == [
        ("2022-02", "PRK", "30024100", 311126.0),
        ("2022-04", "PRK", "90192020", 266891.0),
        ("2022-03", "PRK", "38221900", None),
        ("2022-04", "KOR", "02071400", 9000.0),
    ]
    assert {r["flow"] for r in held} == {"X"}


def test_gacc_with_other_names_and_order_and_a_total_that_adds_up(tmp_path: Path) -> None:
    text = "贸易伙伴名称,商品代码,统计年月,人民币,数量,单位,贸易方式名称,新列\n"
    text += '朝鲜,63079010,202201,"1,000","2,000",个,一般贸易,x\n朝鲜,63079010,202201,500,10,千个,边境小额贸易,x\n'
    path = write(tmp_path / "made.csv", text + ",合计,202201,1500,,,,\n")
    held = read_files([path])
    assert [r["currency"] for r in held.table.to_pylist()] == ["CNY", "CNY"]
    assert held.table.num_rows == 2
    assert any("新列" in n for n in held.notes)
    wrong = write(tmp_path / "wrong.csv", text + ",合计,202201,1600,,,,\n")
    with pytest.raises(SourceError, match="add up to"):
        read_files([wrong])


def test_gacc_cut_at_ten_thousand_rows_is_said(tmp_path: Path) -> None:
    lines = [f'"202201","{30000000 + i:08d}","x","109","朝鲜","1","台","","","1",' for i in range(10_000)]
    held = read_files([write(tmp_path / "made_export.csv", GACC_HEAD + "\n" + "\n".join(lines) + "\n")])
    assert any("cuts downloads there" in n for n in held.notes)


def test_gacc_as_a_workbook(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "made_export.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for j, cell in enumerate(["数据年月", "商品编码", "贸易伙伴编码", "美元"]):
        sheet.write(0, j, cell)
    for j, cell in enumerate([202201, 2071400, 109, 1234.5]):
        sheet.write(1, j, cell)
    book.close()
    assert [(r["period"], r["hs"], r["partner"], r["value"]) for r in rows_of(path)] == [
        ("2022-01", "02071400", "PRK", 1234.5)
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace("数据年月,", "", 1).replace('"202202",', "").replace('"202204",', ""), "yearly"),
        (lambda t: t[: t.rindex("9,0")], "is cut|never closed"),
        (lambda t: t.replace('"311,126"', '"31l,126"'), "is no figure"),
        (lambda t: t.replace('"202202"', '"202213"'), "is no month"),
        (lambda t: t.replace("商品编码", "货号"), "codes"),
    ],
    ids=["yearly", "cut", "letters in a figure", "no month", "no codes"],
)
def test_gacc_that_cannot_be_read_says_why(tmp_path: Path, change: Any, said: str) -> None:
    path = gacc(tmp_path, "utf-8")
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(SourceError, match=said):
        read_files([path], "gacc")


def comtrade_row(**changes: Any) -> dict[str, Any]:
    row = {
        "typeCode": "C",
        "freqCode": "M",
        "refMonth": 4,
        "period": "202204",
        "reporterCode": 156,
        "reporterISO": "CHN",
        "flowCode": "X",
        "partnerCode": 408,
        "partnerISO": "PRK",
        "partner2Code": 0,
        "classificationCode": "H6",
        "cmdCode": "901920",
        "customsCode": "C00",
        "motCode": 0,
        "qtyUnitCode": 5,
        "qtyUnitAbbr": "u",
        "qty": 1000,
        "netWgt": None,
        "primaryValue": 266891,
        "isAggregate": False,
    }
    return row | changes


TRAPS = [
    comtrade_row(partner2Code=392),
    comtrade_row(motCode=2100),
    comtrade_row(customsCode="C01"),
    comtrade_row(flowCode="RX"),
    comtrade_row(partnerCode=0, partnerISO="W00"),
    comtrade_row(freqCode="A", period="2022", refMonth=52),
    comtrade_row(cmdCode="TOTAL", primaryValue=98e6),
]


def test_comtrade_json_counts_the_same_trade_once(tmp_path: Path) -> None:
    data = [comtrade_row(), *TRAPS, comtrade_row(partnerCode=490, partnerISO="S19", primaryValue=5)]
    path = write(
        tmp_path / "made.json", json.dumps({"elapsedTime": "1", "count": len(data), "data": data, "error": ""})
    )
    held = read_files([path])
    assert [(r["reporter"], r["partner"], r["hs"], r["value"]) for r in held.table.to_pylist()] == [
        ("CHN", "PRK", "901920", 266891.0),
        ("CHN", "PRK", "TOTAL", 98e6),
        ("CHN", "Other Asia, nes", "901920", 5.0),
    ]
    told = "\n".join(held.notes)
    for words in (
        "second partner",
        "mode of transport",
        "customs procedure",
        "World",
        "years, not months",
        "sub-flows",
    ):
        assert words in told


def test_comtrade_bulk_and_old_csv_say_the_same(tmp_path: Path) -> None:
    names = list(comtrade_row())
    lines = ["\t".join(names)] + [
        "\t".join(str(r[n] if r[n] is not None else "") for n in names) for r in [comtrade_row()]
    ]
    bulk = rows_of(write(tmp_path / "made_bulk.txt", "\n".join(lines) + "\n"))
    old = (
        "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,"
        "Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,"
        "Netweight (kg),Trade Value (US$),Flag\n"
        'H6,2022,202204,April 2022,6,1,2,Exports,156,China,CHN,408,"Dem. People\'s Rep. of Korea",PRK,901920,x,5,u,'
        "1000,,266891,0\n"
    )
    before = rows_of(write(tmp_path / "made_old.csv", old))
    keep = ("reporter", "partner", "flow", "period", "hs", "value")
    assert [{k: r[k] for k in keep} for r in bulk] == [{k: r[k] for k in keep} for r in before]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"count": 3, "data": [comtrade_row()]}, "counts 3 records"),
        ({"count": 0, "data": [], "error": "quota exceeded"}, "error"),
        ({"rows": []}, "no Comtrade answer"),
        ({"count": 1, "data": [TRAPS[0]]}, "no row is left"),
    ],
)
def test_comtrade_that_cannot_be_read_says_why(tmp_path: Path, answer: Any, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_files([write(tmp_path / "made.json", json.dumps(answer))])


def test_baci_stands_in_december_in_dollars(tmp_path: Path) -> None:
    path = write(tmp_path / "made_baci.csv", "t,i,j,k,v,q\n2021,156,408,30220,1.5,2\n2021,251,842,901920,3,NA\n")
    assert [(r["reporter"], r["partner"], r["period"], r["hs"], r["value"]) for r in rows_of(path)] == [
        ("CHN", "PRK", "2021-12", "030220", 1500.0),
        ("FRA", "USA", "2021-12", "901920", 3000.0),
    ]


def test_a_saved_mapping_reads_a_national_file(tmp_path: Path) -> None:
    text = "CO_ANO;CO_MES;CO_NCM;CO_UNID;CO_PAIS;QT_ESTAT;KG_LIQUIDO;VL_FOB\n2022;04;63079010;10;187;5;7;1234\n"
    held = rows_of(write(tmp_path / "made_EXP_2022.csv", text))
    assert [(r["reporter"], r["partner"], r["period"], r["value"]) for r in held] == [("BRA", "PRK", "2022-04", 1234.0)]


def test_fiscal_years_to_date_become_months(tmp_path: Path) -> None:
    head = "HSCode,Country,Year,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,Jan,Feb,Mar\n"
    row = "630790,North Korea,2021,1,3,3,,10,12,12,12,12,11,15,20\n"
    path = write(tmp_path / "made_india.csv", head + row)
    held = read_files([path])
    found = {r["period"]: r["value"] for r in held.table.to_pylist()}
    assert found["2021-04"] == 1e6
    assert found["2021-05"] == 2e6
    assert found["2021-06"] == 0.0
    assert "2021-08" not in found or found["2021-08"] is None
    assert "2022-01" not in found
    assert found["2022-03"] == 5e6
    assert any("without the month before" in n for n in held.notes)
    assert any("revised" in n for n in held.notes)


def test_a_mapping_of_ones_own_with_decimal_commas(tmp_path: Path) -> None:
    mapping = write(
        tmp_path / "own.toml",
        'name = "own"\ndecimal = ","\ndelimiter = ";"\n[reporter]\nconstant = "FRA"\n[partner]\ncolumn = "pays"\n'
        '[flow]\ncolumn = "flux"\nmap = { E = "X", I = "M" }\n[hs]\ncolumn = "nc8"\ndigits = 8\n'
        '[period]\ncolumn = "mois"\n[value]\ncolumn = "valeur"\nscale = 1000\ncurrency = "EUR"\n',
    )
    path = write(tmp_path / "made_fr.csv", "flux;mois;nc8;pays;valeur\nE;04/2022;2071400;Germany;1.234,5\n")
    held = rows_of(path, str(mapping))
    assert [(r["partner"], r["flow"], r["period"], r["value"], r["currency"]) for r in held] == [
        ("DEU", "X", "2022-04", 1234500.0, "EUR")
    ]
    bad = write(tmp_path / "bad.csv", "flux;mois;nc8;pays;valeur\nZ;04/2022;2071400;Germany;1\n")
    with pytest.raises(SourceError, match="not in the mapping"):
        read_files([bad], str(mapping))


def test_an_unknown_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_files([gacc(tmp_path)], "nosuch")
    with pytest.raises(SourceError, match="missing"):
        read_files([write(tmp_path / "x.csv", "a,b\n1,2\n")])
    with pytest.raises(SourceError, match="no file"):
        read_files([tmp_path / "absent.csv"])


@pytest.mark.shared
def test_the_layout_fixture_of_the_house(shared: Path) -> None:
    held = rows_of(shared / "data" / "trade" / "gacc_layout_fixture_gbk.csv")
    assert len(held) == 6
    assert sum(r["value"] or 0 for r in held) == 311126 + 266891
    assert [r["value"] for r in held].count(None) == 4
