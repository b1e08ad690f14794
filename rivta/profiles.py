"""The Basic Profiles of RIV-TA: how a message names its receiver and its action (spec/integration.md 0)."""

from __future__ import annotations

from dataclasses import dataclass

from rivta.namespaces import ADDRESSING, REGISTRY


@dataclass(frozen=True, slots=True)
class Profile:
    """``name`` as in paths and namespaces; the header element with the logical address and its schema in ``core/``.

    ``soap_action`` has the places ``{namespace}`` and ``{operation}``.
    """

    name: str
    address_namespace: str
    address_name: str
    address_prefix: str
    address_schema: str
    soap_action: str

    @property
    def address_tag(self) -> str:
        return f"{{{self.address_namespace}}}{self.address_name}"


BASIC_PROFILE_21 = Profile(
    name="rivtabp21",
    address_namespace=REGISTRY,
    address_name="LogicalAddress",
    address_prefix="itr",
    address_schema="registry_1.xsd",
    soap_action="{namespace}:{operation}",
)
BASIC_PROFILE_20 = Profile(
    name="rivtabp20",
    address_namespace=ADDRESSING,
    address_name="To",
    address_prefix="wsa",
    address_schema="addressing_1.xsd",
    soap_action="{namespace}",
)
PROFILES: dict[str, Profile] = {profile.name: profile for profile in (BASIC_PROFILE_21, BASIC_PROFILE_20)}
