"""Coded options of choice questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from certificates.questions.svar import Content, Cv


@dataclass(frozen=True, slots=True)
class Option:
    """One code of a code system with its Swedish label. ``display``: the name that is sent, when it is another."""

    code: str
    label: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """The codes that one question offers, in order."""

    system: str
    options: tuple[Option, ...]

    def __iter__(self) -> Iterator[Option]:
        return iter(self.options)

    def __contains__(self, code: object) -> bool:
        return any(o.code == code for o in self.options)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(o.code for o in self.options)

    def without(self, *codes: str) -> Options:
        """The others, for a form that offers fewer."""
        return Options(self.system, tuple(o for o in self.options if o.code not in codes))

    def accepts(self, content: Content) -> TypeGuard[Cv]:
        """Whether this is one of the codes, in this code system to the character."""
        return isinstance(content, Cv) and content.system == self.system and content.code in self

    def label(self, code: str) -> str:
        return next((o.label for o in self.options if o.code == code), code)

    def display(self, code: str) -> str:
        """The name that is sent with the code."""
        return next((o.display or o.label for o in self.options if o.code == code), code)


def options(system: str, **labels: str) -> Options:
    """``options("KV_FKMU_0002", STUDIER="Studier", ...)`` in the order given."""
    return Options(system, tuple(Option(code, label) for code, label in labels.items()))
