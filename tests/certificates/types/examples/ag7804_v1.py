"""AG7804 Läkarintyg om arbetsförmåga till arbetsgivaren, version 1."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import Example
from tests.certificates.types.examples import lisjp as fk7804

VERSIONS = ("1.2", "1.1", "1.0")
NOT_ASKED = {"26", "26.2", "1.2-motivering", "32.1-motivering"}


def of_fk7804(answers: dict[str, Any], **own: Any) -> dict[str, Any]:
    """What both forms ask, with what only this one does."""
    shared = {key: value for key, value in answers.items() if key not in NOT_ASKED}
    return {**shared, **{key.removeprefix("q").replace("_", "."): value for key, value in own.items()}}


COMPLETE = of_fk7804(
    fk7804.COMPLETE,
    q100=True,
    q35="Uttalad trötthet.",
    q17="Orkar inte hela pass.",
    q103=True,
    q103_2="Ring avdelningschefen.",
)
WITHOUT_DIAGNOSIS = of_fk7804(
    {key: value for key, value in fk7804.WITHOUT_EXAMINATION.items() if key != "6"},
    q100=False,
    q35="Nedsatt koncentration.",
    q17="Kan inte söka arbete.",
)
CARRIER = of_fk7804(fk7804.CARRIER, q100=True)

EXAMPLES = (
    Example("ag7804", VERSIONS, COMPLETE),
    Example("ag7804", VERSIONS, WITHOUT_DIAGNOSIS, "without-diagnosis"),
    Example("ag7804", VERSIONS, CARRIER, "carrier"),
)
