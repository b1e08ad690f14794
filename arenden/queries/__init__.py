"""Reading messages, always of certificates that the caller may see."""

from arenden.queries.additions import messages_about
from arenden.queries.counts import Counts, QuestionCounts, question_counts, question_counts_of
from arenden.queries.unhandled import (
    Handling,
    NextStep,
    QuestionFilter,
    has_questions,
    list_questions,
    signers,
    unhandled_counts,
)

__all__ = [
    "Counts",
    "Handling",
    "NextStep",
    "QuestionCounts",
    "QuestionFilter",
    "has_questions",
    "list_questions",
    "messages_about",
    "question_counts",
    "question_counts_of",
    "signers",
    "unhandled_counts",
]
