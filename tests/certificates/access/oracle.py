"""A second, plain reading of the tables: what the spec says of a situation, without the product's rules.

``privileges.json`` is interpreted as it stands; the tables of spec/lifecycle.md 6 that it lacks are transcribed here.
Where the pages disagree or are silent, docs/adr/0013 says which reading holds; those places are marked "decided".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.features import DELIVERED, FeatureName
from certificates.types.base import Engine
from tests.certificates.access.situations import ENTRIES, FEATURES, STATES, Situation
from tests.certificates.access.spec import TEMPLATES, checks, newer_types, rule_names, spec
from webcert import clock

DOCTORS = ("LAKARE", "PRIVATLAKARE")
BY_DEFAULT = ["LAKARE", "PRIVATLAKARE", "TANDLAKARE"]

DISTANCE = {"care unit": 0, "clinic": 0, "sibling clinic": 0, "other unit of the provider": 1, "other provider": 2}
"""How far the certificate lies from the user, who sits on the care unit or on the clinic."""


def expected(at: Situation) -> str:
    """The failing rule (newer engine) or result code (older engine); empty when the action is allowed."""
    if at.role.value == "PRIVATLAKARE_OBEHORIG":
        return "role" if at.ctype.engine is Engine.MODEL else "AUTHORIZATION_VALIDATION"
    return Newer(at).failure() if at.ctype.engine is Engine.MODEL else Classic(at).failure()


@dataclass(frozen=True)
class Reading:
    """What both engines look at."""

    at: Situation

    @property
    def state(self) -> Any:
        return STATES[self.at.state]

    @property
    def entry(self) -> Any:
        return ENTRIES[self.at.entry]

    @property
    def is_integrated(self) -> bool:
        return self.entry.origin == "DJUPINTEGRATION"

    @property
    def distance(self) -> int:
        return DISTANCE[self.at.unit]

    @property
    def is_beside(self) -> bool:
        """Stand-alone on a clinic: the rest of the care unit is out of reach."""
        return not self.is_integrated and self.at.seat == "clinic" and self.at.unit != "clinic"

    def has_child(self, relation: str, *states: str) -> bool:
        return any(kind == relation and state in states for kind, state in self.state.children)

    def feature(self, name: str) -> bool:
        return self._switch(name).is_on

    def covers(self, name: str, type_id: str) -> bool:
        return self._switch(name).is_on and type_id in self._switch(name).types

    def _switch(self, name: str) -> Any:
        feature = FeatureName(name)
        return FEATURES[self.at.features].get(feature, DELIVERED[feature])

    @property
    def is_blocked(self) -> bool:
        return not self.is_integrated and self.feature("BLOCKERA_FRISTAENDE")


class Newer(Reading):
    """``newer_certificate_types`` of privileges.json."""

    def failure(self) -> str:
        declared = newer_types()["types"][self.at.ctype.type_id]["actions"].get(self.at.action.value)
        if declared is None:
            return "action exists"
        return next((r for r in rule_names(self.at.action.value) if not self._holds(r, declared)), "")

    def _holds(self, rule: str, declared: dict[str, Any]) -> bool:
        state = self.state
        if rule.startswith("within scope "):
            return self._is_within(rule.removeprefix("within scope "))
        if rule.startswith("status "):
            return state.status in rule.removeprefix("status ").split(" or ")
        if rule == "role":
            return self.at.role.value in declared["roles"]
        if rule == "protected patient":
            return self._protected_holds(declared["roles_for_protected_patient"])
        is_active = self.at.ctype.active_from <= clock.today()
        return {
            "patient alive": self.at.patient != "deceased",
            "user not blocked": not self.is_blocked,
            "unit not inactive": not self.entry.inactive_unit,
            "agreement": self.at.has_agreement or self.is_integrated,
            "copy allowed (kopieringOK)": self.entry.copying,
            "not test person": self.at.patient != "test" and not state.is_test,
            "sent": state.is_sent,
            "not sent": not state.is_sent,
            "parent relation COMPLEMENT": state.relation == "KOMPLT",
            "no child REPLACE except DRAFT/REVOKED": not self.has_child("ERSATT", "SIGNED"),
            "no child REPLACE except REVOKED": not self.has_child("ERSATT", "SIGNED", "DRAFT"),
            "has child REPLACE": self.has_child("ERSATT", "DRAFT"),  # decided: a draft to continue on
            "no child COMPLEMENT except DRAFT/REVOKED": not self.has_child("KOMPLT", "SIGNED"),
            "no child COMPLEMENT except REVOKED": not self.has_child("KOMPLT", "SIGNED", "DRAFT"),
            "no child REPLACE/COMPLEMENT except DRAFT/REVOKED": not self.has_child("ERSATT", "SIGNED")
            and not self.has_child("KOMPLT", "SIGNED"),
            "no open completion": not state.is_open,
            "has open completion": state.is_open,
            "enabled flag true": "CREATE_MESSAGE" in newer_types()["types"][self.at.ctype.type_id]["actions"],
            "SRS active for user": self.feature("SRS"),
            "user scope is WITHIN_CARE_UNIT (stand-alone)": not self.is_integrated,
            "user scope is WITHIN_CARE_PROVIDER or ALL_CARE_PROVIDERS (integrated)": self.is_integrated,
            "active model": is_active,
            "model is inactive": not is_active,
            "limited functionality": True,  # settings: tests of their own
            "type active for unit": True,
        }[rule]

    def _protected_holds(self, roles: list[str] | None) -> bool:
        if self.at.patient == "unknown":
            return False
        if self.at.patient != "protected":
            return True
        if self.at.role.value not in (roles or BY_DEFAULT):
            return False
        return self.at.action.value == "CREATE" or self._is_within("WITHIN_CARE_UNIT")

    def _is_within(self, action_scope: str) -> bool:
        order = ["WITHIN_CARE_UNIT", "WITHIN_CARE_PROVIDER", "ALL_CARE_PROVIDERS"]
        user_scope = 0 if not self.is_integrated else 2 if self.entry.sjf else 1
        if self.is_beside:
            return False
        return self.distance <= min(order.index(action_scope), user_scope)


# --- older engine: first filter (spec/lifecycle.md 6.2-6.4; messages.md 4) ----------------------------------------
STATE, REPLACED, COMPLEMENTED = "INVALID_STATE", "INVALID_STATE_REPLACED", "COMPLEMENT_INTYG_EXISTS"
DRAFT = [("is DRAFT", STATE)]
SIGNED = [("is SIGNED", STATE)]
ASKED = [("was signed", STATE), ("sent", STATE)]
COMPLEMENTING = [*SIGNED, ("sent", STATE), ("open complement", STATE), ("no complement made", STATE)]
ASKING = [*SIGNED, ("sent", STATE), ("no complementing draft", STATE)]
CONDITIONS: dict[str, list[tuple[str, str]]] = {
    "LIST_CERTIFICATE_TYPE": [],
    "CREATE": [],
    "READ": [("not deleted", STATE)],
    "PRINT": [("is DRAFT, LOCKED or SIGNED", STATE)],
    "PRINT_FOR_EMPLOYER": SIGNED,
    "FMB": DRAFT,
    "SRS_DRAFT": DRAFT,
    "SRS_SIGNED": SIGNED,
    "UPDATE": DRAFT,
    "DELETE": DRAFT,
    "SIGN": DRAFT,
    "SIGN_CONFIRMATION": DRAFT,
    "READY_FOR_SIGN": [*DRAFT, ("no doctor", "AUTHORIZATION_VALIDATION")],
    "FORWARD_CERTIFICATE": [*DRAFT, ("no doctor", "AUTHORIZATION_VALIDATION")],
    "FORWARD_CERTIFICATE_FROM_LIST": DRAFT,
    "UPDATE_DRAFT_FROM_CERTIFICATE": [*DRAFT, ("no parent", STATE), ("incomplete or new", STATE)],
    "COPY_LOCKED": [("is LOCKED", STATE), ("no copy begun", STATE), ("unique", "")],
    "COPY_LOCKED_CONTINUE": [("is LOCKED", STATE), ("copy begun", STATE)],
    "SEND": [*SIGNED, ("not sent", STATE), ("not replaced by signed", STATE)],
    "SEND_AFTER_SIGN": [*SIGNED, ("not sent", STATE)],
    "SEND_AFTER_COMPLEMENT": [("is complement", STATE), *SIGNED, ("not sent", STATE)],
    "REVOKE": [("is LOCKED or SIGNED", STATE)],
    "RENEW": [*SIGNED, ("not replaced by signed", REPLACED), ("not complemented by signed", COMPLEMENTED)],
    "REPLACE": [
        *SIGNED,
        ("not replaced", REPLACED),
        ("not complemented by signed", COMPLEMENTED),
        ("no open complement", STATE),
    ],
    "REPLACE_CONTINUE": [*SIGNED, ("replacement begun", STATE)],
    "CREATE_DRAFT_FROM_CERTIFICATE": [
        *SIGNED,
        ("stand-alone", "AUTHORIZATION_VALIDATION"),
        ("not replaced by signed", REPLACED),
        ("not complemented by signed", COMPLEMENTED),
    ],
    "APPROVE_RECIPIENTS": SIGNED,
    "COMPLEMENT": COMPLEMENTING,
    "CANNOT_COMPLEMENT": COMPLEMENTING,
    "CANNOT_COMPLEMENT_ONLY_MESSAGE": COMPLEMENTING,
    "HANDLE_COMPLEMENT": ASKED,
    "MESSAGES": [("shows questions", STATE)],
    "MESSAGES_ADMINISTRATIVE": [("shows questions", STATE)],
    "QUESTIONS_NOT_AVAILABLE": [("was signed", STATE), ("not sent", STATE)],
    **dict.fromkeys(("CREATE_MESSAGE", "SAVE_MESSAGE", "DELETE_MESSAGE", "SEND_MESSAGE"), ASKING),
    **dict.fromkeys(("ANSWER_MESSAGE", "SAVE_ANSWER", "DELETE_ANSWER", "SEND_ANSWER"), ASKED),
    "HANDLE_MESSAGE": ASKED,
    "FORWARD_MESSAGE": ASKED,
    **dict.fromkeys(("RECEIVE_COMPLEMENT", "RECEIVE_QUESTION", "RECEIVE_ANSWER", "RECEIVE_REMINDER"), SIGNED),
}

# --- older engine: second filter, names of the rows of access_checks ----------------------------------------------
ROWS: dict[str, tuple[str, str]] = {
    "CREATE": ("create", "draft"),
    "UPDATE": ("edit", "draft"),
    "DELETE": ("delete", "draft"),
    "SIGN": ("sign", "draft"),
    "SIGN_CONFIRMATION": ("sign_with_confirmation", "draft"),
    "READY_FOR_SIGN": ("ready_for_sign", "draft"),
    "FORWARD_CERTIFICATE": ("forward", "draft"),
    "FORWARD_CERTIFICATE_FROM_LIST": ("forward", "draft"),
    "UPDATE_DRAFT_FROM_CERTIFICATE": ("copy_from_candidate", "draft"),
    "COPY_LOCKED": ("copy", "locked_draft"),
    "COPY_LOCKED_CONTINUE": ("copy", "locked_draft"),
    "SEND": ("send", "certificate"),
    "RENEW": ("renew", "certificate"),
    "REPLACE": ("replace", "certificate"),
    "REPLACE_CONTINUE": ("replace", "certificate"),
    "CREATE_DRAFT_FROM_CERTIFICATE": ("create_draft_from_signed_template", "certificate"),
    "APPROVE_RECIPIENTS": ("approve_receivers", "certificate"),
    "PRINT_FOR_EMPLOYER": ("print", "certificate"),
    "COMPLEMENT": ("answer_completion", "case"),
    "CANNOT_COMPLEMENT": ("answer_completion", "case"),
    "CANNOT_COMPLEMENT_ONLY_MESSAGE": ("answer_completion", "case"),
    "HANDLE_COMPLEMENT": ("mark_completion_handled", "case"),
    "MESSAGES": ("read_questions", "case"),
    "MESSAGES_ADMINISTRATIVE": ("read_questions", "case"),
    **dict.fromkeys(("CREATE_MESSAGE", "SAVE_MESSAGE", "DELETE_MESSAGE", "SEND_MESSAGE"), ("create_question", "case")),
    **dict.fromkeys(("ANSWER_MESSAGE", "SAVE_ANSWER", "DELETE_ANSWER", "SEND_ANSWER"), ("answer_question", "case")),
    "HANDLE_MESSAGE": ("mark_question_handled", "case"),
    "FORWARD_MESSAGE": ("forward_question", "case"),
}
BY_STATE = {"READ": "read", "PRINT": "print", "REVOKE": "revoke"}
TARGETS = {"DRAFT": "draft", "LOCKED": "locked_draft", "SIGNED": "certificate"}
FEATURE_ONLY = {
    "FMB": "",
    "SRS_DRAFT": "SRS",
    "SRS_SIGNED": "SRS",
    "QUESTIONS_NOT_AVAILABLE": "HANTERA_FRAGOR",
    **dict.fromkeys(("RECEIVE_COMPLEMENT", "RECEIVE_QUESTION", "RECEIVE_ANSWER", "RECEIVE_REMINDER"), "HANTERA_FRAGOR"),
}


class Classic(Reading):
    """Links of spec/lifecycle.md 6, then ``access_checks`` of privileges.json in their order."""

    @property
    def type_id(self) -> str:
        """A template is tested for the type that it gives."""
        own = self.at.ctype.type_id
        return TEMPLATES[own] if self.at.action.value == "CREATE_DRAFT_FROM_CERTIFICATE" else own

    def failure(self) -> str:
        if not self._exists():
            return "AUTHORIZATION_VALIDATION"
        for condition, reason in CONDITIONS[self.at.action.value]:
            failed = self._unique("draft_and_certificate") if condition == "unique" else ""
            if failed or (condition != "unique" and not self._stands(condition)):
                return failed or reason
        return self._access()

    def _exists(self) -> bool:
        """What a type has nothing to do with (lifecycle 5.6, 6.2, 16.2-16.3)."""
        own, action = self.at.ctype.type_id, self.at.action.value
        if action == "INACTIVE_CERTIFICATE_MODEL":
            return False
        if action in ("FMB", "SRS_DRAFT", "SRS_SIGNED"):
            return own == "lisjp"
        if action == "CREATE_DRAFT_FROM_CERTIFICATE":
            return own in TEMPLATES
        return action != "UPDATE_DRAFT_FROM_CERTIFICATE" or own in ("ag7804", "doi")

    def _stands(self, condition: str) -> bool:
        state = self.state
        if condition.startswith("is ") and condition != "is complement":
            return state.status in condition.removeprefix("is ").replace(", ", " or ").split(" or ")
        was_signed = state.stored == "SIGNED"
        return {
            "not deleted": state.stored != "DELETED",
            "was signed": was_signed,
            "sent": state.is_sent,
            "not sent": not state.is_sent,
            "is complement": state.relation == "KOMPLT",
            "no parent": not state.relation,
            "incomplete or new": state.version == 0 or not state.is_complete,
            "no doctor": self.at.role.value not in DOCTORS,
            "stand-alone": not self.is_integrated,
            "no copy begun": not self.has_child("KOPIA", "DRAFT"),
            "copy begun": self.has_child("KOPIA", "DRAFT"),
            "not replaced": not self.has_child("ERSATT", "DRAFT", "SIGNED"),
            "not replaced by signed": not self.has_child("ERSATT", "SIGNED"),
            "replacement begun": self.has_child("ERSATT", "DRAFT"),
            "not complemented by signed": not self.has_child("KOMPLT", "SIGNED"),
            "no complementing draft": not self.has_child("KOMPLT", "DRAFT"),
            "no complement made": not self.has_child("KOMPLT", "DRAFT", "SIGNED"),
            "open complement": state.is_open,
            "no open complement": not state.is_open,
            "shows questions": (was_signed and state.is_sent)
            or (state.status == "DRAFT" and state.relation == "KOMPLT"),
        }[condition]

    # --- access ---------------------------------------------------------------------------------------------------
    def _access(self) -> str:
        action, state = self.at.action.value, self.state
        if action in FEATURE_ONLY:
            return self._feature_holds(FEATURE_ONLY[action])
        if action == "LIST_CERTIFICATE_TYPE":
            return self._authorised("HANTERA_INTYGSUTKAST", ["SKRIVA_INTYG"]) or self._inactive_type()
        if action == "SEND_AFTER_SIGN":
            return self._feature_holds("SIGNERA_SKICKA_DIREKT") or self._test("deny", certificate=True)
        if action == "SEND_AFTER_COMPLEMENT":
            return self._test("deny", certificate=True)
        if action.startswith("MESSAGES") and state.is_revoked:
            return self._feature_holds("HANTERA_FRAGOR")
        row = checks()[(BY_STATE[action], TARGETS[state.stored]) if action in BY_STATE else ROWS[action]]
        return self._row(row)

    def _feature_holds(self, name: str) -> str:
        return "" if not name or self.covers(name, self.type_id) else "AUTHORIZATION_VALIDATION"

    def _row(self, row: dict[str, Any]) -> str:
        """evaluation_order of access_checks."""
        action = self.at.action.value
        privileges = list(row["privileges"])
        if action in ("COMPLEMENT", "CANNOT_COMPLEMENT"):
            privileges.append("SVARA_MED_NYTT_INTYG")  # note of the row
        feature = (row["feature"] or "").partition(" (")[0]
        if action == "PRINT_FOR_EMPLOYER":
            feature = "ARBETSGIVARUTSKRIFT"  # in the brackets of the row
        steps = [
            lambda: self._authorised(feature, privileges),
            lambda: self._inactive_type() if row["inactive_type"] else "",
            lambda: (
                "AUTHORIZATION_BLOCKED" if row["block_if_BLOCKERA_FRISTAENDE_and_NORMAL"] and self.is_blocked else ""
            ),
            lambda: self._latest_major() if row["latest_major_version"] else "",
            lambda: self._deceased(row),
            lambda: self._test(row["test_person"], certificate=row["test_certificate"]),
            lambda: self._moded(
                "INACTIVE_UNIT", row["inactive_unit"], self.entry.inactive_unit, row["inactive_exempt_types"]
            ),
            lambda: self._moded(
                "RENEW_FALSE", row["kopieringOK"], not self.entry.copying, row["kopieringOK_exempt_types"]
            ),
            lambda: self._protected() if row["protected_patient"] else "",
            lambda: self._unit(row),
            lambda: self._unique(row["unique"]),
            lambda: (
                "MISSING_SUBSCRIPTION"
                if row["subscription"] and not self.is_integrated and not self.at.has_agreement
                else ""
            ),
        ]
        return next((failure for failure in (step() for step in steps) if failure), "")

    def _authorised(self, feature: str, privileges: list[str]) -> str:
        if self._feature_holds(feature):
            return "AUTHORIZATION_VALIDATION"
        return "" if all(self._has(privilege) for privilege in privileges) else "AUTHORIZATION_VALIDATION"

    def _has(self, privilege: str) -> bool:
        return self.type_id in spec()["grants"][self.at.role.value][privilege][self.entry.origin]

    def _inactive_type(self) -> str:
        is_own = self.at.ctype.type_id == self.type_id
        not_yet = is_own and self.at.ctype.active_from > clock.today()  # decided: days close as the feature does
        closed = not_yet or self.covers("INAKTIVERAD_INTYGSTYP", self.type_id)
        return "INACTIVE_CERTIFICATE_TYPE" if closed else ""

    def _latest_major(self) -> str:
        is_older = self.at.ctype.type_id == self.type_id and self.at.ctype.version in ("6.8", "3.0")
        closed = is_older and self.covers("INAKTIVERA_TIDIGARE_HUVUDVERSION", self.type_id)
        return "NOT_LATEST_MAJOR_VERSION" if closed else ""

    def _moded(self, reason: str, mode: str | None, is_so: bool, exempt: list[str]) -> str:
        if mode is None or not is_so or self.type_id in exempt:
            return ""
        return reason if mode == "deny" or self.distance > 0 else ""

    def _deceased(self, row: dict[str, Any]) -> str:
        exempt = row["deceased_exempt_types"]
        if exempt == ["doi"]:  # decided: the switch HANTERA_INTYGSUTKAST_AVLIDEN, which delivers doi, names them
            exempt = [self.type_id] if self.covers("HANTERA_INTYGSUTKAST_AVLIDEN", self.type_id) else []
        return self._moded("DECEASED_PATIENT", row["deceased"], self.at.patient == "deceased", exempt)

    def _test(self, mode: str | None, *, certificate: bool) -> str:
        person = self._moded("TEST_INDICATED_PATIENT", mode, self.at.patient == "test", [])
        return person or ("TEST_CERTIFICATE" if certificate and self.state.is_test else "")

    def _protected(self) -> str:
        if self.at.patient == "unknown":
            return "PU_PROBLEM"
        if self.at.patient != "protected":
            return ""
        is_new = self.at.action.value == "CREATE"
        if is_new and not self.covers("SEKRETESSMARKERING", self.type_id):  # decided: as CreateDraftCertificate
            return "AUTHORIZATION_SEKRETESS"
        if not self._has("HANTERA_SEKRETESSMARKERAD_PATIENT"):
            return "AUTHORIZATION_SEKRETESS"
        return "AUTHORIZATION_SEKRETESS_UNIT" if not is_new and self.distance > 0 else ""

    def _unit(self, row: dict[str, Any]) -> str:
        unit = row["unit"]
        if unit is None or self.type_id in row["unit_exempt_types"]:
            return ""
        if unit["allowed_with_sjf"] and self.entry.sjf:
            return ""
        reached = 1 if self.is_integrated and unit["read_only"] else 0
        return "AUTHORIZATION_DIFFERENT_UNIT" if self.is_beside or self.distance > reached else ""

    def _unique(self, kind: str | None) -> str:
        if kind is None:
            return ""
        found, _, where = self.at.earlier.partition(", ")
        is_own = where == "own provider"
        draft_counts = kind == "draft_and_certificate" and self.covers("UNIKT_UTKAST_INOM_VG", self.type_id)
        if found == "draft" and is_own and draft_counts:
            return "UNIQUE_DRAFT"
        replaces = self.at.action.value != "CREATE" and self.state.relation == "ERSATT"
        if found != "signed" or replaces:
            return ""
        within = is_own and self.covers("UNIKT_INTYG_INOM_VG", self.type_id)
        return "UNIQUE_CERTIFICATE" if within or self.covers("UNIKT_INTYG", self.type_id) else ""
