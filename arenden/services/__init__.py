"""Everything that changes a message: one transaction each (spec/messages.md 3, 4, 6)."""

from arenden.services.answering import answer_complement, delete_answer, save_answer, send_answer
from arenden.services.asking import delete_question, save_question, send_question
from arenden.services.handling import forward, set_handled, set_unhandled
from arenden.services.receiving import AlreadyReceived, ComplementLine, IncomingMessage, receive

__all__ = [
    "AlreadyReceived",
    "ComplementLine",
    "IncomingMessage",
    "answer_complement",
    "delete_answer",
    "delete_question",
    "forward",
    "receive",
    "save_answer",
    "save_question",
    "send_answer",
    "send_question",
    "set_handled",
    "set_unhandled",
]
