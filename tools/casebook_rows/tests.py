"""The testing record: samples and people between two reports; positives only where a source says there were none."""

from __future__ import annotations

import re
from pathlib import Path

from casebook_rows.common import Pile, day, rows_of, said
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity

START = "2020-01-01"
RULE = "inferred: the report's day in the compilation"
NOTE = "counted between two reports, as the compilation gives it"
# told with their true period by the other facts (F013-F015: 17 to 31 March 2022)
TOLD_ELSEWHERE = {"2022-04-11"}
# the address itself says that every result was negative
_NEGATIVE = re.compile(r"all-(?:results-|tested-)negative|zero-positive-cases|no-positive-cases|nobody-tests-positive")
# the address names who was tested
_CARGO = "testing-workers-who-handle-imported-cargo"
CARGO_NOTE = "; the address of the report names who was tested: workers who handle imported cargo"


def add_tests(pile: Pile, shared: Path) -> None:
    """Flows between reports: a blank column belongs to the next report that has it."""
    last = {"samples_since_last": START, "people_since_last": START}
    for row in rows_of(shared / "data" / "epidemic" / "prk_tests.csv"):
        report = row["report_date"]
        outlet = row["source"]
        document = Document.curated(outlet, row["source_url"], day(report), published_rule=RULE, language="en")
        document = pile.documents.get(document.digest, document)
        chain = "DPRK government > WHO" + ("" if outlet == "WHO" else f" > {outlet}")
        since = min(last.values())
        found = []
        for column, measure, unit in (
            ("samples_since_last", "tests.samples", "sample"),
            ("people_since_last", "tests.people", "person"),
        ):
            if not row[column]:
                continue
            since, last[column] = last[column], report
            if report in TOLD_ELSEWHERE:
                continue
            count = float(row[column])
            found.append(
                said(
                    document,
                    f"cell:row={report},col={column}",
                    measure=measure,
                    kind="count",
                    place="PRK",
                    period=Period.parse(since, report, "flow"),
                    quantity=Quantity(count, count, count, unit),
                    who=chain,
                    note=NOTE + (CARGO_NOTE if _CARGO in row["source_url"] else ""),
                )
            )
        if _NEGATIVE.search(row["source_url"]) and found:
            found.append(
                said(
                    document,
                    f"cell:row={report},col=source_url",
                    measure="tests.positive",
                    kind="count",
                    relation="none",
                    place="PRK",
                    period=Period.parse(since, report, "flow"),
                    quantity=Quantity(0.0, 0.0, 0.0, "sample"),
                    who=chain,
                    note="the address of the report says so",
                )
            )
        if found:
            pile.add("tests", document, found)
