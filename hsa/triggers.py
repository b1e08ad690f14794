"""Triggers that give the directory a new version at every change of it, whoever makes it (docs/adr/0012).

They stand in the database, because a bulk update, a script in SQL or another program sends no signal of Django's.
A migration that rebuilds one of the tables on SQLite (it does so for most alterations) must create them again.
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WATCHED = (
    "hsa_unit",
    "hsa_membership",
    "hsa_person",
    "hsa_employeerecord",
    "hsa_credentialrecord",
    "hsa_commission",
    "hsa_directoryfault",
)
_NEW_VERSION = (
    "INSERT INTO hsa_directoryversion (id, token) VALUES (1, {random}) "
    "ON CONFLICT (id) DO UPDATE SET token = excluded.token"
)
"""A random token, not a number: one that was rolled back must never come back for something else."""


def create(_apps: Apps | Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Watch the tables; the directory gets its first version."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _postgresql() if is_postgresql else _sqlite():
        schema_editor.execute(statement)


def drop(_apps: Apps | Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Stop watching."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS hsa_directory_changed CASCADE")
        return
    for table in WATCHED:
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{event}")


def _postgresql() -> list[str]:
    change = _NEW_VERSION.format(random="replace(gen_random_uuid()::text, '-', '')")
    function = (
        "CREATE OR REPLACE FUNCTION hsa_directory_changed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {change}; RETURN NULL; END $$"
    )
    watching = [
        f"CREATE OR REPLACE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION hsa_directory_changed()"
        for table in WATCHED
    ]
    return [function, *watching, change]


def _sqlite() -> list[str]:
    change = _NEW_VERSION.format(random="lower(hex(randomblob(16)))")
    watching = [
        f"CREATE TRIGGER IF NOT EXISTS {table}_{event} AFTER {event.upper()} ON {table} BEGIN {change}; END"
        for table in WATCHED
        for event in ("insert", "update", "delete")
    ]
    return [*watching, change]
