"""A plan as a spreadsheet that a planner can use: strategies, supplies with a stock to fill in, assumptions.

Text is written as text: a cell that begins like a formula stays words. The one formula is ours: the gap that follows
from the stock a planner types in.
"""

from __future__ import annotations

import io
from typing import Any

OUTCOMES = ("infections", "deaths", "peak_beds", "peak_ventilated", "days_over_capacity")
ENDS = ("low", "median", "high")


def plan_sheet(told: dict[str, Any]) -> bytes:
    """Write the workbook of a plan (the object of `schema/plan.schema.json`)."""
    import datetime

    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "Containment, a scenario", "created": datetime.datetime(2000, 1, 1)})
    bold, plain = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "#,##0"})
    fill = book.add_format({"bg_color": "#FFF2CC", "num_format": "#,##0", "locked": False})
    _strategies(book.add_worksheet("strategies"), told, bold, plain)
    _supplies(book.add_worksheet("supplies"), told, bold, plain, fill)
    sheet = book.add_worksheet("assumptions")
    sheet.set_column(0, 0, 120)
    lines = [
        f"Scenario for {told['place']}, as of {told['as_of']}: no forecast and no count.",
        f"It rests on {told['rests_on']}.",
        "Seen is a LOWER bound: aid, airlift, smuggling and home production are unseen. Unknown stock is unknown.",
        *told["assumptions"],
    ]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    book.close()
    return out.getvalue()


def _strategies(sheet: Any, told: dict[str, Any], bold: Any, plain: Any) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 40, 13)
    sheet.write_string(0, 0, "Scenario; 5, 50 and 95 % over the same draws", bold)
    heads = [f"{o.replace('_', ' ')}, {e}" for o in OUTCOMES for e in ENDS]
    heads += [f"deaths, difference, {e}" for e in ENDS]
    sheet.write_string(1, 0, "strategy", bold)
    for column, head in enumerate(heads, 1):
        sheet.write_string(1, column, head, bold)
    for row, s in enumerate(told["strategies"], 2):
        sheet.write_string(row, 0, s["name"])
        values = [s[o][e] for o in OUTCOMES for e in ENDS] + [s["difference"]["deaths"][e] for e in ENDS]
        for column, value in enumerate(values, 1):
            sheet.write_number(row, column, value, plain)
    sheet.freeze_panes(2, 1)


def _supplies(sheet: Any, told: dict[str, Any], bold: Any, plain: Any, fill: Any) -> None:
    heads = [
        "strategy",
        "item",
        "unit",
        "need, low",
        "need, median",
        "need, high",
        "seen by customs, at least",
        "seen before the peak, at least",
        "used on the fullest day",
        "days of cover from what was seen",
        "stock (fill in; empty = unknown)",
        "gap at the median need (follows from the stock)",
        "lead time, days",
        "quarantine, days",
        "cold chain",
        "what the traded article is",
    ]
    sheet.set_column(0, 1, 34)
    sheet.set_column(2, 14, 14)
    sheet.set_column(15, 15, 70)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    row = 1
    for s in told["strategies"]:
        for x in s["supplies"]:
            seen, early = x["seen"], x["seen_before_peak"]
            sheet.write_string(row, 0, s["name"])
            sheet.write_string(row, 1, x["item"])
            sheet.write_string(row, 2, x["unit"])
            for column, end in enumerate(ENDS, 3):
                sheet.write_number(row, column, x["need"][end], plain)
            for column, value in (
                (6, None if seen is None else seen["low"]),
                (7, None if early is None else early["low"]),
                (8, x["burn_rate"]),
                (9, x["days_of_cover"]),
            ):
                if value is None:
                    sheet.write_string(row, column, "unknown" if column != 8 else "")
                else:
                    sheet.write_number(row, column, value, plain)
            sheet.write_blank(row, 10, None, fill)
            n = row + 1
            got = f"IF(ISNUMBER(G{n}),G{n},0)"
            sheet.write_formula(
                row, 11, f'=IF(ISBLANK(K{n}),"stock unknown",MAX(0,E{n}-{got}-K{n}))', plain, "stock unknown"
            )
            sheet.write_number(row, 12, x["lead_time_days"])
            sheet.write_number(row, 13, x["quarantine_days"])
            sheet.write_string(row, 14, "yes" if x["cold_chain"] else "no")
            sheet.write_string(row, 15, x["fit"])
            row += 1
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(row - 1, 1), len(heads) - 1)
