"""What the diagnosis search offers (spec/ui.md 4.3, 10.7; certificate-types README 7)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from certificates.pages.marking import marked
from certificates.questions.diagnosis_codes import TOO_COARSE_TEXT, is_too_coarse, written_code
from terminology import search

MAX_HITS = search.MAX_HITS


@dataclass(frozen=True, slots=True)
class DiagnosisOption:
    """``refusal`` says why the code cannot be chosen; the option is shown all the same."""

    code: str
    title: str
    marked_title: SafeString
    refusal: str


@dataclass(frozen=True, slots=True)
class DiagnosisOptions:
    """``is_cut``: there are more hits than are shown."""

    options: tuple[DiagnosisOption, ...]
    hits_text: str
    is_cut: bool = False


def diagnosis_options(
    terminology: str, query: str, *, is_code: bool, taken: frozenset[str] = frozenset()
) -> DiagnosisOptions:
    """At most 18 hits; codes already chosen in other rows are left out."""
    query = query.strip()
    if not query:
        return DiagnosisOptions((), "")
    result = search.search_by_code(terminology, query) if is_code else search.search(terminology, query)
    used = {written_code(code) for code in taken}
    hits = [hit for hit in result.hits if hit.code not in used]
    options = tuple(
        DiagnosisOption(
            code=hit.display_code,
            title=hit.title,
            marked_title=marked(hit.title, "" if is_code else query),
            refusal=TOO_COARSE_TEXT if is_too_coarse(hit.code) else "",
        )
        for hit in hits
    )
    return DiagnosisOptions(options, _hits_text(len(hits), result.total), result.total > MAX_HITS)


def _hits_text(shown: int, total: int) -> str:
    if total > MAX_HITS:
        return f"{total} träffar, de första {shown} visas. Förfina sökningen."
    return {0: "Inga träffar", 1: "1 träff"}.get(shown, f"{shown} träffar")
