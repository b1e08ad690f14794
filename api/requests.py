"""What the calls take (spec/integration.md 4.3; launch parameters 3.3)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api import outside
from api.fields import TEXT, Day, FilledText, Flag, HsaId, Moment, Number, NumberInAddress, PersonNumber, Text, Uuid
from api.paging import LARGEST_ID
from api.serializer import Declared
from arenden.models import LONGEST_HEADING, LONGEST_ID, LONGEST_QUESTION_ID, Topic
from certificates.lifecycle.order import MAX_REFERENCE_LENGTH
from certificates.questions import svar

LONGEST_CODE = 100
LONGEST_NAME = 255
MOST_UNITS = 200
LONGEST_CURSOR = 60
LONGEST_MESSAGE = 10_000
MOST_CONTACT_LINES = 20
MOST_COMPLEMENTS = 200
LONGEST_DELAY_MS = 120_000
LARGEST_COUNT = 1_000_000


class TypeCode(Declared):
    code = FilledText(max_length=LONGEST_CODE, help_text="Intygstypens kod, till exempel LISJP.")
    codeSystem = FilledText(max_length=LONGEST_CODE, help_text="Kodsystemet, b64ea353-e8f6-4832-b563-fc7d46f29548.")


class PatientOfDraft(Declared):
    personId = PersonNumber(help_text="Person- eller samordningsnummer, tolv siffror.")


class Creator(Declared):
    hsaId = HsaId(help_text="Den som skapar utkastet.")
    name = FilledText(max_length=LONGEST_NAME)
    unitHsaId = HsaId(help_text="Enheten som utkastet hör till; ett av skaparens medarbetaruppdrag ska gälla den.")


_TEXT = {"type": "string", "pattern": TEXT}


def _object(*required: str, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    names = (*required, *optional)
    closed: dict[str, Any] = {"type": "object", "properties": dict.fromkeys(names, _TEXT)}
    return closed | {"required": list(required), "additionalProperties": False}


@extend_schema_field(
    {
        "oneOf": [
            _TEXT,
            _object("code", "codeSystem", optional=("displayName",)),
            _object("start", "end"),
            _object("format", "value"),
            _object("value", "unit"),
        ]
    }
)
class AnswerValue(serializers.Field):
    """A text, or one of the composite contents of a ``delsvar``: a code, a period, a partial date, a quantity."""

    def to_internal_value(self, data: Any) -> svar.Content:
        text = Text(may_be_empty=True)
        if isinstance(data, str):
            return svar.Text(text.run_validation(data))
        parts = data if isinstance(data, dict) else {}
        values = {name: text.run_validation(value) for name, value in parts.items()}
        match values:
            case {"code": code, "codeSystem": system, **more} if set(more) <= {"displayName"}:
                return svar.Cv(code, system, more.get("displayName", ""))
            case {"start": start, "end": end, **more} if not more:
                return svar.Period(start, end)
            case {"format": form, "value": value, **more} if not more:
                return svar.PartialDate(form, value)
            case {"value": value, "unit": unit, **more} if not more:
                return svar.Quantity(value, unit)
            case _:
                raise serializers.ValidationError("Ange en text, en kod, en period, ett ungefärligt datum, en mängd.")


class SubAnswer(Declared):
    id = FilledText(max_length=LONGEST_CODE)
    value = AnswerValue()


class Answer(Declared):
    id = FilledText(max_length=LONGEST_CODE)
    instance = Number(required=False, min_value=0, max_value=999_999)
    subAnswers = serializers.ListField(child=SubAnswer(), min_length=1)


class DraftRequest(Declared):
    type = TypeCode()
    patient = PatientOfDraft()
    createdBy = Creator()
    ref = Text(
        required=False,
        may_be_empty=True,
        max_length=MAX_REFERENCE_LENGTH,
        help_text="Journalsystemets egen referens; följer med i händelser och listor.",
    )
    prefill = Answer(many=True, required=False, help_text="Svar att börja med. Det som inte passar lämnas utanför.")


class SearchRequest(Declared):
    personId = PersonNumber(help_text="Person- eller samordningsnummer, tolv siffror.")
    units = serializers.ListField(
        child=HsaId(), required=False, max_length=MOST_UNITS, help_text="Går före careProvider."
    )
    careProvider = HsaId(required=False, help_text="Nyckelns egen vårdgivare.")
    to = Moment(required=False, help_text="Bara händelser före; båda tillsammans: från och med, till och med.")
    cursor = Text(required=False, max_length=LONGEST_CURSOR, help_text="Ur föregående sida.")

    def get_fields(self) -> dict[str, Any]:
        """With ``from``, which is no name in Python."""
        return super().get_fields() | {"from": Moment(required=False, help_text="Bara händelser efter.")}


class EventsQuery(Declared):
    unit = HsaId(required=False, help_text="Bara händelser på enheten.")
    certificate = Uuid(required=False, help_text="Bara händelser för intyget.")
    after = NumberInAddress(
        required=False,
        min_value=0,
        max_value=LARGEST_ID,
        help_text="Händelser efter den med det här numret; utelämnat: från början.",
    )


class WebhookRequest(Declared):
    url = FilledText(max_length=500, help_text="Adressen som ska anropas, http eller https.")
    units = serializers.ListField(
        child=HsaId(), required=False, max_length=MOST_UNITS, help_text="Utelämnat: alla enheter hos vårdgivaren."
    )


class MessageComplement(Declared):
    questionId = FilledText(max_length=LONGEST_QUESTION_ID, help_text="Frågans id i intygstypen, till exempel 35.")
    text = Text(max_length=LONGEST_MESSAGE)
    instance = Number(
        required=False, min_value=0, max_value=999_999, help_text="Vilket av svaren, där frågan har flera."
    )


class MessageRequest(Declared):
    topic = serializers.ChoiceField(Topic.choices, help_text="Ett svar har samma ämne som frågan.")
    text = Text(max_length=LONGEST_MESSAGE)
    heading = Text(required=False, may_be_empty=True, max_length=LONGEST_HEADING)
    lastAnswerDate = Day(
        required=False,
        allow_null=True,
        help_text="Sista dag för svar; null: ingen. Utelämnat: fjorton dagar framåt, utom i ett svar.",
    )
    contact = serializers.ListField(
        child=Text(max_length=LONGEST_NAME),
        required=False,
        max_length=MOST_CONTACT_LINES,
        help_text="Rader med mottagarens kontaktuppgifter. Utelämnat: simulatorns egna.",
    )
    complements = MessageComplement(
        many=True, required=False, max_length=MOST_COMPLEMENTS, help_text="Det som ska kompletteras, för KOMPLT."
    )
    remindsOf = FilledText(required=False, max_length=LONGEST_ID, help_text="Meddelandet som PAMINN påminner om.")
    answers = FilledText(required=False, max_length=LONGEST_ID, help_text="Vårdens fråga, när det här är ett svar.")


class ReceiverMode(Declared):
    """Numbers that a column holds on every database; delays that no sender waits longer for."""

    mode = serializers.ChoiceField([mode.value for mode in outside.Mode])
    text = Text(required=False, may_be_empty=True, max_length=500, help_text="Text i svaret.")
    delayMs = Number(required=False, min_value=0, max_value=LONGEST_DELAY_MS, help_text="För läget SLOW.")
    delayMaxMs = Number(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=LONGEST_DELAY_MS,
        help_text="Fördröjningen dras ur intervallet från delayMs; null: alltid lika lång.",
    )
    remaining = Number(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=LARGEST_COUNT,
        help_text="Efter så många anrop gäller läget inte längre; null: tills vidare.",
    )
    every = Number(
        required=False, allow_null=True, min_value=1, max_value=LARGEST_COUNT, help_text="Bara vart n:te anrop."
    )
    percent = Number(required=False, allow_null=True, min_value=1, max_value=100, help_text="Så stor del av anropen.")
    seed = Number(required=False, min_value=0, max_value=LARGEST_COUNT, help_text="Samma frö ger samma följd av lägen.")


class UnitRequest(Declared):
    integrated = Flag(help_text="Ska enhetens journalsystem få statusuppdateringar?")
    endpoint = FilledText(
        allow_null=True,
        max_length=500,
        help_text="Adressen för CertificateStatusUpdateForCare på enheten själv; null: den som gäller ovanför den.",
    )
    receiver = ReceiverMode(
        required=False,
        allow_null=True,
        help_text="Enhetens testläge i det simulerade journalsystemet; null: inget eget. Utelämnat: som det är.",
    )


class LaunchRequest(Declared):
    """The parameters of a launch, all of them and by their own names (3.3)."""

    enhet = HsaId(required=False)
    fornamn = Text(required=False, may_be_empty=True, max_length=LONGEST_NAME)
    mellannamn = Text(required=False, may_be_empty=True, max_length=LONGEST_NAME)
    efternamn = Text(required=False, may_be_empty=True, max_length=LONGEST_NAME)
    postadress = Text(required=False, may_be_empty=True, max_length=LONGEST_NAME)
    postnummer = Text(required=False, may_be_empty=True, max_length=20)
    postort = Text(required=False, may_be_empty=True, max_length=LONGEST_NAME)
    alternatePatientSSn = Text(required=False, may_be_empty=True, max_length=20)
    responsibleHospName = Text(required=False, may_be_empty=True, max_length=LONGEST_NAME)
    sjf = Flag(required=False)
    kopieringOK = Flag(required=False)
    avliden = Flag(required=False)
    inaktivEnhet = Flag(required=False)
    ref = Text(required=False, may_be_empty=True, max_length=MAX_REFERENCE_LENGTH)
    launchId = Uuid(required=False)
