"""The words of the error page: one title and text per code, in our own Swedish (spec/ui.md 1.1, 5.5)."""

from __future__ import annotations

from dataclasses import dataclass

from webcert.errors import AuthorizationProblem


class ResourceDenied(AuthorizationProblem):
    """A page that this user may not reach (spec/ui.md 1.1 "If missing")."""

    code = "AUTHORIZATION_PROBLEM_RESOURCE"
    default_message = "Behörighet saknas för sidan."


class NotLoggedIn(AuthorizationProblem):
    """A call that needs a login came without one, or after the session had ended."""

    code = "TIMEOUT"
    status = 401
    default_message = "Du är inte inloggad."


class UnitNotChosen(AuthorizationProblem):
    """A call that needs a chosen unit came before one was chosen (spec/roles-and-access.md 4.7)."""

    default_message = "Välj vårdenhet först."


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """What the error page says. ``has_id``: an id to quote is shown (not for all, spec/ui.md 5.5)."""

    title: str
    text: str
    has_id: bool = True


TECHNICAL = ErrorWords(
    "Tekniskt fel",
    "Något gick fel hos oss. Försök igen. Hjälper det inte, kontakta din support och uppge fel-id.",
)

_SHOW_FAILED = ErrorWords(
    "Intyget kunde inte visas",
    "Ett tekniskt fel gör att intyget inte kan visas just nu. Ladda om sidan. Hjälper det inte, kontakta din support.",
)
_NO_ACCESS = "Behörighet saknas"

WORDS: dict[str, ErrorWords] = {
    "LOGIN_FAILED": ErrorWords(
        "Inloggningen misslyckades",
        "Vi kunde inte logga in dig. Det kan bero på att du saknas i katalogen HSA eller att du saknar behörighet. "
        "Kontakta den som sköter HSA hos er.",
    ),
    "LOGIN_HSA_ERROR": ErrorWords(
        "Tekniskt fel",
        "Katalogen HSA svarar inte, och utan den går det inte att logga in. Försök igen om en stund.",
    ),
    "LOGIN_MEDARBETARUPPDRAG_SAKNAS": ErrorWords(
        "Medarbetaruppdrag saknas",
        "Du behöver minst ett giltigt medarbetaruppdrag med ändamålet Vård och behandling på enheten. "
        "Kontakta den som sköter HSA hos er.",
    ),
    "AUTHORIZATION_PROBLEM": ErrorWords(
        _NO_ACCESS,
        "Du har inte behörighet att visa intyget eller att göra det du försökte göra. "
        "Tror du att det är fel, kontakta den som sköter behörigheter hos er.",
    ),
    "AUTHORIZATION_PROBLEM_RESOURCE": ErrorWords(
        _NO_ACCESS,
        "Du har inte behörighet att öppna sidan. Är du inte inloggad behöver du logga in. "
        "Har du öppnat ett intyg från journalsystemet når du bara det intyget.",
    ),
    "AUTHORIZATION_PROBLEM_SEKRETESSMARKERING": ErrorWords(
        _NO_ACCESS,
        "Patienten har skyddade personuppgifter. Bara vissa yrkesgrupper får hantera intyg för patienten, "
        "och vissa intygstyper får inte utfärdas alls.",
    ),
    "AUTHORIZATION_PROBLEM_SEKRETESSMARKERING_ENHET": ErrorWords(
        _NO_ACCESS,
        "Patienten har skyddade personuppgifter. Du behöver vara inloggad på enheten som utfärdade intyget.",
        has_id=False,
    ),
    "AUTHORIZATION_PROBLEM_SUBSCRIPTION": ErrorWords(
        "Abonnemang saknas för Webcert",
        "Du behöver ett avtal och ett abonnemang för att logga in med e-legitimation. "
        "Kom tillbaka när de finns på plats.",
        has_id=False,
    ),
    "AUTHORIZATION_USER_SESSION_ALREADY_ACTIVE": ErrorWords(
        "Intyget kunde inte visas",
        "Ett annat intyg var redan öppet i samma webbläsare. Stäng alla fönster med Webcert och öppna intyget "
        "från journalsystemet igen.",
    ),
    "INTEGRATION_NOCONTENT": ErrorWords(
        "Intyget gick inte att läsa in",
        "Utkastet är borttaget eller finns inte. Kontrollera i journalsystemet att det är rätt intyg.",
    ),
    "DATA_NOT_FOUND": ErrorWords("Intyget finns inte", "Intyget är borttaget, eller så saknar du behörighet till det."),
    "PAGE_NOT_FOUND": ErrorWords(
        "Sidan finns inte",
        "Det finns ingen sida på adressen. Kontrollera att den är rätt skriven, eller gå till startsidan.",
        has_id=False,
    ),
    "INVALID_LAUNCHID": ErrorWords(
        "Intyget kan inte visas",
        "Ett annat intyg har öppnats från journalsystemet. Stäng det här fönstret, "
        "eller öppna intyget på nytt därifrån.",
    ),
    "TIMEOUT": ErrorWords(
        "Du har blivit utloggad",
        "Du var inte aktiv på en stund och loggades därför ut. Logga in på nytt för att fortsätta.",
        has_id=False,
    ),
    "TIMEOUT_INTEGRATED": ErrorWords(
        "Du har blivit utloggad",
        "Du var inte aktiv på en stund och loggades därför ut. Öppna intyget på nytt från journalsystemet.",
        has_id=False,
    ),
    "NOT_APPROVED_PROTECTED_PERSON_AGREEMENT": ErrorWords(
        "Godkännande saknas",
        "Du har skyddade personuppgifter och behöver godkänna villkoren för att använda Webcert. Du är nu utloggad.",
    ),
    "CONCURRENT_MODIFICATION": ErrorWords(
        "Utkastet har ändrats",
        "Någon annan har sparat utkastet efter att du öppnade det. Ladda om sidan för att se den senaste versionen.",
    ),
    "CERTIFICATE_REVOKED": ErrorWords("Intyget är makulerat", "Intyget har makulerats. Ladda om sidan."),
    "INVALID_STATE": ErrorWords(
        "Åtgärden går inte att göra", "Intyget har ändrats sedan sidan visades. Ladda om sidan."
    ),
    "INVALID_STATE_REPLACED": ErrorWords("Intyget är redan ersatt", "Det finns redan ett intyg som ersätter det här."),
    "COMPLEMENT_INTYG_EXISTS": ErrorWords(
        "Intyget är redan kompletterat", "Det finns redan ett intyg som kompletterar det här."
    ),
    "PU_PROBLEM": ErrorWords(
        "Personuppgifter kan inte hämtas",
        "Befolkningsregistret svarar inte, och utan det går det inte att visa intyget. Försök igen om en stund.",
    ),
    "EXTERNAL_SYSTEM_PROBLEM": ErrorWords("Ett annat system svarar inte", "Försök igen om en stund."),
    "INDETERMINATE_IDENTITY": ErrorWords(
        "Fel identitet vid underskrift",
        "Underskriften gjordes med en annan identitet än den du är inloggad med. Intyget är inte signerat.",
    ),
    "MODULE_PROBLEM": ErrorWords("Utkastet kunde inte sparas", "Ladda om sidan och försök igen."),
    "UNKNOWN_INTERNAL_PROBLEM": _SHOW_FAILED,
    "MISSING_PARAMETER": _SHOW_FAILED,
}

REASONS: dict[str, str] = {
    "login.failed": "LOGIN_FAILED",
    "login.hsaerror": "LOGIN_HSA_ERROR",
    "login.medarbetaruppdrag": "LOGIN_MEDARBETARUPPDRAG_SAKNAS",
    "auth-exception": "AUTHORIZATION_PROBLEM",
    "auth-exception-sekretessmarkering": "AUTHORIZATION_PROBLEM_SEKRETESSMARKERING",
    "auth-exception-subscription": "AUTHORIZATION_PROBLEM_SUBSCRIPTION",
    "auth-exception-resource": "AUTHORIZATION_PROBLEM_RESOURCE",
    "auth-exception-user-already-active": "AUTHORIZATION_USER_SESSION_ALREADY_ACTIVE",
    "integration.nocontent": "INTEGRATION_NOCONTENT",
    "timeout": "TIMEOUT",
    "timeout-integrated": "TIMEOUT_INTEGRATED",
    "protected-person-agreement": "NOT_APPROVED_PROTECTED_PERSON_AGREEMENT",
    "invalid-launchid": "INVALID_LAUNCHID",
}
"""``?reason=`` of the error page; every other value is an unknown problem (spec/ui.md 1.1)."""


def words_for(code: str) -> ErrorWords:
    """Title and text for a code; unknown codes are a technical error."""
    return WORDS.get(code, TECHNICAL)


def code_for(reason: str) -> str:
    """The error code that a ``?reason=`` value stands for."""
    return REASONS.get(reason, "UNKNOWN_INTERNAL_PROBLEM")
