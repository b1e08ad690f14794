"""Reading messages, always of certificates that the caller may see."""

from arenden.queries.counts import Counts, QuestionCounts, question_counts
from arenden.queries.exchanges import (
    RECIPIENT,
    Answer,
    AnsweringCertificate,
    AskedPoint,
    Begun,
    Link,
    Question,
    Reminder,
    begun_question,
    complement_texts,
    questions,
    require_question,
)

__all__ = [
    "RECIPIENT",
    "Answer",
    "AnsweringCertificate",
    "AskedPoint",
    "Begun",
    "Counts",
    "Link",
    "Question",
    "QuestionCounts",
    "Reminder",
    "begun_question",
    "complement_texts",
    "question_counts",
    "questions",
    "require_question",
]
