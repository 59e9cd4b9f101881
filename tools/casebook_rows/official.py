"""What the state said: KCNA's ninety reports, and the provincial tables of state television."""

from __future__ import annotations

from pathlib import Path

from casebook_rows.common import Pile
from sidelight.sources import kcna

TELEVISION = (
    "provincial table of state television for the report day, as copied in the KINU workbook: "
    "kimfinale/COVID-19_NorthKorea inst/extdata: https://github.com/kimfinale/COVID-19_NorthKorea"
)


def add_official(pile: Pile, shared: Path) -> None:
    """Nation and provinces; a field or a province without a figure stays absent."""
    folder = shared / "data" / "epidemic"
    for row in kcna.read(folder / "prk_fever_daily.csv"):
        document = kcna.document_of(row)
        pile.add("fever", document, kcna.statements(row, document))
    for row in kcna.read(folder / "prk_fever_province_daily.csv"):
        document = kcna.document_of(row, address=TELEVISION, outlet="KCTV")
        found = kcna.statements(row, document)
        if found:
            pile.add("provinces", document, found)
