"""Choices among candidates by weighed features; the weights are data, fitted on gold texts by `tools/fit_reader.py`.

A choice lists its candidates, each with the features that speak for or against it ("the nearest phrase of time in
the same clause", "the days of the figure before"). Every feature has a weight; the candidate with the
greatest sum wins, the first of equals. The same text gives the same choice, always.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Features = list[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice as it was made, kept where somebody asks for it (`Setting.choices`).

    Attributes
    ----------
    topic : what was chosen (days, age, class). table : the table of weights used.
    start, end : the span of the figure. options : the candidates with their features. chosen : the winner's place.
    """

    topic: str
    table: str
    start: int
    end: int
    options: tuple[tuple[Hashable, Features], ...]
    chosen: int


@cache
def weights(language: str) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """The weights of a language: topic, table, feature.

    Source: fitted by conditional logit with a ridge penalty on the gold texts named in the file's `fitted_on`.
    """
    text = files("sidelight.reading").joinpath(f"lexicon/choices_{language}.json").read_text(encoding="utf-8")
    return json.loads(text)["weights"]  # type: ignore[no-any-return]


class Ballot:
    """The candidates of one choice: what speaks for each is added up as it is found."""

    __slots__ = ("features", "scores", "table", "traced")

    def __init__(self, table: Mapping[str, float], traced: bool) -> None:
        self.table = table
        self.traced = traced
        self.scores: dict[Hashable, float] = {}
        self.features: dict[Hashable, Features] = {}

    def add(self, option: Hashable, features: Features, score: float | None = None) -> None:
        """Features of a candidate; `score` where their sum is known already."""
        total = self.weigh(features) if score is None else score
        self.scores[option] = self.scores.get(option, 0.0) + total
        if self.traced:
            self.features.setdefault(option, []).extend(features)

    def weigh(self, features: Features) -> float:
        """The sum of the weights of some features."""
        get = self.table.get
        total = 0.0
        for feature in features:
            total += get(feature, 0.0)
        return total

    def winner(self) -> Hashable:
        """The candidate with the greatest sum, the first of equals."""
        return max(self.scores, key=self.scores.__getitem__)

    def choice(self, topic: str, table: str, start: int, end: int) -> Choice:
        """The choice as a record (of a traced ballot)."""
        options = tuple((option, self.features[option]) for option in self.scores)
        won = self.winner()
        return Choice(topic, table, start, end, options, next(i for i, (o, _) in enumerate(options) if o == won))
