"""HSA-ids: upper-case, no blanks (design: Identity of things)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Replace, Upper

MAX_LENGTH = 64


def normalise(text: str) -> str:
    """The one form in which HSA-ids are stored and compared."""
    return "".join(text.split()).upper()


class HsaIdField(models.CharField):
    """Text that is normalised when it is cleaned, saved and asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normalise(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


def is_normalised(field: str, *, name: str) -> models.CheckConstraint:
    """Constraint that a column holds a normalised HSA-id, whatever way it was written."""
    bare = Upper(Replace(models.F(field), models.Value(" "), models.Value("")))
    return models.CheckConstraint(condition=models.Q(**{field: bare}), name=name)
