"""What can be done with each certificate type, and the test that shows it: docs/certificate-types.md.

Written from the declarations of the types.

Usage: python tools/type_table.py
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcert.settings")
    django.setup()

from accounts.demo import FEATURES  # noqa: E402
from accounts.features import DELIVERED, FeatureName  # noqa: E402
from certificates.types import openings, registry  # noqa: E402
from certificates.types.base import CertificateType, Engine  # noqa: E402
from webcert import clock  # noqa: E402

DOCUMENT = ROOT / "docs" / "certificate-types.md"
BROWSER, TYPES, LIFE = (
    "tests/e2e/test_every_type.py",
    "tests/certificates/types/test_every_type.py",
    "tests/certificates/types/test_whole_life.py",
)

CLOSED = "The type is closed: certificates of it are read, printed and revoked (README 1)."
NOT_HANDLED = "The feature `HANTERA_INTYGSUTKAST` does not list the type."
INACTIVATED = "The feature `INAKTIVERAD_INTYGSTYP` closes the type."
OLDER_MAJOR = "The feature `INAKTIVERA_TIDIGARE_HUVUDVERSION` closes older major versions (roles-and-access.md 3.4)."
OLDER = "New drafts are made of the newest active version of the type's code (README 1, 3)."


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do with a certificate. ``refusal``: why a type does not let it be done, empty when it does.

    ``names_version``: the test has a case for each version, otherwise one for the type.
    """

    name: str
    path: str
    test: str
    refusal: Callable[[CertificateType], str]
    names_version: bool = True

    def case(self, ctype: CertificateType) -> str:
        """How the name of the type's case begins."""
        which = f"{ctype.type_id}-{ctype.version}" if self.names_version else ctype.type_id
        return f"{self.path}::{self.test}[{which}"


def _never(ctype: CertificateType) -> str:
    return ""


def _out_of_time(ctype: CertificateType) -> str:
    return "" if _is_active(ctype) else CLOSED


def _older_major(ctype: CertificateType) -> str:
    """Not active, or an older major version that the features close."""
    newest = max((t.major for t in registry.by_id(ctype.type_id) if _is_active(t)), default=0)
    is_closed = ctype.major < newest and _lists(FeatureName.INAKTIVERA_TIDIGARE_HUVUDVERSION, ctype)
    return _out_of_time(ctype) or (OLDER_MAJOR if is_closed else "")


def _inactivated(ctype: CertificateType) -> str:
    """As well, or a type that the features close."""
    is_closed = _lists(FeatureName.INAKTIVERAD_INTYGSTYP, ctype)
    return _out_of_time(ctype) or (INACTIVATED if is_closed else "") or _older_major(ctype)


def _closed(ctype: CertificateType) -> str:
    """As well, or a type that the features do not let be handled."""
    is_handled = ctype.engine is not Engine.LEGACY or _lists(FeatureName.HANTERA_INTYGSUTKAST, ctype)
    return _out_of_time(ctype) or ("" if is_handled else NOT_HANDLED) or _inactivated(ctype)


def _lists(feature: FeatureName, ctype: CertificateType) -> bool:
    """Features are of the older engine; those of the newer one have other ids."""
    switch = FEATURES[feature]
    return switch.is_on and ctype.type_id in switch.types


@openings.as_declared()
def _is_active(ctype: CertificateType) -> bool:
    return ctype.is_active(clock.today())


@openings.as_declared()
def is_newest(ctype: CertificateType) -> bool:
    """The version that a new draft of the code is made of."""
    return ctype in registry.active_types(clock.today())


def _not_new(ctype: CertificateType) -> str:
    return _closed(ctype) or ("" if is_newest(ctype) else OLDER)


Refusal = Callable[[CertificateType], str]


def _without(flag: str, closed: Refusal = _closed) -> Refusal:
    def refusal(ctype: CertificateType) -> str:
        return closed(ctype) or ("" if getattr(ctype.flags, flag) else f"The type's flag `{flag}` is off (README 2).")

    return refusal


def _not_prefilled(ctype: CertificateType) -> str:
    return _not_new(ctype) or _without("prefill")(ctype)


DEEDS = {
    deed.name: deed
    for deed in (
        Deed(
            "draft in browser",
            BROWSER,
            "test_a_certificate_lives_its_whole_life_in_the_browser",
            _not_new,
            names_version=False,
        ),
        Deed("draft by SOAP", LIFE, "test_a_journal_system_gets_a_draft", _not_new),
        Deed("prefill", LIFE, "test_a_journal_system_fills_the_draft_beforehand", _not_prefilled),
        Deed("validate", TYPES, "test_an_example_is_complete", _never),
        Deed("sign", LIFE, "test_a_complete_draft_is_signed", _closed),
        Deed("register", LIFE, "test_a_signed_certificate_is_registered", _closed),
        Deed("send", LIFE, "test_a_signed_certificate_is_sent", _without("sendable", _older_major)),
        Deed("revoke", LIFE, "test_a_signed_certificate_is_revoked", _never),
        Deed("renew", LIFE, "test_a_renewal_is_a_draft_without_what_is_cleared", _without("renewable", _inactivated)),
        Deed("replace", LIFE, "test_a_replacement_begins_with_every_answer", _without("replaceable", _inactivated)),
        Deed("complement", LIFE, "test_a_complement_begins_with_every_answer", _without("complementable")),
        Deed("copy", LIFE, "test_a_copy_of_a_locked_draft_begins_with_every_answer", _without("copy_locked_draft")),
        Deed("print", TYPES, "test_the_print_holds_every_question", _never),
    )
}


def closed_as_delivered() -> str:
    """Ids of types that the demo world opens and a new installation does not (roles-and-access.md 3.4)."""
    opened = FEATURES[FeatureName.HANTERA_INTYGSUTKAST].types - DELIVERED[FeatureName.HANTERA_INTYGSUTKAST].types
    revived = DELIVERED[FeatureName.INAKTIVERAD_INTYGSTYP].types - FEATURES[FeatureName.INAKTIVERAD_INTYGSTYP].types
    return ", ".join(sorted(opened | revived))


def document() -> str:
    """The whole document."""
    notes: list[str] = []
    rows = [_row(ctype, notes) for ctype in _types()]
    names = list(DEEDS)
    lines = [
        "# Certificate types",
        "",
        "What can be done with each type and version. ✓: the column's test shows it for this type; a number: why not.",
        "Written by `tools/type_table.py` from the declarations in `certificates/types/` and the features of the demo",
        "world, where every type can be tried. The features as delivered also close drafts of",
        f"{closed_as_delivered()}, until the administration opens them. README is the one of",
        "the specification of certificate types.",
        "",
        f"| type | version | {' | '.join(names)} |",
        f"|---|---|{':-:|' * len(names)}",
        *rows,
        "",
        *(f"{number}. {note}" for number, note in enumerate(notes, 1)),
        "",
        "| column | test |",
        "|---|---|",
        *(f"| {deed.name} | `{deed.test}` in `{deed.path}` |" for deed in DEEDS.values()),
    ]
    return "\n".join(lines) + "\n"


def shown_cases() -> Iterator[str]:
    """The beginning of the name of every case that a ✓ stands for."""
    for ctype in _types():
        yield from (deed.case(ctype) for deed in DEEDS.values() if not deed.refusal(ctype))


def offered() -> tuple[CertificateType, ...]:
    """The types that drafts are made of in the browser, sorted by name."""
    return tuple(t for t in registry.all_types() if not DEEDS["draft in browser"].refusal(t))


def _types() -> list[CertificateType]:
    return sorted(registry.all_types(), key=lambda t: t.type_id)


def _row(ctype: CertificateType, notes: list[str]) -> str:
    """The cells of one type; a reason that is new is added to the notes."""
    cells = []
    for deed in DEEDS.values():
        refusal = deed.refusal(ctype)
        if refusal and refusal not in notes:
            notes.append(refusal)
        cells.append(str(notes.index(refusal) + 1) if refusal else "✓")
    return f"| {ctype.type_id} | {ctype.version} | {' | '.join(cells)} |"


if __name__ == "__main__":
    DOCUMENT.write_text(document())
