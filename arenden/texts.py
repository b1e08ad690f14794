"""What care may write in a message (spec/messages.md 5)."""

from __future__ import annotations

from webcert.errors import InvalidInput

LONGEST_MESSAGE = 4999
LONGEST_COMPLEMENT_ANSWER = 500
_CONTROLS = frozenset("\n\r\t")


def unsendable(text: str) -> str:
    """What cannot be sent, each once: outside ISO-8859-1, or a control character other than LF, CR and TAB."""
    return "".join(dict.fromkeys(letter for letter in text if not _is_sendable(letter)))


def required(text: str, *, longest: int) -> str:
    """The text, ready to send; ``InvalidInput`` when nothing is written or ``checked`` refuses it."""
    if not text.strip():
        raise InvalidInput("Skriv ett meddelande.", reason="MISSING_TEXT")
    return checked(text, longest=longest)


def checked(text: str, *, longest: int) -> str:
    """The text itself; ``InvalidInput`` when it is longer than ``longest`` or holds what cannot be sent."""
    if len(text) > longest:
        raise InvalidInput(f"Texten får ha högst {longest} tecken.", reason="TEXT_TOO_LONG")
    if found := unsendable(text):
        raise InvalidInput(f"Texten innehåller tecken som inte kan skickas: {found}", reason="ILLEGAL_CHARACTERS")
    return text


def _is_sendable(letter: str) -> bool:
    code = ord(letter)
    return letter in _CONTROLS or 0x20 <= code < 0x7F or 0xA0 <= code <= 0xFF
