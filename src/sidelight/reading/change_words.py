# ruff: noqa: E501
"""The phrases of comparison without a number, by language."""

from __future__ import annotations

import re

_SUPER = r"(?:highest|largest|biggest|greatest|most|heaviest|worst|deadliest|strongest|steepest|sharpest|busiest|fastest|lowest|smallest|fewest|least|weakest|slowest)"


_HIGHEST = re.compile(
    rf"(?<!at )(?:the |its |their |a )?(?P<w>{_SUPER})(?: [\w'.-]+){{0,8}}? since (?:at least |early |late |mid-?|the )?",
    re.I,
)


_HIGHEST_IN = re.compile(
    rf"(?:the |its |their |a )?(?P<w>{_SUPER})(?: [\w'-]+){{0,5}}? (?:in|for|over) (?:at least |more than |nearly |over |almost |about )?(?P<n>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}}) (?P<u>years?|months?|weeks?|decades?)\b",
    re.I,
)


_FIRST_IN = re.compile(
    r"(?:for the )?first(?: time| [\w-]+){0,4} in (?:more than |over |nearly |almost |at least |about )?(?P<n>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?P<u>years?|months?|weeks?|decades?|days?)\b",
    re.I,
)


_FIRST_SINCE = re.compile(
    r"(?:the |its |a )?first(?: [\w'-]+){0,6}? since (?:at least |early |late |mid-?|the )?", re.I
)


_FIRST_DAY = re.compile(
    r"(?:the )?first (?P<u>day|week|month|time)(?= (?:that|on which|in which|without|with no|when))", re.I
)


_APPEAR = re.compile(r"(?:started to appear|began to appear|first appeared)", re.I)


_GREATER = re.compile(
    r"\b(?:exceed(?:ed|ing|s)?|surpass(?:ed|ing|es)?|topp(?:ed|ing)|tops|outstripp?(?:ed|ing|s)?|overt(?:ook|aken|aking|akes?)|eclips(?:ed|ing|es)|outpac(?:ed|ing)|dwarf(?:ed|ing|s)|outnumber(?:ed|ing|s)?|beat(?:ing|en|s)?|pass(?:ed|ing)"
    r"|(?P<than>(?:more|higher|greater|larger|bigger|worse|lower|fewer|less|smaller)(?: (?!than\b)[\w-]+){0,2} than)|above|below|beyond)$",
    re.I,
)


_TO = re.compile(
    r"\b(?P<v>rose|risen|soared|jumped|surged|climbed|increased|swelled|grew|ballooned|spiked|rocketed|leapt|fell|dropped|declined|decreased|shrank|plunged|tumbled|slumped|sank|eased|dipped|plummeted|slid|rising|falling|climbing|jumping|soaring) to\b",
    re.I,
)


_MAINLY = re.compile(
    r"(?:mainly|mostly|chiefly|primarily|largely) (?:comprised|consisted|made up|composed)(?: of)?", re.I
)


_BEFORE = re.compile(r"(?:surged|soared|jumped|spiked|rose|increased) (?:shortly |just |months |weeks )?before\b", re.I)


_TREND = re.compile(
    r"\b(?:(?:increased|risen|rose|rising|surged|soared|jumped|grew|grown|worsened|worsening|dropped|fallen|fell|declined|decreased|decreasing|plunged|shrunk|improved|stabili[sz]ed|slowed|intensified|spread|spreading)(?: (?:drastically|significantly|sharply|dramatically|rapidly|steadily|slightly|steeply|substantially|markedly|considerably|gradually|further))?|(?:drastically|significantly|sharply|dramatically|rapidly|steadily|slightly) (?:increased|decreased|risen|fallen|dropped|declined|reduced|rose|fell))\b",
    re.I,
)


_DOWN = re.compile(
    r"lowest|smallest|fewest|least|weakest|slowest|lower|fewer|less|below|fell|drop|declin|decreas|shr[aiu]nk|plung|tumbl|slump|sank|eased|dip|plummet|slid|falling|reduc|improv|slow",
    re.I,
)


_EAST_SINCE = {
    "ko": re.compile(r"(?:최고|최대|최다|가장 (?:많|높|큰|컸)|최저|최소|가장 (?:적|낮|작))(?:치|수준|은|았|액|규모)?"),
    "zh": re.compile(
        r"(?:的?(?:单月|單月|单日|單日|月度|单周)?(?:最高|最大|最多|新高|最低|最少|最小|新低|高位|低位|最强|最快)(?:水平|纪录|点|值|记录|紀錄)?)"
    ),
    "ja": re.compile(
        r"(?:の?、?(?:単月として)?(?:最高|最大|最多|高水準|高い水準|最低|最少|最小|低水準|多さ|高さ"
        r"|(?:で|では)?(?:最も|一番)(?:多|高|大き|少な|低|小さ))(?:い|く|かった|水準|値|を記録|となった)?)"
    ),
}


_EAST_YEARS = {
    "ko": re.compile(r"(?P<n>\d{1,3})(?P<u>년|개월|주|달)(?:여|반)? ?만에 ?(?P<s>처음|최고|최대|최저|최다|가장)"),
    "zh": re.compile(
        r"(?P<n>\d{1,3}|[一二两三四五六七八九十])(?P<u>年|个月|個月|周)(?:多|余)?(?:以?来|以來|來)(?:的)?(?P<s>首次|第一次|最高|最大|新高|最低|最多|首度|首例)"
    ),
    "ja": re.compile(
        r"(?P<n>\d{1,3})(?P<u>年|か月|カ月|ヵ月|週間|週)(?:余り|以上)?ぶり(?:の?(?P<s>高水準|最高|低水準|多さ|高さ))?"
    ),
}


_EAST_TREND = {
    "ko": re.compile(r"급증(?:했|하)|급감(?:했|하)|크게 (?:늘|줄)|(?:증가|감소)(?:했|하고|하는) ?(?:추세)?|악화"),
    "zh": re.compile(r"(?:大幅|急剧|显著|明显|持续|迅速)(?:上升|下降|增加|减少|增长|回落|恶化)|激增|骤降|恶化|蔓延"),
    "ja": re.compile(r"急増|急減|大幅に(?:増|減)\w{0,2}|悪化|増加傾向|減少傾向|増え続け"),
}


_EAST_TO = {
    "ko": re.compile(r"(?:으로|로) (?P<v>늘었|늘어|증가했|급증했|줄었|줄어|감소했|급감했|올랐|뛰었|떨어졌|치솟)"),
    "zh": re.compile(
        r"(?P<v>增至|升至|增加到|增长到|上升到|降至|减至|减少到|下降到|飙升至|激增至|增加至|跌至|回落至|上升至|攀升至|下降至)"
    ),
    "ja": re.compile(r"に(?P<v>増え|増加し|急増し|減少し|減っ|減り|上昇し|達し(?=増)|拡大し|落ち込ん|跳ね上が)"),
}


_EAST_GREATER = {
    "ko": re.compile(r"(?P<v>웃돌|넘어서|넘어섰|뛰어넘|상회|초과|추월|밑돌|앞질|앞지르)"),
    "zh": re.compile(
        r"(?P<v>超过了?|超出|高于|多于|超越|低于|少于)(?=(?:去年|上年|2\d{3}年|上月|前一年|此前|全年|今年|同期|\d))"
    ),
    "ja": re.compile(
        r"を(?:すでに|既に|大きく|大幅に|はるかに|約?[\d.]+[人%割]|早くも|わずかに|、)?"
        r"(?P<v>上回(?:った|り|る)?|超え(?:た|て|る)?|突破|下回(?:った|り|る)?)"
    ),
}


_EAST_DOWN = re.compile(r"최저|최소|적|낮|작|低|少|小|减|減|降|줄|감소|떨어|跌|落|밑돌|下回")


_SMALL = (
    {
        w: i
        for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
    }
    | {"a": 1, "an": 1}
    | {w: i for i, w in enumerate("〇一二三四五六七八九十")}
    | {"两": 2}
)
