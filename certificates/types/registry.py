"""Which certificate types exist: every module of this package that declares some (design: Declaration over code).

A type module has a tuple ``TYPES``. Adding a type is adding its module; nothing here changes.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import certificates.types
from certificates.types.base import CertificateType, version_number
from webcert.errors import DataNotFound


class UnknownCertificateType(DataNotFound):
    """No installed type has this id, version or code."""

    default_message = "Intygstypen finns inte."


class DuplicateCertificateType(Exception):
    """Two modules declare the same id and version."""


_types: dict[tuple[str, str], CertificateType] = {}


def register(*types: CertificateType) -> None:
    """Add types; the modules of this package are added by themselves."""
    for ctype in types:
        if _types.get(ctype.key, ctype) is not ctype:
            raise DuplicateCertificateType(f"{ctype.type_id} {ctype.version} is declared twice")
        _types[ctype.key] = ctype


@contextmanager
def installed(*types: CertificateType) -> Iterator[None]:
    """Types that exist inside the block only; for tests and trials."""
    register(*types)
    try:
        yield
    finally:
        for ctype in types:
            _types.pop(ctype.key, None)


def get(type_id: str, version: str) -> CertificateType:
    """The type in exactly this version, or ``UnknownCertificateType``."""
    try:
        return _types[type_id, version]
    except KeyError:
        raise UnknownCertificateType(reason=f"{type_id} {version}") from None


def by_id(type_id: str) -> tuple[CertificateType, ...]:
    """All versions of one internal id, newest first."""
    return _newest_first(t for t in _types.values() if t.type_id == type_id)


def by_code(code: str, code_system: str, version: str) -> CertificateType:
    """The type that a certificate's ``typ`` and ``version`` name, or ``UnknownCertificateType``."""
    for ctype in _types.values():
        if (ctype.code, ctype.code_system, ctype.version) == (code, code_system, version):
            return ctype
    raise UnknownCertificateType(reason=f"{code} {version}")


def newest_active(code: str, code_system: str, *, at: dt.date) -> CertificateType:
    """The newest version of a code that is active at the day, or ``UnknownCertificateType`` (integration.md 0.1)."""
    fitting = _newest_first(
        t for t in _types.values() if t.code == code and t.code_system == code_system and t.is_active(at)
    )
    if not fitting:
        raise UnknownCertificateType(reason=code)
    return fitting[0]


def all_types() -> tuple[CertificateType, ...]:
    """Every installed type and version, sorted by name, newest first."""
    return tuple(sorted(_newest_first(_types.values()), key=lambda t: (t.name.casefold(), t.type_id)))


def active_types(at: dt.date) -> tuple[CertificateType, ...]:
    """The newest active version of each code, sorted by name: the type list (README 1)."""
    chosen: dict[tuple[str, str], CertificateType] = {}
    for ctype in _newest_first(t for t in _types.values() if t.is_active(at)):
        chosen.setdefault((ctype.code, ctype.code_system), ctype)
    return tuple(sorted(chosen.values(), key=lambda t: (t.name.casefold(), t.type_id)))


def _newest_first(types: Iterable[CertificateType]) -> tuple[CertificateType, ...]:
    return tuple(sorted(types, key=lambda t: (t.active_from, version_number(t.version)), reverse=True))


def _discover() -> None:
    for module in pkgutil.iter_modules(certificates.types.__path__, f"{certificates.types.__name__}."):
        register(*getattr(importlib.import_module(module.name), "TYPES", ()))


_discover()
