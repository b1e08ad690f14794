"""The rules by which a receiver accepts or refuses a certificate's answers (spec/certificate-types README 12).

They look at the XML only and are milder and stricter than the form in turn; a type declares them as ``ReceiverRules``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from lxml import etree

from certificates.questions import dates
from certificates.questions.base import SubAnswer, SubAnswerKind
from certificates.questions.boolean import SPELLINGS
from certificates.questions.svar import Content, Cv, Period, Svar, Text, read_svar
from certificates.types.base import CertificateType
from certificates.types.receiver import DiagnosisRule, ReceiverRules, Rule, When

_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\s*")


def check(ctype: CertificateType, intyg: etree._Element) -> list[str]:
    """Every rule that the ``intyg`` breaks, in Swedish; empty when the receiver accepts it."""
    svar = tuple(read_svar(intyg))
    rules = ctype.receiver_rules
    return [
        *_counts(svar, rules),
        *_instances(svar, rules),
        *_sub_answer_counts(svar, rules),
        *_values(svar, ctype),
        *_distinct(svar, rules),
        *_periods(svar, rules),
        *(fault for rule in rules.diagnoses for fault in _diagnoses(svar, rule)),
        *(fault for rule in rules.rules for fault in _rule(svar, rule)),
    ]


def _counts(svar: Sequence[Svar], rules: ReceiverRules) -> Iterator[str]:
    found = Counter(s.id for s in svar)
    for svar_id in found.keys() - rules.allowed_svar_ids:
        yield f"Svar {svar_id} ingår inte i intygstypen"
    for svar_id, count in rules.counts.items():
        if found[svar_id] < count.least:
            yield f"Svar {svar_id} saknas"
        elif count.most is not None and found[svar_id] > count.most:
            yield f"Svar {svar_id} får finnas högst {count.most} gånger"


def _instances(svar: Sequence[Svar], rules: ReceiverRules) -> Iterator[str]:
    for one in svar:
        if one.instans is None and one.id in rules.instans_required:
            yield f"Svar {one.id} saknar instans"
        elif one.instans is not None and one.instans < 1:
            yield f"Svar {one.id} har en instans under 1"


def _sub_answer_counts(svar: Sequence[Svar], rules: ReceiverRules) -> Iterator[str]:
    for one in svar:
        expected = rules.sub_answers.get(one.id)
        if expected is None:
            continue
        found = Counter(d.id for d in one.delsvar)
        for sub_answer in expected.exactly_one:
            if found[sub_answer] != 1:
                yield f"Delsvar {sub_answer} ska finnas exakt en gång i svar {one.id}"
        for sub_answer in expected.at_most_one:
            if found[sub_answer] > 1:
                yield f"Delsvar {sub_answer} får finnas högst en gång i svar {one.id}"
        for sub_answer in found.keys() - {*expected.exactly_one, *expected.at_most_one}:
            yield f"Delsvar {sub_answer} ingår inte i svar {one.id}"


def _values(svar: Sequence[Svar], ctype: CertificateType) -> Iterator[str]:
    declared = {sub_answer.id: sub_answer for q in ctype.questions() for sub_answer in q.sub_answers}
    for one in svar:
        for delsvar in one.delsvar:
            sub_answer = declared.get(delsvar.id)
            if sub_answer and not _ACCEPTS[sub_answer.kind](delsvar.content, sub_answer):
                yield f"Delsvar {delsvar.id} har ett felaktigt värde"


def _is_text(content: Content, _: SubAnswer) -> bool:
    return isinstance(content, Text) and bool(content.value.strip())


def _is_boolean(content: Content, _: SubAnswer) -> bool:
    return isinstance(content, Text) and content.value.strip() in SPELLINGS


def _is_date(content: Content, _: SubAnswer) -> bool:
    match = _DATE.fullmatch(content.value) if isinstance(content, Text) else None
    return match is not None and dates.parse_iso(match[1]) is not None


def _is_code(content: Content, sub_answer: SubAnswer) -> bool:
    return (
        isinstance(content, Cv)
        and not content.faulty
        and content.system in sub_answer.code_systems
        and content.code in sub_answer.codes
    )


def _is_diagnosis(content: Content, sub_answer: SubAnswer) -> bool:
    return isinstance(content, Cv) and not content.faulty and content.system.strip() in sub_answer.code_systems


def _is_period(content: Content, _: SubAnswer) -> bool:
    return isinstance(content, Period)


_ACCEPTS = {
    SubAnswerKind.TEXT: _is_text,
    SubAnswerKind.BOOLEAN: _is_boolean,
    SubAnswerKind.DATE: _is_date,
    SubAnswerKind.CODE: _is_code,
    SubAnswerKind.PERIOD: _is_period,
    SubAnswerKind.DIAGNOSIS: _is_diagnosis,
}


def _distinct(svar: Sequence[Svar], rules: ReceiverRules) -> Iterator[str]:
    for sub_answer in rules.distinct_codes:
        codes = [code for s in svar if (code := s.code(sub_answer))]
        if len(codes) != len(set(codes)):
            yield f"Samma kod finns flera gånger i delsvar {sub_answer}"


def _periods(svar: Sequence[Svar], rules: ReceiverRules) -> Iterator[str]:
    for sub_answer in rules.periods:
        periods = [p for s in svar if isinstance(p := s.get(sub_answer), Period)]
        complete = [p for p in periods if dates.parse_iso(p.start) and dates.parse_iso(p.end)]
        if len(complete) < len(periods):
            yield f"Perioden i delsvar {sub_answer} saknar start eller slut"
        if any(p.end < p.start for p in complete):
            yield f"Perioden i delsvar {sub_answer} slutar före sin början"
        if any(a.start < b.end and a.end > b.start for a, b in combinations(complete, 2)):
            yield f"Perioder i delsvar {sub_answer} överlappar"


def _diagnoses(svar: Sequence[Svar], rule: DiagnosisRule) -> Iterator[str]:
    for one in (s for s in svar if s.id == rule.svar):
        given = [(one.get(text_id) is not None, one.get(code_id) is not None) for text_id, code_id in rule.rows]
        if any(text != code for text, code in given):
            yield f"Diagnoskod och beskrivning hör ihop i svar {rule.svar}"
        if any(all(later) and not all(earlier) for earlier, later in pairwise(given)):
            yield f"Diagnoser i svar {rule.svar} ska anges uppifrån"
        for _, code_id in rule.rows:
            code = one.code(code_id)
            if code and not _fits(code, rule):
                yield f"Diagnoskoden i delsvar {code_id} har fel form"


def _fits(code: str, rule: DiagnosisRule) -> bool:
    if rule.max_length is not None and len(code) > rule.max_length:
        return False
    return not rule.pattern or re.fullmatch(rule.pattern, code) is not None


def _rule(svar: Sequence[Svar], rule: Rule) -> Iterator[str]:
    for scope in _scopes(svar, rule):
        if all(_holds(scope, condition) for condition in rule.when):
            yield from (f"{_named(place)} saknas" for place in rule.present if not _exists(scope, place))
            yield from (f"{_named(place)} får inte finnas" for place in rule.absent if _exists(scope, place))


def _scopes(svar: Sequence[Svar], rule: Rule) -> list[Sequence[Svar]]:
    if not rule.same_svar:
        return [svar]
    svar_id = rule.when[0].sub_answer.partition(".")[0]
    return [(one,) for one in svar if one.id == svar_id]


def _holds(svar: Sequence[Svar], condition: When) -> bool:
    contents = [d.content for s in svar for d in s.delsvar if d.id == condition.sub_answer]
    has_value = any(_plain(content) in condition.values for content in contents)
    if not condition.negated:
        return has_value
    return not has_value and (bool(contents) or not condition.must_exist)


def _plain(content: Content) -> str:
    if isinstance(content, Cv):
        return content.code
    return content.value.strip() if isinstance(content, Text) else ""


def _exists(svar: Sequence[Svar], place: str) -> bool:
    if "." not in place:
        return any(s.id == place for s in svar)
    return any(s.get(place) is not None for s in svar)


def _named(place: str) -> str:
    return f"Delsvar {place}" if "." in place else f"Svar {place}"
