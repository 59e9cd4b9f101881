"""Likelihood in words, and probabilities as a page prints them.

Seven bands after ICD-203; likelihood and confidence never stand in one sentence.
"""

from __future__ import annotations

_BANDS = (
    (0.05, "almost no chance", "almost certainly not"),
    (0.20, "very unlikely", "very unlikely"),
    (0.45, "unlikely", "unlikely"),
    (0.55, "roughly even chance", "as likely as not"),
    (0.80, "likely", "likely"),
    (0.95, "very likely", "very likely"),
    (1.01, "almost certain", "almost certain"),
)


def likelihood(p: float) -> str:
    """The word for a probability: "likely", "roughly even chance" ..."""
    return next(noun for top, noun, _ in _BANDS if p < top)


def likelihood_range(low: float, median: float, high: float) -> str:
    """The word for the median, with the words for the range in brackets where they differ."""
    low_word, word, high_word = likelihood(low), likelihood(median), likelihood(high)
    return word if low_word == high_word else f"{word} ({low_word} to {high_word})"


def shown(p: float) -> str:
    """A probability as printed: to .05, never 0 or 1."""
    if p < 0.05:
        return "<.05"
    if p > 0.95:
        return ">.95"
    return f"{round(p * 20) / 20:.2f}".removeprefix("0")
