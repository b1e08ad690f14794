"""Rules that the files tell with numbers or in words, type by type."""

from __future__ import annotations

import pytest

from certificates.questions.svar import PartialDate, Quantity, Svar
from certificates.types.receiver import Coded, ReceiverRules
from tests.certificates.receiver.world import RULES, answers, cv, faults, given, period

TS_BAS_7, TS_BAS_6, TS_DIABETES_3 = RULES["ts-bas-v7"], RULES["ts-bas-v6"], RULES["ts-diabetes-v3"]
IAV = "24c41b8d-258a-46bf-a08a-b90738b28770"
ICD = "1.2.752.116.1.1.1.1.3"
CORRECTED_7 = ["Delsvar 8.5 saknas", "Delsvar 8.6 saknas", "Delsvar 8.7 saknas"]
CORRECTED_6 = ["Delsvar 8.4 saknas", "Delsvar 8.5 saknas", "Delsvar 8.6 saknas"]


def acuity(rules: ReceiverRules, licence: str, *values: str) -> list[str]:
    """Faults of svar 8 with right, left and both eyes."""
    first = 1 if rules is TS_BAS_6 else 2
    parts = [(f"8.{n}", value) for n, value in enumerate(values, start=first) if value]
    told = faults(rules, given("1", ("1.1", cv(licence, IAV))), given("8", *parts))
    return [fault for fault in told if " 8." in fault]


@pytest.mark.parametrize(
    ("licence", "values", "are_needed"),
    [
        ("IAV10", ("1.0", "1.0", "0.4"), True),
        ("IAV10", ("0.1", "0.1", "0.5"), False),
        ("IAV1", ("0.7", "0.7", "1.0"), True),
        ("IAV9", ("0.7", "0.8", "0.4"), False),
        ("IAV5", ("0.8", "0.0", "1.0"), True),
        ("IAV3", ("0.0", "2.0", "2.0"), True),
        ("IAV3", ("0.8", "0.1", "0.1"), False),
        ("IAV10", ("0.0", "0.0", "0.9"), False),
    ],
)
def test_when_ts_bas_needs_corrected_acuity(licence: str, values: tuple[str, ...], are_needed: bool) -> None:
    assert acuity(TS_BAS_7, licence, *values) == (CORRECTED_7 if are_needed else [])
    assert acuity(TS_BAS_6, licence, *values) == (CORRECTED_6 if are_needed else [])


@pytest.mark.parametrize(
    ("licence", "values", "are_needed"),
    [
        ("IAV11", ("1.0", "1.0", "0.4"), True),
        ("IAV11", ("0.0", "0.0", "0.5"), False),
        ("IAV1", ("1.0", "1.0", "0.4"), False),
        ("IAV1", ("0.7", "0.7", "1.0"), True),
        ("IAV1", ("0.8", "0.05", "1.0"), True),
        ("IAV1", ("0.8", "0.1", "1.0"), False),
    ],
)
def test_when_ts_diabetes_3_needs_corrected_acuity(licence: str, values: tuple[str, ...], are_needed: bool) -> None:
    assert acuity(TS_DIABETES_3, licence, *values) == (CORRECTED_7 if are_needed else [])


def test_one_acuity_value_is_enough_for_ts_bas_7() -> None:
    assert acuity(TS_BAS_7, "IAV10", "1.0") == []
    assert acuity(TS_BAS_7, "IAV10") == ["Något av delsvar 8.2, 8.3, 8.4, 8.5, 8.6, 8.7 ska finnas"]


def test_acuity_sent_apart_is_not_told_here() -> None:
    told = faults(TS_BAS_7, given("8", ("8.1", "true"), ("8.2", "1.0"), ("8.8", "true")))

    assert [fault for fault in told if " 8." in fault] == ["Delsvar 8.2 får inte finnas"]


def test_an_acuity_value_that_stands_twice_is_a_breach() -> None:
    told = faults(TS_BAS_7, given("8", ("8.2", "1.0"), ("8.2", "1.0")))

    assert "Delsvar 8.2 får finnas högst en gång i svar 8" in told


def test_acuity_has_no_upper_limit_in_ts_bas_6() -> None:
    assert acuity(TS_BAS_6, "IAV10", "9.0", "9.0", "9.0") == []
    assert "Delsvar 8.2 ska vara högst 2.0" in acuity(TS_BAS_7, "IAV10", "9.0")


@pytest.mark.parametrize("svar_id", ["118", "933"])
def test_svar_that_end_as_a_known_id_pass_ts_bas(svar_id: str) -> None:
    assert f"Svar {svar_id} ingår inte i intygstypen" not in faults(TS_BAS_7, given(svar_id, ("1.1", "x")))


@pytest.mark.parametrize("svar_id", ["98", "401", "40"])
def test_other_unknown_svar_do_not_pass_ts_bas(svar_id: str) -> None:
    assert f"Svar {svar_id} ingår inte i intygstypen" in faults(TS_BAS_7, given(svar_id, ("1.1", "x")))


@pytest.mark.parametrize(
    ("key", "svar_id", "passes"),
    [
        ("ts-diabetes-v4", "92", True), ("ts-diabetes-v4", "91", False), ("ts-diabetes-v4", "9206", True),
        ("ts-diabetes-v3", "92", False), ("ts-diabetes-v3", "932", True), ("ts-diabetes-v3", "9100", True),
    ],
)  # fmt: skip
def test_ends_of_unknown_ids_in_ts_diabetes(key: str, svar_id: str, passes: bool) -> None:
    told = faults(RULES[key], given(svar_id, ("1.1", "x")))

    assert (f"Svar {svar_id} ingår inte i intygstypen" not in told) is passes


def test_a_higher_licence_is_judged_only_where_the_certificate_concerns_it() -> None:
    told = faults(
        RULES["ts-diabetes-v4"], *answers(_1_1=[cv("VAR12")], _33_1=[cv("VAR1"), cv("VAR13")])
    )  # VAR13 is a lower licence

    assert "VAR1 i delsvar 33.1 ska också finnas i delsvar 1.1" in told


# --- certificates of death --------------------------------------------------------------------------------------------


def death(key: str, *svar: Svar) -> list[str]:
    """Faults that tell of a date or an order, without the missing svar."""
    return [
        fault for fault in faults(RULES[key], *svar) if "Datumet" in fault or "kräver" in fault or "stämmer" in fault
    ]


@pytest.mark.parametrize("key", ["db-v1", "doi-v1"])
def test_found_dead_is_later_than_death(key: str) -> None:
    assert death(key, *answers(_2_1="false", _2_2="2017-05-00", _2_3="2017-04-30")) == [
        "Datumet i delsvar 2.3 ska vara senare än det i delsvar 2.2"
    ]
    assert death(key, *answers(_2_1="false", _2_2="2017-00-00", _2_3="2017-01-01")) == []


@pytest.mark.parametrize("key", ["db-v1", "doi-v1"])
def test_an_uncertain_date_of_death_needs_only_its_shape(key: str) -> None:
    told = faults(RULES[key], *answers(_2_1="false", _2_2="2017-13-00", _2_3="2017-14-01"))

    assert not any("2.2 ska vara" in fault for fault in told)


@pytest.mark.parametrize("key", ["db-v1", "doi-v1"])
def test_a_child_of_28_days(key: str) -> None:
    told = death(key, *answers(_2_1="true", _2_2="1970-05-29", _4_1="false"))

    assert told == ["Delsvar 4.1 stämmer inte med datumet i delsvar 2.2 och födelsedatumet"]


def test_an_examination_after_death_is_refused_only_when_it_was_made_before() -> None:
    late = answers(_2_1="true", _2_2="2026-01-01", _6_1="false", _6_2=cv("UNDERSOKNING_GJORT"), _6_3="2026-01-02")
    with_true = answers(_2_1="true", _2_2="2026-01-01", _6_1="true", _6_3="2026-01-02")

    assert death("db-v1", *late) == ["Datumet i delsvar 6.3 får inte vara senare än delsvar 2.2"]
    assert death("db-v1", *with_true) == []


def test_a_forensic_examination_asks_for_a_police_report() -> None:
    told = faults(RULES["db-v1"], *answers(_6_2=cv("UNDERSOKNING_SKA_GORAS"), _7_1="false"))

    assert "Delsvar 7.1 ska vara true" in told


def cause(instans: int, day: str) -> Svar:
    return given("9", ("9.2", day), instans=instans)


def test_causes_go_back_in_time_without_gaps() -> None:
    assert death("doi-v1", cause(1, "2026-01-02"), cause(2, "2026-01-01")) == []
    assert death("doi-v1", cause(1, "2026-01-01"), cause(2, "2026-01-02")) == [
        "Datumet i delsvar 9.2 får inte vara senare än det på raden ovanför"
    ]
    assert death("doi-v1", cause(2, "2026-01-02")) == ["Svar 9 med instans 2 kräver ett med instans 1"]


def test_a_cause_may_lack_its_description_and_pair_codes_freely() -> None:
    row = given("9", ("9.3", cv("NI", "1.2.752.116.2.1.1.1")), instans=1)

    assert [fault for fault in faults(RULES["doi-v1"], row) if "9" in fault] == []


# --- the others -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("written", "accepted"), [("70.0", True), ("70", False), ("070.0", False), ("100.5", False)])
def test_how_a_percentage_of_ag1_14_is_written(written: str, accepted: bool) -> None:
    told = faults(RULES["ag114-v1"], *answers(_7_1=Quantity(written, "%"), _7_2=period("2026-01-01", "2026-01-02")))

    assert (not any("7.1" in fault for fault in told)) is accepted


def test_measures_of_ag7804_version_1_are_fewer_than_of_lisjp() -> None:
    def measures(key: str) -> frozenset[str]:
        (value,) = (part.value for expected in RULES[key].svar for part in expected.parts if part.id == "40.1")
        assert isinstance(value, Coded)
        return value.choices.codes

    assert measures("lisjp-v1") - measures("ag7804-v1") == {"SOKA_NYTT_ARBETE", "KONFLIKTHANTERING"}
    assert measures("ag7804-v1") < measures("lisjp-v1")


def test_ag7804_version_1_refuses_a_basis_after_today() -> None:
    told = faults(RULES["ag7804-v1"], *answers(_1_2="2026-01-16"))

    assert "Datumet i delsvar 1.2 får inte vara senare än dagens datum" in told


def test_ag7804_version_1_asks_for_35_only_without_27() -> None:
    assert "Svar 35 saknas" in faults(RULES["ag7804-v1"])
    assert "Svar 35 saknas" not in faults(RULES["ag7804-v1"], *answers(_27_1="false"))


def test_af00251_takes_periods_that_meet_but_none_that_overlap() -> None:
    meeting = answers(_6_2=[period("2026-01-01", "2026-01-05"), period("2026-01-05", "2026-01-09")])
    overlapping = answers(_6_2=[period("2026-01-01", "2026-01-06"), period("2026-01-05", "2026-01-09")])

    assert "Perioder i delsvar 6.2 överlappar" not in faults(RULES["af00251-v1"], *meeting)
    assert "Perioder i delsvar 6.2 överlappar" in faults(RULES["af00251-v1"], *overlapping)


def test_af00251_takes_one_extent_although_nothing_hinders() -> None:
    one = [given("6", ("6.2", "x"))]

    assert not any("Svar 6" in fault for fault in faults(RULES["af00251-v1"], *answers(_5_1="false"), *one))
    assert "Svar 6 får finnas högst en gång" in faults(RULES["af00251-v1"], *answers(_5_1="false"), *one, *one)


def test_a_diagnosis_of_tstrk1062_has_a_code_of_icd_and_a_year_that_has_been() -> None:
    def told(code: str, system: str, year: str) -> list[str]:
        row = given("51", ("51.1", cv(code, system)), ("51.3", PartialDate("YYYY", year)))
        return [fault for fault in faults(RULES["tstrk1062-v1"], row) if "51." in fault]

    assert told("F900", ICD, "1950") == []
    assert told("F90", ICD, "2020") == ["Delsvar 51.1 ska vara en diagnoskod av rätt form"]
    assert told("F900", "1.2.752.116.1.3.1.4.1", "2020") == [f"Delsvar 51.1 ska vara en diagnoskod ur {ICD}"]
    assert told("F900", ICD, "2027") == ["Årtalet i delsvar 51.3 får inte vara senare än i år"]


@pytest.mark.parametrize(
    ("key", "svar", "fault"),
    [
        ("fk3221-v1", [], "Något av svar 8, 9, 10, 11, 12, 13, 14 ska finnas"),
        ("fk3221-v1", [given("1", ("1.1", cv("ANNAT")))] * 6, "Svar 1 får finnas högst 5 gånger"),
        (
            "fk3221-v1",
            [given("58", ("58.2", cv("F43", "1.2.752.116.1.1.1")))],
            "Delsvar 58.2 ska vara en diagnoskod av rätt form",
        ),
        ("fk3226-v1", [given("1", ("1.1", cv("ANNAT")))] * 2, "Samma kod finns flera gånger i delsvar 1.1"),
        (
            "fk3226-v1",
            [given("58", ("58.2", cv("A01", "1.2.752.116.1.1.1")))],
            "Delsvar 58.2 ska vara en diagnoskod ur 1.2.752.116.1.1.1.1.8",
        ),
        ("fk7210-v1", [], "Svar 54 saknas"),
        ("fk7426-v1", [], "Något av svar 58, 55 ska finnas"),
        ("fk7426-v1", [], "Något av svar 71, 72 ska finnas"),
        ("fk7427-v1", [], "Något av svar 58, 55 ska finnas"),
        ("fk7427-v1", [], "Svar 59 saknas"),
        ("fk7472-v1", answers(_55_1="x" * 319), "Delsvar 55.1 ska vara högst 318 tecken"),
        ("fk7472-v1", answers(_56_1=[cv("HALVA"), cv("HALVA")]), "Samma kod finns flera gånger i delsvar 56.1"),
        ("fk7809-v1", [], "Något av svar 8, 9, 10, 11, 12, 13, 14, 48, 49 ska finnas"),
        ("fk7809-v1", [], "Svar 51 saknas"),
        ("fk7810-v1", [], "Något av svar 65, 66, 67, 68, 69 ska finnas"),
        ("fk7810-v1", [], "Svar 70 saknas"),
    ],
)
def test_what_the_model_types_tell_in_words(key: str, svar: list[Svar], fault: str) -> None:
    assert fault in faults(RULES[key], *svar)


@pytest.mark.parametrize("key", ["ag114-v2", "ag7804-v2", "ts8071-v1", "ts8071-v2"])
def test_types_without_schematron_have_their_values_checked_only(key: str) -> None:
    assert faults(RULES[key]) == []
    assert faults(RULES[key], given("77", ("77.1", " "))) == []


@pytest.mark.parametrize(
    ("key", "code", "accepted"),
    [("ts8071-v2", "vetinte", True), ("ts8071-v2", "vetej", False), ("ts8071-v1", "vetej", True)],
)
def test_not_known_has_a_code_of_its_own_in_each_version_of_ts8071(key: str, code: str, accepted: bool) -> None:
    assert (faults(RULES[key], *answers(_11_10=cv(code, "TS-001"))) == []) is accepted
