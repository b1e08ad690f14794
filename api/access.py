"""Who calls: a journal system with a key of one care provider, and what belongs to that (spec/integration.md 4.3)."""

from __future__ import annotations

import re

import structlog
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from api import keys
from api.fields import HSA_ID
from api.models import ApiKey
from hsa import directory
from hsa.hsa_id import normalise
from hsa.tree import UnitNode
from webcert.errors import DataNotFound

LONGEST_KEY = 200


class BearerKey(BaseAuthentication):
    """``Authorization: Bearer <key>``; the key's row is both the caller and the credentials."""

    def authenticate(self, request: Request) -> tuple[ApiKey, ApiKey] | None:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = keys.find(text.strip()) if len(text) <= LONGEST_KEY else None
        if key is None:
            raise exceptions.AuthenticationFailed
        structlog.contextvars.bind_contextvars(api_key=key.pk)
        return key, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="webcert"'


class HasKey(BasePermission):
    """Nothing without a key."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, ApiKey)


def own_unit(care_provider_id: str, hsa_id: str) -> UnitNode:
    """A unit of the caller's care provider as HSA has it; any other does not exist (``DataNotFound``).

    HSA's silence raises ``hsa.directory.DirectoryUnavailable``.
    """
    wanted = normalise(hsa_id)
    if not re.fullmatch(HSA_ID, wanted):
        raise unknown_unit()
    try:
        unit = directory.unit(wanted)
    except directory.UnitNotFound:
        raise unknown_unit() from None
    if unit.care_provider_id != care_provider_id:
        raise unknown_unit()
    return unit


def unknown_unit() -> DataNotFound:
    return DataNotFound("Vårdgivaren har ingen sådan enhet.")
