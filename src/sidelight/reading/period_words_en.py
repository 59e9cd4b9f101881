# ruff: noqa: E501
"""The phrases of time in English, as patterns."""

from __future__ import annotations

import re

from sidelight.ledger.period import MONTHS

MONTH_OF = {name[:3]: i for i, name in enumerate(MONTHS, 1)}
DAYS = {d: i for i, d in enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])}
_UNITS = [
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
SMALL = {w: i for i, w in enumerate(_UNITS)} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30}
ORDER = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "final": 4,
    "last": 4, "opening": 1, "closing": 4,
}  # fmt: skip

M = r"(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV|DEC)\b\.?"
D = r"(\d{1,2})(?:st|nd|rd|th)?(?!\d|,\d|\.\d| ?%)"
Y = r"(?:,? (?:of )?((?:19|20)\d\d)(?![\d,]\d|\.\d))?"
N = r"(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|an?)"
TO = r" ?(?:-|to|through|thru|until|till|and|up to|up until|up to and including|to the) ?"
OFY = r"(?: of| in|,)? (?:(the year|the current year)|(this year)|(last year|the previous year|the year before|the prior year)|((?:19|20)\d\d)\b)"
CLOCK = r"\d{1,2}(?:[:.]\d\d)? ?(?:a\.?m\b\.?|p\.?m\b\.?)|\d{1,2}[:.]\d\d(?: hours| hrs| ?h\b)?|[012]\d00 hours|noon|midnight"
WEEKDAY = "|".join(DAYS)
_AP = r"(?: \([A-Z]{2,4}\)| local time| GMT| UTC| ET| [A-Z]ST)?"

ISO = re.compile(r"((?:19|20)\d\d)([-/.])(\d{2})\2(\d{2})(?!\d)")
NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
D_MON_Y = re.compile(r"(\d{1,2})[-/]([A-Z][a-z]{2})[a-z]*[-/]((?:19|20)\d\d)(?!\d)")
DD_M = re.compile(rf"{D}{TO}(?:the )?{D}(?: of)? {M}{Y}")
DM_DM = re.compile(rf"{D}(?: of)? {M}{Y}{TO}{D}(?: of)? {M}{Y}")
DM = re.compile(rf"{D}(?: day)?(?: of)? {M}{Y}")
MD_MD = re.compile(rf"{M} {D}{Y}{TO}{M} {D}{Y}")
MDD = re.compile(rf"{M} {D} ?(?:-|to|through|until|and) ?{D}{Y}(?!-| on\b)")
MD = re.compile(rf"{M} (?:the )?{D}{Y}")
M_MD = re.compile(rf"{M}(?: {D})?{TO}{M} {D}{Y}")
MM = re.compile(rf"{M}{Y}(?:{TO}|-to-|-through-){M}(?:{OFY}|{Y})")
MY = re.compile(rf"{M}(?:{OFY}|{Y})")
YEAR_WORDS = re.compile(r",? (?:of )?(this|last|the previous) year\b")
MONTH_QUARTER = re.compile(rf"(?:the )?{M} quarter\b(?:{OFY}|{Y})")
YEARS = re.compile(
    r"((?:19|20)\d\d)(?:( ?[-/] ?| and | to | through | or )((?:19|20)\d\d|\d\d(?!\d)))?(?![\d,]\d|\.\d|-\d| ?%)"
)
THE_NTH = re.compile(
    r"[Tt]he (\d{1,2})(?:st|nd|rd|th)(?= of (?:the|this|last) month\b|[.,;)]| and\b|$)(?: of (the|this|last) month)?"
)

FIRST_OF = re.compile(
    rf"(?:the )?(first|last|final|opening) (?:{N} (months|weeks|days|quarters)|(day|week|fortnight)) (?:of|in) (?:(the year|the current year)|(this year)|(last year|the previous year)|(the month|this month)|(last month)|(?:{M} )?((?:19|20)\d\d)|{M})",
    re.I,
)
DAYS_OF = re.compile(rf"(?:the )?(?:very )?(first|opening|last|final|closing|dying) days of {M}{Y}", re.I)
FIRST_DAY = re.compile(rf"(?:the )?first(?: day)? of {M}{Y}(?! to| through|-)")
NTH_WEEK = re.compile(
    rf"(?:the )?(second|third|fourth|fifth|2nd|3rd|4th|5th) (?:full )?week (?:of|in) (?:(the month|this month)|(last month)|{M}{Y})",
    re.I,
)
QUARTER = re.compile(
    rf"(?:the )?(first|second|third|fourth|final|last|opening|closing|1st|2nd|3rd|4th)[ -](quarter|half)(?:{OFY}|(?: of| in) (?:{M}{Y}|(the month|this month)|(last month)))?",
    re.I,
)
Q = re.compile(
    r"([QH])([1-4])\b(?:(?: |,? ?of |-|/)?((?:19|20)\d\d))?(?: of (this|last) year)?|((?:19|20)\d\d)[ -]?([QH])([1-4])\b|([1-4])([QH])\b(?:(?: |,? ?of |-|/)?((?:19|20)\d\d))?"
)
FIRST_MONTHS = re.compile(rf"(?:the )?first {N} months\b(?! of)", re.I)

PAST = re.compile(
    rf"(?:the )?(last|past|previous|preceding|latest|prior|recent|most recent) (?:{N}[ -]|(?:few|several|couple of|many|some) )?(?:full |whole |complete |epidemiological |epi |reporting |calendar )?(hours?|days?|weeks?|months?|years?|decade|quarter|fortnight)(?: (?:period|span))?\b(?! (?:old|ago|on which|in which))",
    re.I,
)
N_TO = re.compile(
    rf"(?i:(?:the |an? )?(?:(?:past|last|latest|full|reporting|epidemiological|calendar|fiscal|financial) )?(?:{N}[ -])?(hours?|days|weeks|months|quarters|quarter|day|week|month|year|fortnight|half[- ]year)(?:(?: |-long )period| span)? (?:that |which )?(?:to|preceding|leading up to|running to|ending|ended|ends|ending on|ended on|up to|up until|through|until|till) (?:on )?(?:at )?)(?:the end of |early |late )?(?:(?:{CLOCK}){_AP}(?: on| of)?,? )?(?:(?:{WEEKDAY}),? )?(?:{D} {M}{Y}|{M} {D}{Y}|{M}{Y}|({WEEKDAY})|(the previous day|the day before|yesterday|today|this morning))(?: (?:morning|evening|night|afternoon|at noon|at midnight|midnight))?"
)
WEEK_FROM = re.compile(
    r"(?:the )?week (?:of|beginning|commencing|starting|from|that (?:began|started)(?: on)?)(?: on)? (?=\d|[A-Z])(?:the )?",
    re.I,
)
IN_A_DAY = re.compile(
    r"(?:an?|one|a single|a 24-hour|the space of (?:an?|one)) (day|week|fortnight|month|period)\b(?! (?:earlier|before|ago|later|after|of|to|until|ending|ended))"
)
IN_N = re.compile(
    rf"(?:(?:just|only|under|about|around|some|over|the space of|less than|just over|just under|barely) )*{N} (hours|days|weeks|months)\b(?! (?:of|after|before|ago|earlier|later|a day|notice|to|until|up|ending|ended|from|since|old))"
)
THIS = re.compile(
    r"(?:(so far|thus far|already|to date) )?(?:(earlier|later) )?(this|the current|the same|that|the present|the running) (week|month|year|quarter|calendar year)\b(?! so far)",
    re.I,
)
AGO = re.compile(
    rf"(?:exactly |about |around )?{N} (days?|weeks?|months?|years?) (ago|earlier|before|previously|prior)\b", re.I
)
WEEKDAY_DAY = re.compile(
    rf"(?:(last|this past|past|next|this coming|coming|this|previous|preceding) )?({WEEKDAY}|Mon\b\.?|Tues?\b\.?|Wed\b\.?|Thurs?\b\.?|Fri\b\.?|Sat\b\.?|Sun\b\.?)\b(?: (?:morning|evening|night|afternoon|midnight))?(?:,? (?:the )?{D}(?: of)? {M}{Y}|,? {M} {D}{Y}| \({D} {M}{Y}\)| \({M} {D}{Y}\)|,? (?:of )?(last|this|the previous) week)?"
)
EPI = re.compile(
    r"(?:(?:the )?((?:19|20)\d\d)[ ,-]+)?(?:(?:the )?(?:epidemiologic(?:al)?|epi|reporting|ISO|calendar|surveillance|disease|MMWR)[ -])?(?:week|weeks|epiweek|epiweeks|wk|wks|EW|CW|Wk)(?: ?\((?:EW|epi ?weeks?|Epi ?weeks?|week|W|SE)\))?(?: (?:no\.?|number|numbers))? ?(\d{1,2})\b(?!,\d|\.\d| ?%)(?:(?: ?(?:-|to|and|through|until|up to) ?)(?:(?:the )?(?:epidemiological |epi )?(?:week|EW|wk) ?)?(\d{1,2})\b(?! (?:cases|deaths|people|new|per ?cent|suspected|confirmed|patients)| ?%|,\d|\.\d))?(?:,? ?(?:of |in |/|-)? ?((?:19|20)\d\d)\b)?(?: ?(?:\(|, )(?:ending(?: on)? |week ending |from |i\.e\. |covering )?([^()]{4,48})(?:\)|$))?",
    re.I,
)
NTH_EPI = re.compile(
    r"(?:the )?(\d{1,2})(?:st|nd|rd|th) (?:epidemiological |epi |reporting |ISO )?week\b(?: of (?:((?:19|20)\d\d)|(the year|this year)|(last year)))?",
    re.I,
)
SAME = re.compile(
    r"(?:the |at )?(?:same|corresponding|equivalent|comparable|this(?= (?:point|time|stage) (?:in|of|last))) (?:\w+[ -])?(?:period|months?|weeks?|weekend|quarter|half|days?|date|time|stretch|point|stage)\b(?:,? (?:of|in|a|one|last|the)?(?: ?(year (?:earlier|ago|before)|last year|last week|last month|the year before|the previous year|previous year|the prior year|year|week (?:earlier|before|ago)|the previous week|the week before|month (?:earlier|before|ago)|the previous month)| ?((?:19|20)\d\d)))?",
    re.I,
)
TODATE = re.compile(
    r"(?:(?:so|thus) far this year|to date this year|to date in (?P<to_date>(?:19|20)\d\d)|already this year|year[ -]to[ -]date|the year to date|this year to date|this year so far|the year so far|since the year (?:began|started)|since the (?:start|beginning|turn|dawn|outset) of (?:the|this|the current) (?:calendar )?year|since new year's day|since the (?:start|beginning) of ((?:19|20)\d\d)|(?:so|thus) far in ((?:19|20)\d\d)|((?:19|20)\d\d) (?:so far|to date))\b",
    re.I,
)
START = re.compile(
    r"(?:the )?(very start|very end|start|beginning|end|middle|close|turn|outset) of (?:(the year|this year)|(last year|the previous year)|((?:19|20)\d\d)|((?:the|this|last|the previous) (?:month|week|quarter))|"
    + M
    + r"(?: (?:of )?(this|last) year)?"
    + Y
    + r")"
)
PART = re.compile(
    rf"(early|mid|late|end|mid-to-late|early-to-mid|early to mid|mid to late)(?:-| |-to-late )(?:(?:in|of) )?(?:{M}(?:{OFY}|{Y})|((?:19|20)\d\d)\b|(last year|this year|the year)|(last month|this month|the month)|(last week|this week))",
    re.I,
)
YEAR_END = re.compile(r"(?:the )?(year|month|week)[- ]end\b(?: ((?:19|20)\d\d))?", re.I)
TODAY = re.compile(
    r"(today|yesterday|overnight|tonight|the day before yesterday|last night|this morning|this afternoon|this evening|yesterday (?:morning|afternoon|evening|night)|the night before last)\b",
    re.I,
)
WEEKEND = re.compile(r"(?:(the|last|this|this past|the past|that|the previous) )?weekend\b(?! (?:of|off|before))", re.I)
HOLIDAY = re.compile(
    r"(Christmas Day|Christmas Eve|Boxing Day|Christmas week|Christmas|New Year's Eve|New Year's Day|New Year)(?: ((?:19|20)\d\d)\b)?"
)
YOY = re.compile(
    r"((?:year|month|week|quarter)-(?:earlier|ago)|year[ -]on[ -]year|year[ -]over[ -]year|y-o-y|yoy|annually|on[ -]year|month[ -]on[ -]month|month[ -]over[ -]month|m-o-m|week[ -]on[ -]week|week[ -]over[ -]week|quarter[ -]on[ -]quarter|quarter[ -]over[ -]quarter|day[ -]on[ -]day|day[ -]over[ -]day|on[ -]month|on[ -]week|on the (?:year|month|week|quarter|day)|week-?ly basis)\b",
    re.I,
)
BEFORE_YEAR = re.compile(
    r"(?:the )?(?:previous|preceding|prior) (day|week|month|year|quarter|two weeks|fortnight)\b|the (day|week|month|year|quarter) (?:before|prior|earlier|previous)\b(?! (?:last|yesterday))",
    re.I,
)
EARLIER = re.compile(r"(?:a|one) (day|week|month|year|quarter) (?:earlier|before|ago|previously|prior)\b", re.I)
SINCE_THEN = re.compile(r"since then\b|since that (?:date|day|time)\b", re.I)
FOLLOWING = re.compile(r"the (?:following|next) (day|week|month|year)\b(?! (?:to|of))", re.I)
POINTING = re.compile(
    r"(?P<then>then)\b|(?P<same>the same|that same|that|those|these|this same|the said)(?: (?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve))?[ -](?P<unit>day|days|date|weeks?|months?|quarter|year|hours|period|time span|span)\b(?! (?:of|in|last|a|one|earlier|ago|before|as|when|that|the)\b)|(?P<plain>the) (?P<unit2>week|month|day(?='s)|quarter)\b(?! (?:of|to|before|earlier|ending|ended|that|prior|after|ago|through|beginning|from|when|and year)\b|-)",
    re.I,
)
SINCE_START = re.compile(r"since the (?:start|beginning|turn) of (the|this|last) (month|week|quarter)\b", re.I)
SIX_PM = re.compile(
    rf"(?:6(?::00)? ?p\.?m\.?|18:00|1800|(?:the )?evening)(?: on| of)?,? (?:{M} {D}|{D} {M})(?:{Y})?(?: (?:to|until|till|through|and) (?:6(?::00)? ?p\.?m\.?|18:00|1800|the same (?:time|hour))(?: on| of| the)?,? (?:(?:{M} {D}|{D} {M})|(next day|following day))(?:{Y})?)?",
    re.I,
)

SEASON = re.compile(
    r"(?:(last|this|the|the past|the previous|the) )?(spring|summer|autumn|winter|fall(?= of (?:19|20)\d\d))(?:(?: of)? ((?:19|20)\d\d)(?:[-/](?:20)?(\d\d)\b)?| (last year|this year))?",
    re.I,
)
YEAR_SEASON = re.compile(
    r"((?:19|20)\d\d) ?[-/] ?((?:19|20)?\d\d)(?= (?:[a-z]+ ){0,5}(?:season|wave|winter)\b)|season ((?:19|20)\d\d) ?[-/] ?((?:19|20)?\d\d)\b",
    re.I,
)
FISCAL = re.compile(
    r"(?:(?:the )?(?:(last|previous|current|this|outgoing|ongoing) )?(?:fiscal|financial)(?: year)?(?: (?:of )?((?:19|20)\d\d)(?: ?[-/] ?((?:19|20)?\d\d)\b)?)?|FY ?'?((?:20)?\d\d)(?: ?[-/] ?((?:20)?\d\d))?\b)"
)
