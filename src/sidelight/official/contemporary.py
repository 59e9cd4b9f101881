"""Waves of the other places of a file: for each wave the nearest in time of each other place, all cut by one rule.

Deaths per case fell from year to year, so a wave stands only among waves whose peaks lie within four months of its
own. Every wave here has ended: 75 days have followed its peak in the series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from sidelight.official.donors import FEWEST_DONORS, Rank
from sidelight.official.measurement import Daily, waves
from sidelight.official.wave import CONTEMPORARY_DAYS, WaveCut

FloatArray = npt.NDArray[np.float64]
WAVE_TESTS = ("fatality", "early_deaths")


@dataclass(frozen=True, slots=True)
class Ladder:
    """Donors' figures in rising order, shared by all places that are ranked on them.

    Attributes
    ----------
    figures : shape (n,), sorted, none missing. own : whether the subject's own figure is among them; it is then left
        out of every count.
    """

    figures: FloatArray
    own: bool = False

    @classmethod
    def of(cls, figures: FloatArray, *, own: bool = False) -> Ladder:
        return cls(np.sort(figures[np.isfinite(figures)]), own)

    @property
    def donors(self) -> int:
        return int(self.figures.size) - self.own

    @property
    def enough(self) -> bool:
        return self.donors >= FEWEST_DONORS

    def rank(self, value: float) -> Rank:
        """Donors as far out or further."""
        return Rank(int(np.searchsorted(self.figures, value, "right")) - self.own, self.donors)

    def share(self, value: float) -> float | None:
        """Share of donors below a value, a tie counted half; None where there are too few."""
        if not self.enough:
            return None
        below = int(np.searchsorted(self.figures, value, "left"))
        return (below + (self.rank(value).rank - below) / 2 + 0.5) / (self.donors + 1)


@dataclass(frozen=True, slots=True)
class Contemporaries:
    """All waves of a file by one cut, in order of place.

    Attributes
    ----------
    place : shape (n_waves,), index of the place. peak : shape (n_waves,), ordinal of the peak day.
    figures : test -> shape (n_waves,), so that lower is further out; NaN where a test does not apply.
    """

    place: npt.NDArray[np.int64]
    peak: npt.NDArray[np.int64]
    figures: dict[str, FloatArray]

    @classmethod
    def of(cls, places: Sequence[Daily], cut: int) -> Contemporaries:
        found = [(i, day, wave) for i, p in enumerate(places) for day, wave in waves(p, cut) if wave.cases > 0]
        values = [wave_figures(wave) for _, _, wave in found]
        return cls(
            np.array([i for i, _, _ in found], dtype=np.int64),
            np.array([day.toordinal() for _, day, _ in found], dtype=np.int64),
            {name: np.array([v.get(name, np.nan) for v in values]) for name in WAVE_TESTS},
        )

    def beside(self, place: int, peak: date | int) -> dict[str, Ladder]:
        """Figures of each other place's wave nearest to a peak, within four months where 20 places have one."""
        day = peak if isinstance(peak, int) else peak.toordinal()
        apart = np.abs(self.peak - day)
        others = np.flatnonzero(self.place != place)
        others = others[np.argsort(apart[others], kind="stable")]
        _, first = np.unique(self.place[others], return_index=True)
        nearest = others[first]
        near = nearest[apart[nearest] <= CONTEMPORARY_DAYS]
        chosen = near if near.size >= FEWEST_DONORS else nearest
        return {name: Ladder.of(x[chosen]) for name, x in self.figures.items()}

    def mean_share(self, place: int, name: str) -> float | None:
        """Mean over a place's waves of the share of contemporaries that are further out; None without any.

        A habit of reporting stays from wave to wave, chance does not: the mean of several waves is the steadier.
        """
        shares = []
        for k in np.flatnonzero((self.place == place) & np.isfinite(self.figures[name])):
            share = self.beside(place, int(self.peak[k]))[name].share(float(self.figures[name][k]))
            if share is not None:
                shares.append(share)
        return float(np.mean(shares)) if shares else None


def wave_figures(wave: WaveCut) -> dict[str, float]:
    """What a wave is ranked by, each so that lower is further out."""
    found = {"fatality": wave.deaths / wave.cases} if wave.cases > 0 else {}
    return found | ({"early_deaths": -wave.early[0].excess} if wave.early else {})
