"""Who logs in: from an HSA-id or a personal number to the session's user (spec/roles-and-access.md 4.4, 4.6, 5.2)."""

from __future__ import annotations

from dataclasses import replace

from accounts import practitioners, subscriptions
from accounts.hosp import HospUnavailable
from accounts.user import AuthenticationMethod, CareUser, Origin, Position
from hsa import directory
from hsa.records import PersonRecord
from hsa.tree import ProviderNode, find_unit, units
from webcert.errors import AuthorizationProblem

FAILED = "login.failed"
HSA_ERROR = "login.hsaerror"
NO_COMMISSION = "login.medarbetaruppdrag"
NO_SUBSCRIPTION = "auth-exception-subscription"


class LoginRefused(AuthorizationProblem):
    """No login. ``reason`` is the ``?reason=`` value of the error page (4.6)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


def build_care_user(
    hsa_id: str,
    *,
    origin: Origin,
    authentication_method: AuthenticationMethod = AuthenticationMethod.FAKE,
) -> CareUser:
    """The user of a SITHS login, from HSA and our register of subscriptions (4.4, 6). Raises ``LoginRefused``."""
    person, tree = _from_directory(hsa_id)
    return care_user_of(
        person,
        tree,
        origin=origin,
        authentication_method=authentication_method,
        missing_subscription=_missing_subscription(tree.providers, origin),
    )


def build_calling_user(hsa_id: str) -> CareUser:
    """The user of one SOAP call, from HSA. Subscriptions are not asked for. Raises ``LoginRefused``."""
    return _care_user(*_from_directory(hsa_id), origin=Origin.NORMAL)


def care_user_of(
    person: PersonRecord,
    tree: directory.UnitTree,
    *,
    origin: Origin,
    missing_subscription: tuple[str, ...],
    authentication_method: AuthenticationMethod = AuthenticationMethod.FAKE,
) -> CareUser:
    """The same from what HSA and the register of subscriptions have answered already.

    Raises ``LoginRefused`` without any unit to work on.
    """
    return replace(
        _care_user(person, tree, origin=origin),
        authentication_method=authentication_method,
        missing_subscription=missing_subscription,
    )


def build_private_practitioner(
    person_id: str, *, authentication_method: AuthenticationMethod = AuthenticationMethod.FAKE
) -> CareUser:
    """The user of an e-legitimation login (2.2, 5.2). Raises ``LoginRefused``.

    Without account or authority the role is PRIVATLAKARE_OBEHORIG and ``role_type`` says which of the two.
    """
    try:
        validation = practitioners.validate(person_id)
        patient = practitioners.registered_person(person_id)
    except HospUnavailable:
        raise LoginRefused(FAILED) from None
    if patient is None:
        raise LoginRefused(FAILED)
    if validation.result is practitioners.Result.NO_ACCOUNT and practitioners.lacks_subscription(person_id):
        raise LoginRefused(NO_SUBSCRIPTION)
    if validation.account is None or validation.result is not practitioners.Result.OK:
        user = practitioners.user_without_authority(patient, validation.result)
    else:
        user = practitioners.user_of_account(validation.account, patient)
    return replace(user, authentication_method=authentication_method)


def choose_unit_at_login(user: CareUser, unit_id: str) -> CareUser:
    """The unit asked for at login, a care unit or a sub unit; ``LoginRefused`` when the user lacks it."""
    if find_unit(user.providers, unit_id) is None:
        raise LoginRefused(NO_COMMISSION)
    return user.on_unit(unit_id)


def _from_directory(hsa_id: str) -> tuple[PersonRecord, directory.UnitTree]:
    try:
        return directory.person_with_tree(hsa_id)
    except directory.DirectoryUnavailable:
        raise LoginRefused(HSA_ERROR) from None
    except directory.PersonNotFound:
        raise LoginRefused(FAILED) from None


def _care_user(person: PersonRecord, tree: directory.UnitTree, *, origin: Origin) -> CareUser:
    if not tree.providers:
        raise LoginRefused(NO_COMMISSION)
    resolution = person.resolve_role()
    return CareUser(
        hsa_id=person.hsa_id,
        name=person.name,
        role=resolution.role,
        role_type=resolution.role_type,
        person_id=person.person_id,
        title=person.title,
        positions=tuple(Position(title.code, title.name) for title in person.pa_titles),
        specialities=person.specialities,
        licences=person.licences,
        is_protected=person.is_protected,
        origin=origin,
        providers=tree.providers,
        commission_names=tree.commission_names,
        selected_unit_id=_default_unit(tree.providers, origin),
    )


def _default_unit(providers: tuple[ProviderNode, ...], origin: Origin) -> str:
    """One care unit in all: that one. Several: none when stand-alone, the first when integrated (4.7)."""
    care_units = list(dict.fromkeys(unit.hsa_id for unit in units(providers) if unit.is_care_unit))
    if len(care_units) == 1 or origin is Origin.DJUPINTEGRATION:
        return care_units[0]
    return ""


def _missing_subscription(providers: tuple[ProviderNode, ...], origin: Origin) -> tuple[str, ...]:
    """Integrated users are never checked (6)."""
    if origin is Origin.DJUPINTEGRATION:
        return ()
    return subscriptions.providers_without_subscription(providers)
