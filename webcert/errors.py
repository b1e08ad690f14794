"""Domain errors with the field's codes (spec/lifecycle.md 10). One class per code.

Rooms raise them; ``webcert.middleware`` turns them into a page or JSON, ``rivta`` users into a result.
``message`` is Swedish and may be shown to the user; ``reason`` is the finer result code of an access
rule (spec/roles-and-access.md 3.5), for logs and tests.
"""

from __future__ import annotations


class WebcertError(Exception):
    """Base of all domain errors: ``code`` on the wire, ``status`` the fitting HTTP status."""

    code = "UNKNOWN_INTERNAL_PROBLEM"
    status = 500
    default_message = "Ett tekniskt fel har uppstått."

    def __init__(self, message: str = "", *, reason: str = "") -> None:
        self.message = message or self.default_message
        self.reason = reason
        super().__init__(self.message)


class InternalProblem(WebcertError):
    code = "INTERNAL_PROBLEM"


class InvalidInput(WebcertError):
    """Malformed input: the real system answers bean-validation errors with this code and 400."""

    code = "INTERNAL_PROBLEM"
    status = 400
    default_message = "Uppgifterna gick inte att tolka."


class InvalidState(WebcertError):
    code = "INVALID_STATE"
    status = 409
    default_message = "Åtgärden är inte möjlig i intygets nuvarande läge."


class InvalidStateReplaced(WebcertError):
    code = "INVALID_STATE_REPLACED"
    status = 409
    default_message = "Intyget har redan ersatts."


class ComplementExists(WebcertError):
    code = "COMPLEMENT_INTYG_EXISTS"
    status = 409
    default_message = "Intyget har redan kompletterats."


class CertificateRevoked(WebcertError):
    code = "CERTIFICATE_REVOKED"
    status = 409
    default_message = "Intyget är makulerat."


class ConcurrentModification(WebcertError):
    """Stale version. ``saved_by`` and ``saved_at`` name the last saver (spec/lifecycle.md 3.2)."""

    code = "CONCURRENT_MODIFICATION"
    status = 409
    default_message = "Utkastet har ändrats av någon annan. Ladda om sidan."

    def __init__(self, saved_by: str = "", saved_at: object = None) -> None:
        super().__init__(saved_by or self.default_message)
        self.saved_by = saved_by
        self.saved_at = saved_at


class DataNotFound(WebcertError):
    code = "DATA_NOT_FOUND"
    status = 404
    default_message = "Intyget finns inte."


class PageNotFound(WebcertError):
    """An address that leads nowhere; the real system's client has no code for it."""

    code = "PAGE_NOT_FOUND"
    status = 404
    default_message = "Adressen finns inte."


class AuthorizationProblem(WebcertError):
    code = "AUTHORIZATION_PROBLEM"
    status = 403
    default_message = "Behörighet saknas."


class AuthorizationProtected(WebcertError):
    code = "AUTHORIZATION_PROBLEM_SEKRETESSMARKERING"
    status = 403
    default_message = "Behörighet saknas för patient med skyddade personuppgifter."


class AuthorizationProtectedUnit(WebcertError):
    code = "AUTHORIZATION_PROBLEM_SEKRETESSMARKERING_ENHET"
    status = 403
    default_message = "Patienten har skyddade personuppgifter och intyget hör till en annan vårdenhet."


class SessionAlreadyActive(WebcertError):
    code = "AUTHORIZATION_USER_SESSION_ALREADY_ACTIVE"
    status = 409
    default_message = "Ett annat intyg är redan öppet i samma session."


class PuProblem(WebcertError):
    code = "PU_PROBLEM"
    status = 503
    default_message = "Personuppgiftstjänsten svarar inte. Försök igen om en stund."


class IndeterminateIdentity(WebcertError):
    code = "INDETERMINATE_IDENTITY"
    status = 403
    default_message = "Underskriften gjordes med en annan identitet än den inloggade."


class ExternalSystemProblem(WebcertError):
    code = "EXTERNAL_SYSTEM_PROBLEM"
    status = 502
    default_message = "Ett annat system svarar inte."


class ModuleProblem(WebcertError):
    code = "MODULE_PROBLEM"
    default_message = "Intyget kunde inte behandlas."


class MissingParameter(WebcertError):
    code = "MISSING_PARAMETER"
    status = 400
    default_message = "En obligatorisk uppgift saknas."


class InvalidLaunchId(WebcertError):
    code = "INVALID_LAUNCHID"
    status = 403
    default_message = "Ett annat intyg har öppnats från journalsystemet."
