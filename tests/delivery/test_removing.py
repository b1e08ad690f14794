"""Forgetting settled deliveries."""

import pytest

from delivery import services
from delivery.models import Delivery, DeliveryAttempt
from delivery.outcomes import Outcome

pytestmark = pytest.mark.django_db


def test_settled_deliveries_are_removed_with_their_attempts_and_waiting_ones_stay():
    settled, waiting = (services.enqueue("trial", owner_id=name) for name in ("settled", "waiting"))
    services.mark(services.claim(settled.pk), Outcome.delivered())

    assert services.remove([settled.pk, waiting.pk]) == 1
    assert list(Delivery.objects.values_list("owner_id", flat=True)) == ["waiting"]
    assert not DeliveryAttempt.objects.exists()
