"""The description as values for a page: calls by group, and the shapes of what they take and answer."""

from __future__ import annotations


def groups(document):
    return ()


def models(document):
    return ()
