"""A place with known deaths: Hong Kong's fifth wave lies inside what the size says of its deaths."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sidelight.epidemic.model import setting_of
from sidelight.epidemic.observed import read_series
from sidelight.epidemic.size import SHAPE, estimate
from sidelight.parameters.population import AGES, contact_matrix, population
from sidelight.parameters.store import known

COUNTED = 9188
"""Deaths of 1 January to 30 June 2022 in the series: 9,401 less 213."""


@pytest.mark.slow
@pytest.mark.shared
def test_hong_kongs_fifth_wave_is_inside(shared: Path) -> None:
    observed = read_series(shared / "data/epidemic/jhu_china_provinces_daily.csv.gz", "HKG", date(2022, 6, 30))
    # 49 % of those from 60 had two doses on 23 December 2021 (Smith et al. 2022, MMWR 71:545); effects: assumption
    protected = np.array([0.37 if a >= 60 else 0.6 if a >= 20 else 0.0 for a in AGES])
    setting = setting_of(population("HKG"), contact_matrix("HKG"))
    size = estimate(
        setting, observed, known(date(2022, 6, 30)), protected=protected, bases=(SHAPE,), variants=("",), seed=0
    )
    deaths = size.readings[0].range("deaths")
    assert deaths["low"] < COUNTED < deaths["high"]
