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
from certificates.types import openings
from certificates.types.base import CertificateType, Engine, version_number
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
    """Types that exist inside the block only, or stand in there for those of the same id and version; for tests."""
    earlier = {ctype.key: _types.pop(ctype.key) for ctype in types if ctype.key in _types}
    register(*types)
    try:
        yield
    finally:
        for ctype in types:
            _types.pop(ctype.key, None)
        _types.update(earlier)


def get(type_id: str, version: str) -> CertificateType:
    """The type in exactly this version, or ``UnknownCertificateType``."""
    try:
        return _types[type_id, version]
    except KeyError:
        raise UnknownCertificateType(reason=f"{type_id} {version}") from None


def is_known(type_id: str, version: str) -> bool:
    """Whether there is such a type, in exactly this version."""
    return (type_id, version) in _types


def by_id(type_id: str) -> tuple[CertificateType, ...]:
    """All versions of one internal id, newest first."""
    return _newest_first(t for t in _types.values() if t.type_id == type_id)


def by_code(code: str, code_system: str, version: str) -> CertificateType:
    """The type that a certificate's ``typ`` and ``version`` name, or ``UnknownCertificateType``.

    A version of one number, as ``1``, is the first of that number: ``1.0`` (README 3, 12).
    """
    full_version = version if "." in version else f"{version}.0"
    for ctype in _types.values():
        if ctype.goes_by(code) and (ctype.code_system, ctype.version) == (code_system, full_version):
            return ctype
    raise UnknownCertificateType(reason=f"{code} {version}")


def newest_active(code: str, code_system: str, *, at: dt.date) -> CertificateType:
    """What a new certificate of this code is made of, or ``UnknownCertificateType`` (README 1; integration.md 0.1).

    First the newest active model with the code, then a type of the older engine with that code or internal id, in
    capital or small letters and of whatever code system, unless a model has taken its place.
    """
    active = _active(at)
    models = [t for t in active if t.engine is Engine.MODEL]
    taken_over = {t.code for t in models}
    chosen = [t for t in models if (t.code, t.code_system) == (code, code_system)]
    older = [t for t in active if t.code not in taken_over and t.is_asked_for_as(code)]
    for ctype in chosen + older:
        return ctype
    raise UnknownCertificateType(reason=code)


def newest_text(ctype: CertificateType, *, at: dt.date) -> CertificateType:
    """The version for a copy of a certificate: the newest minor version of the same major one (README 3).

    A type of the newer engine keeps its version.
    """
    if ctype.engine is Engine.MODEL:
        return ctype
    fitting = [t for t in by_id(ctype.type_id) if t.engine is ctype.engine and t.major == ctype.major]
    return max((t for t in fitting if t.is_active(at)), key=lambda t: version_number(t.version), default=ctype)


def renewed_as(ctype: CertificateType, *, at: dt.date) -> CertificateType:
    """The version for a renewal: as a copy, unless an active model has taken the code over (README 1)."""
    if ctype.engine is Engine.LEGACY:
        models = [
            t
            for t in _types.values()
            if (t.code, t.code_system) == (ctype.code, ctype.code_system)
            and t.engine is Engine.MODEL
            and t.is_active(at)
        ]
        if models:
            return _newest_first(models)[0]
    return newest_text(ctype, at=at)


def newest_of(type_id: str, *, at: dt.date) -> CertificateType:
    """The newest active version of an internal id, or ``UnknownCertificateType``."""
    fitting = [t for t in by_id(type_id) if t.is_active(at)]
    if not fitting:
        raise UnknownCertificateType(reason=type_id)
    return fitting[0]


def all_types() -> tuple[CertificateType, ...]:
    """Every installed type and version, sorted by name, newest first."""
    return tuple(sorted(_newest_first(_types.values()), key=lambda t: (t.name.casefold(), t.type_id)))


def active_types(at: dt.date) -> tuple[CertificateType, ...]:
    """The newest active version of each code, a model before the older engine, sorted by name (README 1)."""
    chosen: dict[tuple[str, str], CertificateType] = {}
    for ctype in sorted(_active(at), key=lambda t: t.engine is Engine.LEGACY):
        chosen.setdefault((ctype.code, ctype.code_system), ctype)
    return tuple(sorted(chosen.values(), key=lambda t: (t.name.casefold(), t.type_id)))


def _active(at: dt.date) -> tuple[CertificateType, ...]:
    """Active at the day, newest first; the administration's days are asked for once."""
    periods = openings.periods()
    active = (t for t in _types.values() if openings.is_open(t.key, t.active_from, at=at, periods=periods))
    return _newest_first(active)


def _newest_first(types: Iterable[CertificateType]) -> tuple[CertificateType, ...]:
    return tuple(sorted(types, key=lambda t: (t.active_from, version_number(t.version)), reverse=True))


def _discover() -> None:
    for module in pkgutil.iter_modules(certificates.types.__path__, f"{certificates.types.__name__}."):
        register(*getattr(importlib.import_module(module.name), "TYPES", ()))


_discover()
