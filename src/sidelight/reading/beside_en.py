# ruff: noqa: E501
"""Whether an English name stands beside a word of saying: days, titles, names of persons and relative clauses do not part them."""

from __future__ import annotations

import re

from sidelight.reading.lexicon import Mark
from sidelight.reading.scene import Scene

_IDLE = re.compile(
    r"\b(?:on|in|late|early|has|have|had|also|earlier|its|an?|the|said|latest|report|statement|bulletin|that|by|of|from|information|figures|data|statistics|tally|update|joint|written|released|daily|weekly|s"
    r"|permanent|deputy|vice|acting|interim|director|secretary|general|spokes(?:man|woman|person)|chief|head|officer|minister|epidemiologist|doctor|commander|president|chair(?:man|woman|person)?|manager|executive|coordinator|representative|official|officials|[A-Z][\w.'-]*)\b|[ ,.'()-]"
)


WHO_DID = re.compile(
    r"(?:,? [A-Z][\w'-]+){0,4}, (?:who|which|whose) [^,;.]{3,90}(?:, [^,;.]{3,40})?, (?:has |have |had |also )?"
)
DATA = re.compile(r" (?:data|figures|statistics)(?: (?:for|of) [A-Z][a-z]+)?$")
_WORD_OF = re.compile(
    r",? (?:the |a |its |an )?(?:[a-z]+ )?(?:information|figures|data|statistics|reports?|bulletin|statement|updates?|tally|count|numbers|estimates?|note)(?: (?:released|published|issued|provided|given|compiled))?(?: on \w+| yesterday)? (?:of|from|by) (?:the )?"
)
BARE_DATA = frozenset(
    {"trade data", "trade figures", "trade statistics", "customs data", "customs figures", "customs statistics", "government data",
     "official data", "official figures", "official statistics", "government statistics"}
)  # fmt: skip


def beside(scene: Scene, start: int, end: int, says: list[Mark]) -> bool:
    """Whether a name stands beside a word of saying; days and small words between do not part them."""
    for k in says:
        if k.start < end and start < k.end:
            return True
        lo, hi = (end, k.start) if k.start >= end else (k.end, start)
        if hi - lo <= (12 if k.start >= end else 6):
            return True
        if k.start >= end and WHO_DID.fullmatch(scene.text, end, k.start):
            return True
        if k.end <= start and _WORD_OF.fullmatch(scene.text, lo, hi):
            return True
        if k.start < end or hi - lo > 60:
            continue
        words = scene.text[lo:hi]
        for w in scene.whens:
            if lo <= w.start and w.end <= hi:
                words = words.replace(scene.text[w.start : w.end], "")
        if not _IDLE.sub("", words).strip():
            return True
    return False
