"""China customs (GACC): the csv or xlsx that one saves by hand from its query page, in all its dirt.

GBK, GB18030 or re-saved as UTF-8; any subset and naming of the columns; thousands commas in quotes, newlines in
names, an empty last column, lost leading zeros. The page cuts a download at 10,000 rows and does not say so.
Absence: zero rows are left out, so a month that the file holds without a row for a code is none of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sidelight.errors import SourceError
from sidelight.reference.areas import gacc_area
from sidelight.reference.units import plain_unit
from sidelight.sources.customs_table import Collected, header, number, read_cells, records

COLUMNS = {
    "period": ("数据年月", "年月", "统计年月", "日期", "月份"),
    "hs": ("商品编码", "商品代码", "hs编码", "hs", "hscode", "税号"),
    "name": ("商品名称", "商品"),
    "partner_code": ("贸易伙伴编码", "贸易伙伴代码", "国别编码", "伙伴编码"),
    "partner": ("贸易伙伴名称", "贸易伙伴", "国家(地区)", "国别"),
    "method_code": ("贸易方式编码", "贸易方式代码"),
    "method": ("贸易方式名称", "贸易方式"),
    "port_code": ("注册地编码", "收发货人注册地编码"),
    "port": ("注册地名称", "收发货人注册地名称", "注册地"),
    "qty1": ("第一数量", "数量", "第一法定数量"),
    "unit1": ("第一计量单位", "计量单位", "单位", "第一法定计量单位"),
    "qty2": ("第二数量", "第二法定数量"),
    "unit2": ("第二计量单位", "第二法定计量单位"),
    "usd": ("美元", "金额(美元)", "美元值", "价值(美元)"),
    "cny": ("人民币", "人民币元", "金额(人民币)", "人民币值"),
    "amount": ("金额", "价值"),
    "flow": ("进出口", "进出口类型", "贸易流向", "进出口标志"),
    "note": ("备注",),
}
LIMIT = 10_000
_NAMES = {name: key for key, names in COLUMNS.items() for name in names}


def knows(names: list[str]) -> bool:
    """Whether a header is one of its downloads."""
    found = {_key(n) for n in names}
    return "hs" in found and bool(found & {"usd", "cny", "amount", "qty1"}) and any(not n.isascii() for n in names)


def _key(name: str) -> str:
    return _NAMES.get(name.replace("（", "(").replace("）", ")").replace(" ", "").casefold(), "")


def read(path: Path) -> Any:
    """The rows of one download as a table in the bare columns, with notes.

    Raises
    ------
    SourceError
        If a needed column is missing, the file is yearly, cut within a line, or its own total does not add up.
    """
    cells = read_cells(path)
    names = header(cells, path)
    keys = {n: _key(n) for n in names if n}
    held = Collected()
    unknown = [n for n, k in keys.items() if not k]
    if unknown:
        held.notes.append(f"{path.name}: columns not known and not used: {', '.join(unknown)}")
    have = set(keys.values())
    if "hs" not in have or not have & {"partner", "partner_code"}:
        raise SourceError(
            "no column of codes or of partners", where=f"{path}, header: {','.join(names)}",
            mend="save 商品编码 and 贸易伙伴编码 (or 贸易伙伴名称) with the download",
        )  # fmt: skip
    if "period" not in have:
        raise SourceError(
            "a yearly download has no month", where=f"{path}, header: {','.join(names)}",
            mend="save it by month, with 数据年月",
        )  # fmt: skip
    money = "usd" if "usd" in have else "cny" if "cny" in have else "amount" if "amount" in have else ""
    if not money:
        held.notes.append(f"{path.name}: no column of values; every value is unknown")
    flow, said = _flow(path, have)
    if not said:
        held.notes.append(f"{path.name}: neither the file nor its name says exports or imports; taken as exports")
    total, stated = 0.0, None
    for number_of, raw in enumerate(records(cells, names, path), start=2):
        row = {keys[n]: v for n, v in raw.items() if keys.get(n)}
        where = f"{path}, row {number_of}"
        value = _figure(row.get(money), where) if money else None
        code = row["hs"].strip()
        if code in ("合计", "总计", "总值") or row.get("name", "") in ("合计", "总计"):
            stated = value
            continue
        total += value or 0.0
        quantity, unit, weight = _amounts(row, where)
        held.rows.append(
            {
                "reporter": "CHN",
                "partner": gacc_area(row.get("partner_code", ""), row.get("partner", "")),
                "flow": _flow_of(row.get("flow", ""), flow, where),
                "period": _month(row["period"], where),
                "hs": _code(code, where),
                "qty": quantity,
                "qty_unit": unit,
                "weight_kg": weight,
                "value": value,
                "currency": "CNY" if money == "cny" else "USD",
                "detail": "|".join(row.get(k, "") for k in ("method_code", "method", "port_code", "port")) + f"|{code}",
            }
        )
    if stated is not None and abs(stated - total) > max(1.0, 1e-6 * abs(stated)):
        raise SourceError(
            f"the rows add up to {total:,.0f}, the file's own total is {stated:,.0f}", where=str(path),
            mend="rows are missing or stand twice: save the download again",
        )  # fmt: skip
    if len(held.rows) in (LIMIT, LIMIT - 1):
        held.notes.append(
            f"{path.name}: {len(held.rows):,} rows: the page cuts downloads there without saying so. Rows are missing, "
            "and a missing row is no zero: save it in parts (by partner, method or month)"
        )
    lost = sum(1 for r in held.rows if r["partner"].startswith("GACC"))
    if lost:
        held.notes.append(f"{path.name}: {lost:,} rows of areas whose code is not known keep it (GACC ...)")
    return held.table(str(path))


def _figure(text: str | None, where: str) -> float | None:
    try:
        return number(text)
    except SourceError as error:
        raise SourceError(error.what, where=where, mend=error.mend) from None


def _month(text: str, where: str) -> str:
    plain = text.replace("-", "").replace("/", "").replace("年", "").replace("月", "").strip()
    if len(plain) == 5 and plain.isdigit():
        plain = f"{plain[:4]}0{plain[4]}"
    if len(plain) == 6 and plain.isdigit() and 1 <= int(plain[4:]) <= 12:
        return f"{plain[:4]}-{plain[4:]}"
    raise SourceError(f"{text!r} is no month", where=where, mend="write 数据年月 as 202204")


def _code(text: str, where: str) -> str:
    digits = text.replace(".", "").replace("'", "").strip()
    if not digits.isdigit():
        raise SourceError(f"{text!r} is no code of goods", where=where, mend="give 商品编码 in digits")
    return f"0{digits}" if len(digits) in (5, 7, 9) else digits


def _amounts(row: dict[str, str], where: str) -> tuple[float | None, str, float | None]:
    """Quantity with its unit, and net weight, from the first and second quantity."""
    quantity, unit, weight = None, "", None
    for q, u in (("qty1", "unit1"), ("qty2", "unit2")):
        amount = _figure(row.get(q), where)
        if amount is None:
            continue
        name, factor = plain_unit(row.get(u, ""))
        if name == "kg":
            weight = amount * factor
        elif quantity is None:
            quantity, unit = amount * factor, name
    return quantity, unit, weight


def _flow(path: Path, have: set[str]) -> tuple[str, bool]:
    name = path.name.casefold()
    if "flow" in have:
        return "X", True
    if "进口" in name or "import" in name:
        return "M", True
    return "X", "出口" in name or "export" in name


def _flow_of(text: str, default: str, where: str) -> str:
    if not text:
        return default
    known = {"出口": "X", "进口": "M", "X": "X", "M": "M", "0": "X", "1": "M", "E": "X", "I": "M"}
    if text.strip() not in known:
        raise SourceError(f"{text!r} is neither 出口 nor 进口", where=where, mend="write 出口 or 进口")
    return known[text.strip()]
