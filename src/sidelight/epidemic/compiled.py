"""Compile the loops of R(t) once, in the set-up, for a quick first `sidelight reproduction`."""

from __future__ import annotations


def compile_kernels() -> None:
    """Compile every loop on one short series; compiled code is kept beside the modules."""
    from datetime import date

    import numpy as np

    from sidelight.dynamics.delay import Delay
    from sidelight.epidemic.reproduction import estimate
    from sidelight.epidemic.reproduction_count import Counts

    days = np.arange(40)
    cases = np.round(20 * np.exp(days / 12)).astype(float)
    counts = Counts(40, days, days, cases, cases)
    for method in ("renewal", "filter"):
        estimate("made", date(2022, 1, 1), counts, Delay(4.0, 2.0), Delay(4.0, 2.0), method=method)
