"""The three questions and their hypotheses: what exactly each one means. Never one sum over all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hypothesis before it is weighed. `reference` marks the one that the others are compared with."""

    id: str
    definition: str
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `exclusive` ones sum to 1; the others hold each with its own probability."""

    id: str
    words: str
    exclusive: bool
    candidates: tuple[Candidate, ...]


OUTBREAK = Question(
    "outbreak",
    "Is there an outbreak?",
    True,
    (
        Candidate(
            "no_outbreak",
            "No sustained local transmission of a respiratory pathogen reaching 1,000 infections in the 28 days to the "
            "as-of day.",
            reference=True,
        ),
        Candidate(
            "undisclosed_outbreak",
            "Sustained local transmission of a respiratory pathogen (which one trade cannot say), at least 1,000 "
            "infections in the 28 days to the as-of day, not acknowledged by that day.",
        ),
        Candidate(
            "disclosed_outbreak",
            "The place's authorities have admitted an outbreak and the episode is open: it closes 28 days after its "
            "declared end. Read from statements, not weighed.",
        ),
    ),
)

IMPORTS = Question(
    "imports",
    "What drove the imports?",
    False,
    (
        Candidate(
            "stockpiling",
            "Buying ahead of need contributed to the imports of outbreak goods in the 120 days to the as-of day.",
        ),
        Candidate(
            "reopening",
            "A border that reopened to trade in general contributed to the imports in the 120 days to the as-of day.",
        ),
        Candidate(
            "routine",
            "Aid or ordinary restocking contributed to the imports of outbreak goods in the 120 days to the as-of day.",
        ),
    ),
)

REPORTING = Question(
    "reporting",
    "How good is the official count?",
    True,
    (
        Candidate(
            "as_reported",
            "The official count of illness and deaths in the last disclosed episode is right by its own definition.",
            reference=True,
        ),
        Candidate(
            "under_reported",
            "Illness or deaths of the outbreak in the last disclosed episode were more than twice the official count.",
        ),
        Candidate(
            "other_cause",
            "Much of the official count (a third or more) is another illness than the outbreak's.",
        ),
    ),
)

QUESTIONS = (OUTBREAK, IMPORTS, REPORTING)
