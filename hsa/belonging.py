"""What belongs to a care provider in HSA, as conditions for queries (spec/administration.md 0)."""

from __future__ import annotations

from django.db.models import Q

from hsa.models import Commission, Membership, Unit


def units(care_provider_id: str) -> Q:
    """The provider itself, the units that name it, and the connected units of its care units."""
    connected = Membership.objects.filter(
        Q(care_unit__stated_provider=care_provider_id) | Q(care_unit__hsa_id=care_provider_id)
    )
    return Q(hsa_id=care_provider_id) | Q(stated_provider=care_provider_id) | Q(pk__in=connected.values("member_id"))


def commissions(care_provider_id: str) -> Q:
    """Commissions under the provider; one that names no provider has that of its care unit."""
    care_units = Unit.objects.filter(units(care_provider_id)).values("hsa_id")
    return Q(care_provider_id=care_provider_id) | Q(care_provider_id="", care_unit_id__in=care_units)


def persons(care_provider_id: str) -> Q:
    """Persons with a commission under the provider, whatever its purpose."""
    return Q(pk__in=Commission.objects.filter(commissions(care_provider_id)).values("person_id"))
