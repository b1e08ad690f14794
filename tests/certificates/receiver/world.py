"""What these tests are arranged with: certificates made of svar, and the rules of every type and version."""

from __future__ import annotations

import datetime as dt
from typing import Any

from certificates.questions.svar import Content, Cv, Delsvar, Period, Svar, Text
from certificates.types.af00213.receiver import RECEIVER_RULES as AF00213
from certificates.types.af00251.receiver import RECEIVER_RULES as AF00251
from certificates.types.ag114.receiver import RECEIVER_RULES as AG114_2
from certificates.types.ag114.receiver_v1 import RECEIVER_RULES as AG114_1
from certificates.types.ag7804.receiver import RECEIVER_RULES as AG7804_2
from certificates.types.ag7804.receiver_v1 import RECEIVER_RULES as AG7804_1
from certificates.types.db.receiver import RECEIVER_RULES as DB
from certificates.types.doi.receiver import RECEIVER_RULES as DOI
from certificates.types.fk3221.receiver import RECEIVER_RULES as FK3221
from certificates.types.fk3226.receiver import RECEIVER_RULES as FK3226
from certificates.types.fk7210.receiver import RECEIVER_RULES as FK7210
from certificates.types.fk7426.receiver import RECEIVER_RULES as FK7426
from certificates.types.fk7427.receiver import RECEIVER_RULES as FK7427
from certificates.types.fk7472.receiver import RECEIVER_RULES as FK7472
from certificates.types.fk7804.receiver import RECEIVER_RULES as FK7804
from certificates.types.fk7809.receiver import RECEIVER_RULES as FK7809
from certificates.types.fk7810.receiver import RECEIVER_RULES as FK7810
from certificates.types.lisjp.receiver import RECEIVER_RULES as LISJP
from certificates.types.luae_fs.receiver import RECEIVER_RULES as LUAE_FS
from certificates.types.luae_na.receiver import RECEIVER_RULES as LUAE_NA
from certificates.types.luse.receiver import RECEIVER_RULES as LUSE
from certificates.types.receiver import Received, ReceiverRule, ReceiverRules, Value
from certificates.types.ts8071.receiver import RECEIVER_RULES as TS8071_2
from certificates.types.ts8071.receiver_v1 import RECEIVER_RULES as TS8071_1
from certificates.types.ts_bas.receiver_v6 import RECEIVER_RULES as TS_BAS_6
from certificates.types.ts_bas.receiver_v7 import RECEIVER_RULES as TS_BAS_7
from certificates.types.ts_diabetes.receiver_v3 import RECEIVER_RULES as TS_DIABETES_3
from certificates.types.ts_diabetes.receiver_v4 import RECEIVER_RULES as TS_DIABETES_4
from certificates.types.tstrk1009.receiver import RECEIVER_RULES as TSTRK1009
from certificates.types.tstrk1062.receiver import RECEIVER_RULES as TSTRK1062

TODAY = dt.date(2026, 1, 15)
BIRTH = dt.date(1970, 5, 1)

RULES: dict[str, ReceiverRules] = {
    "af00213-v1": AF00213,
    "af00251-v1": AF00251,
    "ag114-v1": AG114_1,
    "ag114-v2": AG114_2,
    "ag7804-v1": AG7804_1,
    "ag7804-v2": AG7804_2,
    "db-v1": DB,
    "doi-v1": DOI,
    "fk3221-v1": FK3221,
    "fk3226-v1": FK3226,
    "fk7210-v1": FK7210,
    "fk7426-v1": FK7426,
    "fk7427-v1": FK7427,
    "fk7472-v1": FK7472,
    "fk7804-v2": FK7804,
    "fk7809-v1": FK7809,
    "fk7810-v1": FK7810,
    "lisjp-v1": LISJP,
    "luae_fs-v1": LUAE_FS,
    "luae_na-v1": LUAE_NA,
    "luse-v1": LUSE,
    "ts-bas-v6": TS_BAS_6,
    "ts-bas-v7": TS_BAS_7,
    "ts-diabetes-v3": TS_DIABETES_3,
    "ts-diabetes-v4": TS_DIABETES_4,
    "ts8071-v1": TS8071_1,
    "ts8071-v2": TS8071_2,
    "tstrk1009-v1": TSTRK1009,
    "tstrk1062-v1": TSTRK1062,
}
"""By type and major version."""


def given(svar_id: str, *parts: tuple[str, Content | str], instans: int | None = None) -> Svar:
    """``given("1", ("1.1", "true"))``; a plain text stands for itself."""
    contents = (Delsvar(name, Text(content) if isinstance(content, str) else content) for name, content in parts)
    return Svar(svar_id, tuple(contents), instans)


def answers(**values: Content | str | list[Content | str]) -> list[Svar]:
    """``answers(_8_2="0.5", _1_1=[Cv(…), Cv(…)])``: one svar per id; a list gives a svar for each of its values."""
    svar: dict[str, list[tuple[str, Any]]] = {}
    repeated: list[Svar] = []
    for name, value in values.items():
        sub_answer = name.strip("_").replace("_", ".")
        svar_id = sub_answer.partition(".")[0]
        if isinstance(value, list):
            repeated += [given(svar_id, (sub_answer, one), instans=n) for n, one in enumerate(value, start=1)]
        else:
            svar.setdefault(svar_id, []).append((sub_answer, value))
    return [*repeated, *(given(svar_id, *parts) for svar_id, parts in svar.items())]


def received(*svar: Svar, birth: dt.date | None = BIRTH) -> Received:
    return Received.of(svar, today=TODAY, birth=birth)


def faults(rule: ReceiverRule | ReceiverRules, *svar: Svar, birth: dt.date | None = BIRTH) -> list[str]:
    return list(rule.faults(received(*svar, birth=birth)))


def accepts(value: Value, content: Content | str) -> bool:
    return not value.fault(Text(content) if isinstance(content, str) else content)


def cv(code: str, system: str = "S") -> Cv:
    return Cv(code, system)


def period(start: str, end: str) -> Period:
    return Period(start, end)
