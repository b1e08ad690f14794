"""Admin of the rooms below, with the scope of ``accounts.admin_scope`` in front."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.admin_scope import CareProviderScope, limit_of
from delivery import kinds
from delivery.admin import DeliveryAdmin, DeliveryAttemptAdmin
from delivery.models import Delivery, DeliveryAttempt
from hsa import belonging
from hsa.admin import CareProviderAdmin, CareUnitAdmin, PersonAdmin, SubUnitAdmin, UnitAdmin
from hsa.models import CareProvider, CareUnit, Commission, Person, SubUnit, Unit
from tak.admin import TakRouteAdmin
from tak.models import TakRoute, address_key

admin.site.unregister([Unit, CareProvider, CareUnit, SubUnit, Person, TakRoute, Delivery, DeliveryAttempt])


class UnitScope(CareProviderScope):
    def of_care_provider(self, rows: QuerySet[Unit], care_provider_id: str) -> QuerySet[Unit]:
        return rows.filter(belonging.units(care_provider_id))

    def own_provider(self, request: HttpRequest) -> str:
        return limit_of(request)


@admin.register(Unit)
class ScopedUnitAdmin(UnitScope, UnitAdmin):
    pass


@admin.register(CareProvider)
class ScopedCareProviderAdmin(UnitScope, CareProviderAdmin):
    pass


@admin.register(CareUnit)
class ScopedCareUnitAdmin(UnitScope, CareUnitAdmin):
    pass


@admin.register(SubUnit)
class ScopedSubUnitAdmin(UnitScope, SubUnitAdmin):
    pass


@admin.register(Person)
class ScopedPersonAdmin(CareProviderScope, PersonAdmin):
    def of_care_provider(self, rows: QuerySet[Person], care_provider_id: str) -> QuerySet[Person]:
        return rows.filter(belonging.persons(care_provider_id))

    def visible_commissions(self, request: HttpRequest) -> QuerySet[Commission]:
        rows, limit = super().visible_commissions(request), limit_of(request)
        return rows.filter(belonging.commissions(limit)) if limit else rows


@admin.register(TakRoute)
class ScopedTakRouteAdmin(CareProviderScope, TakRouteAdmin):
    def of_care_provider(self, rows: QuerySet[TakRoute], care_provider_id: str) -> QuerySet[TakRoute]:
        own_units = Unit.objects.filter(belonging.units(care_provider_id)).values("hsa_id")
        return rows.filter(Q(address_key=care_provider_id) | Q(address_key__in=own_units))

    def may_explain(self, request: HttpRequest, logical_address: str) -> bool:
        limit = limit_of(request)
        return not limit or Unit.objects.filter(belonging.units(limit), hsa_id=address_key(logical_address)).exists()


@admin.register(Delivery)
class ScopedDeliveryAdmin(CareProviderScope, DeliveryAdmin):
    def of_care_provider(self, rows: QuerySet[Delivery], care_provider_id: str) -> QuerySet[Delivery]:
        return rows.filter(kinds.of_care_provider(care_provider_id))


@admin.register(DeliveryAttempt)
class ScopedDeliveryAttemptAdmin(CareProviderScope, DeliveryAttemptAdmin):
    def of_care_provider(self, rows: QuerySet[DeliveryAttempt], care_provider_id: str) -> QuerySet[DeliveryAttempt]:
        own = Delivery.objects.filter(kinds.of_care_provider(care_provider_id))
        return rows.filter(delivery__in=own.values("pk"))
