"""What administrators do with the outgoing traffic is written down in Django's own admin log (9.13)."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models


def note(user: AbstractBaseUser | AnonymousUser, model: type[models.Model], text: str, *, object_id: str = "") -> None:
    """One entry: who did ``text``, to one row or (without ``object_id``) to many."""
    LogEntry.objects.create(
        user_id=str(user.pk),
        content_type=ContentType.objects.get_for_model(model),
        object_id=object_id,
        object_repr=(object_id or str(model._meta.verbose_name_plural))[:200],
        action_flag=CHANGE,
        change_message=text,
    )
