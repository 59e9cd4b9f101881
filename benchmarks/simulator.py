"""How fast the outbreak model runs, and how near it comes to the final-size equation and to a peer.

A run is 17 ages, 120 days, steps of half a day. Prints CPU speed as median and range of five rounds, the error of the
final size against theory, and, where `epydemix` (GPL, a peer in an environment of its own, never a dependency) can be
imported by --peer PYTHON, its stochastic run of an equal SEIR beside ours, in turn, with both final sizes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time
from datetime import date
from pathlib import Path

import numpy as np

from sidelight.epidemic.model import Controls, Draws, final_size, setting_of, severity_of, simulate
from sidelight.parameters.population import contact_matrix, population
from sidelight.parameters.store import known

PEER = """
import json, sys, time
import numpy as np
from epydemix import EpiModel
from epydemix.population import Population
given = json.load(sys.stdin)
people = Population(name="made")
people.add_population(np.array(given["persons"]), [str(i) for i in range(len(given["persons"]))])
people.add_contact_matrix(np.array(given["contact"]), layer_name="all")
model = EpiModel(name="SEIR", compartments=["S", "E", "I", "R"])
model.set_population(people)
for name in ("beta", "sigma", "gamma"):
    model.add_parameter(name, given[name])
model.add_transition(source="S", target="E", params=("beta", "I"), kind="mediated")
model.add_transition(source="E", target="I", params="sigma", kind="spontaneous")
model.add_transition(source="I", target="R", params="gamma", kind="spontaneous")
start = {c: np.array(v) for c, v in given["start"].items()}
cpu, sizes = [], []
for n in range(given["runs"]):
    np.random.seed(given["seed"] + n)
    begun = time.process_time()
    out = model.run_simulations(
        start_date="2022-01-01", end_date=given["end"], initial_conditions_dict=start, Nsim=1, dt=given["dt"]
    )
    cpu.append(time.process_time() - begun)
    left = out.trajectories[0].compartments["S_total"][-1]
    sizes.append(float(1 - left / sum(given["persons"])))
print(json.dumps({"cpu": cpu, "sizes": sizes}))
"""


def rounds(what: str, n: int, run) -> list[float]:
    """CPU seconds of five rounds of n runs, told as runs a second."""
    run()
    cpu = []
    for _ in range(5):
        begun = time.process_time()
        run()
        cpu.append(time.process_time() - begun)
    rates = [n / c for c in cpu]
    print(
        f"{what}: median {statistics.median(rates):,.0f} runs per CPU-second "
        f"(range {min(rates):,.0f}-{max(rates):,.0f}, 5 rounds of {n}), {1e3 / statistics.median(rates):.3f} ms a run"
    )
    return rates


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=4000)
    arguments.add_argument("--peer", type=Path, help="python of an environment that has epydemix")
    arguments.add_argument("--peer-runs", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=20220512)
    options = arguments.parse_args()
    here = setting_of(population("PRK"), contact_matrix("PRK"))
    k = known(date(2022, 8, 20))
    tables = [
        np.array(k.get(name).value)
        for name in ("critical_given_hospital", "death_ward_treated", "death_critical_treated")
    ]
    severity = severity_of(np.array(k.get("infection_fatality").value), 0.75, *tables, (0.6, 0.95))
    n = options.runs
    rng = np.random.default_rng(np.random.SeedSequence([options.seed, 1]))
    draws = Draws.of(n, reproduction=rng.uniform(1.5, 8, n), beds=1e5, icu_beds=5e3)
    nothing = Controls.none(n, 120)
    rounds(
        "deterministic, wards, intensive care and deaths, no vaccine strata",
        n,
        lambda: simulate(here, draws, severity, nothing),
    )
    rounds("deterministic, transmission alone", n, lambda: simulate(here, draws, None, nothing))
    half = np.full((n, 120), 0.5)
    everything = nothing.but(
        contacts_kept=half + 0.3,
        isolated=half * 0.6,
        treated=half * 0.5,
        doses=half * 0.02,
        leak=half + 0.2,
        milder=np.full(n, 0.3),
    )
    uneven = Draws.of(n, reproduction=rng.uniform(1.5, 8, n), beds=1e5, icu_beds=5e3, power=0.8)
    rounds("deterministic, all switches on", n, lambda: simulate(here, uneven, severity, everything))
    m = max(n // 20, 50)
    few, quiet = draws.take(np.arange(m)), Controls.none(m, 120)
    rounds("by chance, with care", m, lambda: simulate(here, few, severity, quiet, chance=np.arange(m)))
    rounds("by chance, transmission alone", m, lambda: simulate(here, few, None, quiet, chance=np.arange(m)))
    errors = []
    for reproduction in (1.2, 1.5, 2.0, 3.0, 5.0, 8.0):
        for power in (0.0, 0.8):
            one = Draws.of(1, reproduction=reproduction, power=power, seed=1.0)
            got = simulate(here, one, None, Controls.none(1, 2000)).infections_by_age.sum()
            errors.append(abs(got / float(final_size(here, reproduction, power) @ here.persons) - 1))
    print(f"final size against theory, 12 cases, R0 1.2-8, even and uneven: largest error {100 * max(errors):.4f} %")
    if options.peer:
        peer(options, here)


def peer(options: argparse.Namespace, here) -> None:
    """An equal SEIR, day steps, 17 ages, 120 days, by chance in both."""
    reproduction, latent, infectious = 2.5, 3.0, 4.0
    met = here.contact * here.persons[None, :]
    seeds = 5000.0
    start = {c: [0.0] * 17 for c in "EIR"}
    start["I"] = [float(round(x)) for x in seeds * here.persons / here.persons.sum()]
    start["S"] = [float(int(p)) - x for p, x in zip(here.persons, start["I"], strict=True)]
    given = {
        "persons": [float(int(p)) for p in here.persons],
        "contact": met.tolist(),
        "beta": reproduction / infectious,
        # The peer turns a rate r into the chance 1 - exp(-r) a day: these rates give the same mean stays as ours.
        "sigma": float(-np.log(1 - 1 / latent)),
        "gamma": float(-np.log(1 - 1 / infectious)),
        "start": start,
        "runs": options.peer_runs,
        "seed": options.seed,
        "dt": 1.0,
        "end": "2022-05-01",
    }
    done = subprocess.run(
        [str(options.peer), "-c", PEER], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    theirs = json.loads(done.stdout.splitlines()[-1])
    n = options.peer_runs
    # The same SEIR in our stages: everybody's infectious time is one stage, so none falls ill; the first of the two
    # exposed stages is passed in one step.
    one = Draws.of(
        n,
        reproduction=reproduction,
        latent=latent,
        presymptomatic=1.0,
        infectious=infectious - 1.0,
        symptomatic=0.0,
        seed=seeds,
    )
    begun = time.process_time()
    ours = simulate(here, one, None, Controls.none(n, 121), steps=1, chance=np.arange(n))
    cpu = (time.process_time() - begun) / n
    theirs_cpu = statistics.median(theirs["cpu"])
    print(
        f"by chance, day steps: epydemix {1e3 * theirs_cpu:.1f} ms CPU a run (range {1e3 * min(theirs['cpu']):.1f}-"
        f"{1e3 * max(theirs['cpu']):.1f}), ours {1e3 * cpu:.3f} ms: {theirs_cpu / cpu:.0f} x"
    )
    mine = ours.infections_by_age.sum(axis=1) / here.persons.sum()
    ended = float(final_size(here, reproduction) @ here.persons) / here.persons.sum()
    print(
        f"infected by day 120: epydemix {np.mean(theirs['sizes']):.5f} (sd {np.std(theirs['sizes']):.5f}), "
        f"ours {mine.mean():.5f} (sd {mine.std():.5f}); when it has ended, by theory: {ended:.5f}"
    )


if __name__ == "__main__":
    main()
