"""Who lacks a subscription: asked of our own register (spec/roles-and-access.md 6; spec/administration.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Subscription
from hsa.tree import ProviderNode
from webcert import clock

SITHS_SERVICES = frozenset(Subscription.Service) - {Subscription.Service.ELEG}
ELEG_SERVICES = frozenset({Subscription.Service.ELEG})


def missing_subscriptions(org_numbers: Iterable[str], *, services: frozenset[Subscription.Service]) -> frozenset[str]:
    """The organisation numbers (``NNNNNN-NNNN``) without an active subscription to one of ``services``.

    An organisation that the register does not know is missing.
    """
    asked = frozenset(org_numbers)
    today = clock.today()
    in_time = Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    agreement_in_time = Q(agreement__valid_from__lte=today) & (
        Q(agreement__valid_to__isnull=True) | Q(agreement__valid_to__gte=today)
    )
    found = Subscription.objects.filter(
        in_time,
        agreement_in_time,
        agreement__org_number__in=asked,
        status=Subscription.Status.ACTIVE,
        service__in=services,
    ).values_list("agreement__org_number", flat=True)
    return asked - frozenset(found)


def providers_without_subscription(providers: Iterable[ProviderNode]) -> tuple[str, ...]:
    """HSA-ids of the care providers without subscription. One without organisation number is not asked for."""
    numbers = {provider.hsa_id: dashed(provider.org_number) for provider in providers if provider.org_number}
    missing = missing_subscriptions(numbers.values(), services=SITHS_SERVICES)
    return tuple(sorted(hsa_id for hsa_id, number in numbers.items() if number in missing))


def dashed(org_number: str) -> str:
    """``2321000016``, ``162321000016`` and ``232100-0016`` as ``232100-0016``."""
    digits = "".join(character for character in org_number if character.isdigit())
    bare = digits.removeprefix("16") if len(digits) == 12 else digits
    return f"{bare[:6]}-{bare[6:]}"


def sole_trader_number(person_id: str) -> str:
    """A twelve-digit personal number in the form of an organisation number: ``YYMMDD-NNNN``."""
    return f"{person_id[2:8]}-{person_id[8:]}"
