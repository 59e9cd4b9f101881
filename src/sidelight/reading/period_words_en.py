# ruff: noqa: E501
"""The phrases of time in English, as patterns."""

from __future__ import annotations

import re

from sidelight.ledger.period import MONTHS

_MONTHS = {name: i for i, name in enumerate(MONTHS, 1)}


_DAYS = {d: i for i, d in enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])}


_SMALL = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
}


_ORDER = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "final": 4,
    "last": 4,
}


SUNDAY = 6


M = r"(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"


D = r"(\d{1,2})(?:st|nd|rd|th)?(?!\d|,\d|\.\d| ?%)"


Y = r"(?:,? (?:of )?((?:19|20)\d\d)(?![\d,]\d|\.\d))?"


N = r"(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|an?)"


TO = r" ?(?:-|to|through|thru|until|till|and) ?"


OFY = r"(?: of| in|,)? (?:(the year|the current year)|(this year)|(last year|the previous year|the year before|the prior year)|((?:19|20)\d\d)\b)"


_ISO = re.compile(r"((?:19|20)\d\d)-(\d{2})-(\d{2})(?!\d)")


_NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)(?!\d)")


_DD_M = re.compile(rf"{D}{TO}{D}(?: of)? {M}{Y}")


_DM_DM = re.compile(rf"{D}(?: of)? {M}{Y}{TO}{D}(?: of)? {M}{Y}")


_DM = re.compile(rf"{D}(?: of)? {M}{Y}")


_MD_MD = re.compile(rf"{M} {D}{Y}{TO}{M} {D}{Y}")


_MDD = re.compile(rf"{M} {D} ?(?:-|to|through|and) ?{D}{Y}")


_MD = re.compile(rf"{M} {D}{Y}")


_M_MD = re.compile(rf"{M}(?: {D})?{TO}{M} {D}{Y}")


_MM = re.compile(rf"{M}{Y}{TO}{M}(?:{OFY}|{Y})")


_MY = re.compile(rf"{M}(?:{OFY}|{Y})")


_YEARS = re.compile(
    r"((?:19|20)\d\d)(?:( ?[-/] ?| and | to | through | or )((?:19|20)\d\d|\d\d(?!\d)))?(?![\d,]\d|\.\d|-\d| ?%)"
)


_FIRST_OF = re.compile(
    rf"(first|last|final|opening) {N} (months|weeks|days|quarters) of (?:(the year|the current year)|(this year)|(last year|the previous year)|(?:{M} )?((?:19|20)\d\d)|{M})",
    re.I,
)


_QUARTER = re.compile(rf"(first|second|third|fourth|final|1st|2nd|3rd|4th) (quarter|half)(?:{OFY})?", re.I)


_Q = re.compile(r"([QH])([1-4])(?: |,? ?of |-)?((?:19|20)\d\d)?|((?:19|20)\d\d)[ -]?([QH])([1-4])\b")


_PAST = re.compile(
    rf"(?:the )?(last|past|previous|preceding|latest|prior|recent) (?:{N}[ -])?(hours?|days?|weeks?|months?|years?|decade|quarter|fortnight)\b(?! (?:old|ago))",
    re.I,
)


_N_TO = re.compile(
    rf"(?:the |an? )?(?:{N}[ -])?(hours?|days|weeks|months|day|week|month|year|fortnight)(?:(?: |-long )period| span)? (?:that |which )?(?:to|ending|ended|ends|ending on|ended on|up to|through|until|till) (?:on )?(?:at )?(?:(?:\d{{1,2}}(?::\d\d)? ?(?:a\.?m\.?|p\.?m\.?)|18:00|noon|midnight)(?: on| of)?,? )?(?:(?:{'|'.join(_DAYS)}),? )?(?:{D} {M}{Y}|{M} {D}{Y}|{M}{Y}|({'|'.join(_DAYS)})|(the previous day|the day before|yesterday|today|this morning))(?: (?:morning|at noon))?"
)


_IN_A_DAY = re.compile(r"(?:a|one|a single) day\b(?! (?:earlier|before|ago|later|after|of))")


_IN_HOURS = re.compile(r"(24|48|72) hours\b(?! (?:of|after|before|ago|earlier|later|a day|notice))")


_THIS = re.compile(r"(?:(earlier|later) )?(this|the current|the same|that) (week|month|year|quarter)\b", re.I)


_AGO = re.compile(
    rf"(?:exactly |about |around )?{N} (days?|weeks?|months?|years?) (ago|earlier|before|previously|prior)\b", re.I
)


_WEEKDAY = re.compile(
    rf"(last )?({'|'.join(_DAYS)})\b(?: (?:morning|evening|night|afternoon))?(?:,? {D} {M}{Y}|,? {M} {D}{Y})?"
)


_EPI = re.compile(
    r"(?:(?:epidemiological|epi|reporting|ISO) )?week(?:s)? (\d{1,2})(?: ?(?:-|to|and) ?(\d{1,2}))?(?:,? (?:of )?((?:19|20)\d\d))?(?: ?\((?:ending |week ending )?[^()]{0,40}\))?",
    re.I,
)


_SAME = re.compile(
    r"(?:the |at )?(?:same|corresponding|equivalent|this(?= (?:point|time|stage) (?:in|of|last))) (?:period|month|week|quarter|day|time|four months|months|stretch|point|stage)(?:,? (?:of|in|a|one|last|the)?(?: ?(year (?:earlier|ago|before)|last year|the year before|the previous year|previous year|year|week (?:earlier|before)|month earlier)| ?((?:19|20)\d\d)))?",
    re.I,
)


_TODATE = re.compile(
    r"(?:so far this year|year[ -]to[ -]date|this year so far|since the (?:start|beginning) of (?:the|this) year|since the (?:start|beginning) of ((?:19|20)\d\d))",
    re.I,
)


_START = re.compile(
    r"(?:the )?(start|beginning|end|middle) of (?:(the year|this year)|(last year)|((?:19|20)\d\d)|(?:the|this|last) month|"
    + M
    + Y
    + r")"
)


_START_TO = re.compile(
    rf"(?:the )?(?:start|beginning) of (?:(the year|this year)|((?:19|20)\d\d)|{M}{Y})(?: and| to| until| till| through|,? up to) (?:{D} {M}{Y}|{M} {D}{Y})"
)


_WEEKDAYS = re.compile(rf"({'|'.join(_DAYS)})(?:,)? (?:and|to|through|until) ({'|'.join(_DAYS)})\b")


_PART = re.compile(
    rf"(early|mid|late|end)(?:-| |-to-late )(?:(?:in|of) )?(?:{M}{Y}|((?:19|20)\d\d)\b|(last year|this year)|(last month|this month))",
    re.I,
)


_TODAY = re.compile(r"(today|yesterday|overnight|tonight)\b", re.I)


_YOY = re.compile(
    r"(year[ -]on[ -]year|year[ -]over[ -]year|y-o-y|yoy|annually|on[ -]year|month[ -]on[ -]month|month[ -]over[ -]month|m-o-m|week[ -]on[ -]week|week[ -]over[ -]week|quarter[ -]on[ -]quarter|day[ -]on[ -]day|on the year|on the month|on the week)\b",
    re.I,
)


_BEFORE_YEAR = re.compile(
    r"(?:the )?(?:previous|preceding|prior) (day|week|month|year|quarter|two weeks|fortnight)\b|the (day|week|month|year|quarter) before\b",
    re.I,
)


_EARLIER = re.compile(r"(?:a|one) (day|week|month|year|quarter) (?:earlier|before|ago|previously|prior)\b", re.I)


_SIX_PM = re.compile(
    rf"(?:6(?::00)? ?p\.?m\.?|18:00|1800|(?:the )?evening)(?: on| of)?,? (?:{M} {D}|{D} {M})(?:{Y})?(?: (?:to|until|till|through) (?:6(?::00)? ?p\.?m\.?|18:00|1800|the same (?:time|hour))(?: on| of| the)?,? (?:(?:{M} {D}|{D} {M})|(next day|following day))(?:{Y})?)?",
    re.I,
)


_TABLE: dict[str, tuple[re.Pattern[str], ...]] = {}
_FIRST_MONTHS = re.compile(rf"first {N} months\b(?! of)", re.I)
