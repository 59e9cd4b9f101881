"""When a record could be queried: release calendars, by the origin that files it.

A calendar is a convention (read or from memory, as its profile says), never printed in a statement: the day it
gives is marked inferred wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sidelight.reference.profiles import profile_of


def release_day(origin: str, measure: str, hs: Sequence[str], end: date) -> date | None:
    """The day on which the origin's record of a period could first be queried.

    Parameters
    ----------
    origin : first link of an attribution.
    measure : what the record is of; a calendar covers one family (``trade``).
    hs : commodity candidates; ``TOTAL`` follows the calendar of country totals.
    end : the day after the last that the record is about.

    Returns
    -------
    The day, or None for an origin without a calendar.

    References
    ----------
    China: country totals about the 18th, commodity detail about the 20th of the next month, January together
    with February in March (General Administration of Customs' yearly release schedule; from memory).
    """
    profile = profile_of(origin)
    if profile is None or profile.calendar is None:
        return None
    calendar = profile.calendar
    if measure.split(".")[0] not in calendar.families:
        return None
    last = end - timedelta(days=1)
    day = calendar.totals_day if tuple(hs) == ("TOTAL",) else calendar.detail_day
    lag = 2 if last.month == 1 and calendar.january_with_february else 1
    index = last.year * 12 + last.month - 1 + lag
    return date(index // 12, index % 12 + 1, day)
