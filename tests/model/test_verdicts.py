"""How decisions are put into words."""

from datetime import date

from yicun.model.verdicts import Decision, Outcome, reasons

CLAUSE = "三（一）不得选聘3"


def test_rules_of_one_clause_print_it_once_with_the_words_of_each() -> None:
    unknown = [
        Decision(rule, CLAUSE, words, Outcome.UNKNOWN) for rule, words in (("a", "甲"), ("b", "乙"), ("c", "甲"))
    ]
    assert reasons(unknown) == f"{Outcome.UNKNOWN.label}：{CLAUSE}“甲”“乙”"


def test_what_only_one_of_them_adds_stays_with_it() -> None:
    noted = Decision("a", CLAUSE, "甲", Outcome.UNKNOWN, note="只写到月")
    dated = Decision("b", CLAUSE, "乙", Outcome.UNKNOWN, eligible_from=date(2020, 6, 2))
    other = Decision("c", "三（一）条件2", "丙", Outcome.UNKNOWN)
    plain = Decision("d", CLAUSE, "", Outcome.FAILS)
    assert reasons([noted, dated, other, plain]).split("\n") == [one.sentence for one in (noted, dated, other, plain)]
