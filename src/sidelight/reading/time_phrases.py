# ruff: noqa: E501
"""Where a text may speak of days: what can begin a phrase of time, datelines and stamps, and the day a text prints of itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sidelight.ledger.period import MONTHS
from sidelight.reading import periods_east
from sidelight.reading.lexicon import Lexicon, Mark
from sidelight.reading.periods import When
from sidelight.reading.periods_en import English

_FULL_DATE = re.compile(
    r"(?:(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December),? ((?:19|20)\d\d))|(?:(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2}),? ((?:19|20)\d\d))|((?:19|20)\d\d)(?:-(\d\d)-(\d\d)| ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일])"
)


def within_calendar(day: date | None) -> date | None:
    """A day from which years can be counted either way; one at the edge of the calendar dates nothing."""
    return day if day is not None and 1000 <= day.year <= 9000 else None


def anchor_in(body: str) -> date | None:
    """The latest full date that a text prints, for texts that come without a day."""
    found: list[date] = []
    for m in _FULL_DATE.finditer(body, 0, min(len(body), 50_000)):
        try:
            if m[1]:
                found.append(date(int(m[3]), MONTHS.index(m[2]) + 1, int(m[1])))
            elif m[4]:
                found.append(date(int(m[6]), MONTHS.index(m[4]) + 1, int(m[5])))
            elif m[8]:
                found.append(date(int(m[7]), int(m[8]), int(m[9])))
            else:
                found.append(date(int(m[7]), int(m[10]), int(m[11])))
        except ValueError:
            continue
    return max(found, default=None)


def phrases_of_time(
    body: str, lex: Lexicon, marks: list[Mark], anchor: date | None, runs: list[tuple[int, int]] | None = None
) -> list[When]:
    """The phrases of time of a text, in its language; `runs` are the spans of its digits, where they are at hand."""
    if lex.language == "en":
        triggers = {
            k.start
            for k in marks
            if k.kind == "time" and (k.end - k.start > 4 or body[k.start].isupper() or _TIME_NEXT.match(body, k.start))
        }
        runs = [m.span() for m in _DIGITS.finditer(body)] if runs is None else runs
        triggers |= {at for at, _ in runs if _DATE_DIGITS.match(body, at)}
        return _dated_lines(body, English(anchor).read(body, triggers))
    return periods_east.read(body, lex.language, anchor)


_DATELINE_AFTER = re.compile(r",?(?: (?:19|20)\d\d)?,? ?(?:\((?:[A-Z][\w. ]{1,30})\)|-- |- (?=[A-Z])|\): ?|: |/[A-Z])")
_CITY = re.compile(r"[A-Z][A-Z .'/-]{2,40}, $")
_STAMP_AFTER = re.compile(r"\)?[ ,|-]{0,6}(?:at )?(?:\d{1,2}[:.]\d\d|$|\n|SHARE|Share|\|)")
_STAMP_LINE = 110


def _dated_lines(body: str, whens: list[When]) -> list[When]:
    """The dates of datelines and of lines that only say when a page came out are about no figure."""
    out = []
    for w in whens:
        if w.role == "in" and w.grain == "day" and not w.weekday:
            line = body.rfind("\n", 0, w.start) + 1
            stop = body.find("\n", w.end)
            stop = len(body) if stop < 0 else stop
            if (
                w.start - line < 60
                and w.start < 400
                and (
                    _DATELINE_AFTER.match(body, w.end)
                    or (body.startswith(". ", w.end) and _CITY.fullmatch(body, line, w.start))
                )
            ) or (
                stop - line < _STAMP_LINE
                and _STAMP_AFTER.match(body, w.end, min(len(body), w.end + 24))
                and not body[line:stop].rstrip().endswith((".", "!", "?"))
            ):
                w = replace(w, role="dateline")
        out.append(w)
    return out


_TIME_NEXT = re.compile(
    r"(?:the|a|an|that|then|on|one|two|ten|six|four|five|last|past|next|this|same|late|mid|end|year|week|wk|half|turn|very|to date this|epi|days|fall) ?-?(?:[1-5]st|evening|first|second|third|fourth|fifth|last|past|prev|preced|latest|prior|recent|most recent|same|corresp|equiv|compar|start|begin|end|middle|close|turn|outset|very|year|month|week|quarter|half|day|night|morning|afternoon|final|opening|closing|following|next|very|dying|reporting|epidemiological|calendar|current|outgoing|hour|fortnight|decade|fiscal|financial|spring|summer|autumn|winter|fall|space|single|24|full|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|\d|[A-Z]|in |of |early|late|mid|period|time|one|coming|a |an )|on the (?:year|month|week|quarter|day)\b|then\b|that (?:same |date)|[Yy]ear[ -](?:on|to|over|end)|(?:year|month|week|quarter)-(?:ago|earlier)|yoy|epi\b|mid-|this (?:point|stage) |to date this"
)
_DIGITS = re.compile(r"\d+")
_DATE_DIGITS = re.compile(
    r"(?<![\d.,/-])\d{1,4}(?=(?:st|nd|rd|th)?(?: (?:of )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|[-/.]\d| ?(?:-|to|and|through) ?(?:the )?\d{1,2}(?:st|nd|rd|th)?,? |(?<=\d\d\d\d)(?!\d)|[ -](?:hours?|days|weeks|months|years|day|week|quarters)(?: period| span)? (?:that |which )?(?:to|until|till|through|up|ends?|ending|ended|ago|earlier|before)| ?p\.?m|:00|-[A-Z][a-z]{2}-|(?<=\d)(?:st|nd|rd|th) (?:epi|week|report|ISO))| (?:hours|days|weeks|months)\b|-hour\b|(?<!\d\d)[HQ]\b)"
)
