"""Clashes that anyone could see on the day both figures were out: noted as doubts of ours, blaming neither side.

A doubt is dated by the later of its two figures, so no earlier view knows of it. The figures ship as printed.
"""

from __future__ import annotations

from casebook_rows.common import Pile, day, one_day, said
from sidelight.ledger.document import Document
from sidelight.ledger.quantity import Quantity

WHO = "Sidelight casebook"
# name -> (day, commodity, hs, what clashes)
DOUBTS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "D01": (
        "2022-05-18",
        "medicines (chapter 30)",
        ("30", "2937"),
        "T352 and T314: steroid compounds and all medicines at the same US$11.3 million for the same months",
    ),
    "D02": (
        "2022-06-18",
        "all goods",
        ("TOTAL",),
        "T001 and T002: exports of May 2019 above the total of both flows",
    ),
    "D03": (
        "2020-08-26",
        "all goods",
        ("TOTAL",),
        "T035, T036 and T037: months of thousands inside a running total of millions (T038)",
    ),
    "D04": (
        "2022-05-18",
        "face masks",
        ("630790",),
        "T202 and T200: hundreds of millions of masks beside 7.48 million in the same quarter",
    ),
    "D05": (
        "2022-11-21",
        "rubber gloves",
        ("401519", "401512"),
        "T294 and T295: 40,000 and 400,000 pairs in the same month, under two codes",
    ),
    "D06": (
        "2022-05-18",
        "medicines (chapter 30)",
        ("30",),
        "T312 and T313: none for nine months, and the year's total, need all of it in the other months",
    ),
    "D07": (
        "2022-05-27",
        "all goods",
        ("TOTAL",),
        "T104 and T105: highest since February 2020, and highest since January 2020",
    ),
}


def add_doubts(pile: Pile) -> None:
    """One statement a clash; whoever weighs evidence leaves the casebook's own doubts out."""
    for name, (text, commodity, hs, words) in DOUBTS.items():
        document = Document.curated(
            WHO, "docs/casebook.md, figures that clash", day(text), name=f"doubt-{name}", language="en"
        )
        document = pile.documents.get(document.digest, document)
        pile.add(
            "doubts",
            document,
            [
                said(
                    document,
                    f"doubt:{name}",
                    measure="doubt",
                    kind="existence",
                    relation="unknown",
                    place="CHN",
                    partner="PRK",
                    flow="X",
                    commodity=commodity,
                    hs=hs,
                    scope=words,
                    period=one_day(day(text)),
                    quantity=Quantity(None, None, None, None),
                    who=WHO,
                    aliases=(name,),
                )
            ],
        )
