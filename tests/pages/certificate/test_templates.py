"""Every kind of question can be edited and read (spec/ui.md UI-3)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.template.loader import get_template

import certificates.questions
from certificates.questions.base import Question, ReadKind


def kinds() -> Iterator[str]:
    for module in pkgutil.iter_modules(certificates.questions.__path__):
        content = vars(importlib.import_module(f"certificates.questions.{module.name}"))
        for thing in content.values():
            if isinstance(thing, type) and issubclass(thing, Question) and "kind" in vars(thing):
                yield thing.kind


@pytest.mark.parametrize("kind", sorted(set(kinds())))
def test_every_kind_of_question_has_an_edit_template(kind: str) -> None:
    assert get_template(f"certificates/elements/edit/{kind}.html")


@pytest.mark.parametrize("kind", list(ReadKind))
def test_every_kind_of_read_value_has_a_view_template(kind: ReadKind) -> None:
    assert get_template(f"certificates/elements/view/{kind.lower()}.html")
