"""Everything that changes a message: one transaction each (spec/messages.md 3, 4, 6)."""

from arenden.incoming import ComplementLine, IncomingMessage
from arenden.services.answering import answer_complement, delete_answer, save_answer, send_answer
from arenden.services.asking import delete_question, question_faults, save_question, send_question, topics_of
from arenden.services.complementing import begin_commented_complement, begin_complement
from arenden.services.handling import forward, set_handled, set_unhandled
from arenden.services.legacy_handling import set_legacy_handled, set_legacy_unhandled
from arenden.services.receiving import AlreadyReceived, receive

__all__ = [
    "AlreadyReceived",
    "ComplementLine",
    "IncomingMessage",
    "answer_complement",
    "begin_commented_complement",
    "begin_complement",
    "delete_answer",
    "delete_question",
    "forward",
    "question_faults",
    "receive",
    "save_answer",
    "save_question",
    "send_answer",
    "send_question",
    "set_handled",
    "set_legacy_handled",
    "set_legacy_unhandled",
    "set_unhandled",
    "topics_of",
]
