"""Reading messages, always of certificates that the caller may see."""

from arenden.queries.additions import messages_about
from arenden.queries.counts import Counts, QuestionCounts, question_counts, question_counts_of
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
from arenden.queries.legacy import legacy_questions, require_legacy_question
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
    "RECIPIENT",
    "Answer",
    "AnsweringCertificate",
    "AskedPoint",
    "Begun",
    "Counts",
    "Handling",
    "Link",
    "NextStep",
    "Question",
    "QuestionCounts",
    "QuestionFilter",
    "Reminder",
    "begun_question",
    "complement_texts",
    "has_questions",
    "legacy_questions",
    "list_questions",
    "messages_about",
    "question_counts",
    "question_counts_of",
    "questions",
    "require_legacy_question",
    "require_question",
    "signers",
    "unhandled_counts",
]
