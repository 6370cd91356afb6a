"""References to provisions: every way they are cited, and back; the letters keep their sound."""

import pytest

from cases.laws.references import (
    ProvisionReference,
    find_references,
    format_reference,
    parse_reference,
)

R = ProvisionReference


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("п. «д» ч. 2 ст. 207.3 УК РФ", [R("УК", "207.3", "2", "д")]),
        ("чч. 1 и 2 ст. 205.2 УК", [R("УК", "205.2", "1"), R("УК", "205.2", "2")]),
        ("ч. 1–3 ст. 158 УК РФ", [R("УК", "158", p) for p in "123"]),
        ("ч. 3 ст. 30, ч. 2 ст. 167 УК РФ", [R("УК", "167", "2", stage="attempt")]),
        ("ч. 1 ст. 30, ч. 2 ст. 208 УК РФ", [R("УК", "208", "2", stage="preparation")]),
        ("ч. 5 ст. 33, ч. 1 ст. 222 УК РФ", [R("УК", "222", "1")]),
        ("ст. 20.3.3 ч. 1 КоАП РФ", [R("КоАП", "20.3.3", "1")]),
        ("пункт «д» части 2 статьи 207.3 УК", [R("УК", "207.3", "2", "д")]),
        ("часть вторая статьи 280 Уголовного кодекса РФ", [R("УК", "280", "2")]),
        ("по ст. 205.2 и 280.3 УК", [R("УК", "205.2"), R("УК", "280.3")]),
        ("по 207.3 УК РФ", [R("УК", "207.3")]),
        ("Статья 2073 УК РФ", [R("УК", "207.3")]),
        ("ст. 207³ УК РФ", [R("УК", "207.3")]),
        ("УК РФ, статья 280.3", [R("УК", "280.3")]),
        ("паводле часткі 2 артыкула 207.3 КК РФ", [R("УК", "207.3", "2")]),
        ("Rusijos baudžiamojo kodekso 280.3 straipsnio 1 dalį", [R("УК", "280.3", "1")]),
        ("pēc Krievijas Kriminālkodeksa 275. panta", [R("УК", "275")]),
        ("паводле артыкула 24.23 КаАП", []),
        ("ст. 318 УК РФ и ч. 1 ст. 20.3.3 КоАП", [R("УК", "318"), R("КоАП", "20.3.3", "1")]),
        (
            "п. «а», «б», «д» ч. 2 ст. 207.3; ч. 1 ст. 205.2 УК РФ",
            [R("УК", "207.3", "2", p) for p in "абд"] + [R("УК", "205.2", "1")],
        ),
        ("Article 207.3, Part 2, point 'd'", [R("", "207.3", "2", "д")]),
        (
            "Subparagraph 'd' of Part 2 of Article 207.3 of the Criminal Code",
            [R("УК", "207.3", "2", "д")],
        ),
        ("Article 280.3(1) of the Russian Criminal Code", [R("УК", "280.3", "1")]),
        ("art. 207.3 del codice penale russo", [R("УК", "207.3")]),
        ("under Article 20.3.3", [R("КоАП", "20.3.3")]),
    ],
)
def test_a_citation_is_read(text: str, expected: list[ProvisionReference]) -> None:
    assert parse_reference(text) == expected


def test_point_letters_go_over_by_sound_and_never_by_their_place() -> None:
    (fifth,) = parse_reference("Article 207.3, Part 2, point 'd' of the Criminal Code")
    assert (fifth.point, fifth.doubtful) == ("д", False)
    (unclear,) = parse_reference("Article 207.3, para. 2(e) of the Criminal Code")
    assert (unclear.point, unclear.doubtful) == ("е", True)


@pytest.mark.parametrize(
    "text",
    [
        "статья 5 договора",
        "ст. 426 УК Беларуси",
        "ст. 207.3 УК Украины",
        "Article 5 of the Constitution",
        "часть 2 фильма, пункт 3 плана",
        "в 207 году",
        "",
    ],
)
def test_what_is_no_provision_on_record_is_not_read_as_one(text: str) -> None:
    assert parse_reference(text) == []


def test_a_term_of_years_is_no_article() -> None:
    assert parse_reference("по ст. 205.2 УК, 7 лет") == [R("УК", "205.2")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("по 275-й статье УК", [R("УК", "275")]),
        ("по статье 280 прим 3 УК РФ", [R("УК", "280.3")]),
        ("ч. 2 ст. 205.2 (публичное оправдание терроризма) УК РФ", [R("УК", "205.2", "2")]),
        ("Section 207.3 of the Russian Criminal Code", [R("УК", "207.3")]),
        ("Article 275.1 UK RF", [R("УК", "275.1")]),
        ("§ 207.3 StGB der Russischen Föderation", [R("УК", "207.3")]),
        ("Art. 205.2 Abs. 2 des russischen Strafgesetzbuches", [R("УК", "205.2", "2")]),
        ("alinéa 2 de l'article 207.3 du Code pénal russe", [R("УК", "207.3", "2")]),
        ("apartado 2 del artículo 207.3 del Código Penal ruso", [R("УК", "207.3", "2")]),
        ("comma 2 dell'articolo 207.3 del codice penale russo", [R("УК", "207.3", "2")]),
        ("art. 207.3, par. 2 lett. d del codice penale russo", [R("УК", "207.3", "2", "д")]),
        ("art. 205.2 cz. 2 rosyjskiego kodeksu karnego", [R("УК", "205.2", "2")]),
        ("podle článku 207.3 odst. 2 trestního zákoníku RF", [R("УК", "207.3", "2")]),
        ("ч. 2 ст. 207.3 КК РФ", [R("УК", "207.3", "2")]),
        ("частиною 2 статті 207.3 Кримінального кодексу Росії", [R("УК", "207.3", "2")]),
        ("чл. 207.3 от Наказателния кодекс на Русия", [R("УК", "207.3")]),
        ("artikel 280.3 van het Russische Wetboek van Strafrecht", [R("УК", "280.3")]),
    ],
)
def test_other_languages_and_loose_habits_are_read_too(
    text: str, expected: list[ProvisionReference]
) -> None:
    assert parse_reference(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Article 6.1 of the Convention",
        "статья 10.1 закона об иноагентах",
        "§ 129a StGB",
        "article 432 du Code pénal",
        "ст. 342 КК Беларуси",
        "Article 110 of the Ukrainian Criminal Code",
        "ст. 122 НК РФ",
        "Art. 10.2 ECHR",
    ],
)
def test_conventions_and_codes_of_other_countries_are_left_out(text: str) -> None:
    assert parse_reference(text) == []


def test_a_criminal_code_of_an_unsaid_country_is_kept_as_a_question() -> None:
    assert parse_reference("Article 275 of the Criminal Code") == [R("", "275")]


def test_a_law_said_after_a_comma_does_not_take_the_article_away() -> None:
    assert parse_reference("по ст. 207.3, закон о «фейках»") == [R("", "207.3")]


def test_a_text_of_nothing_but_citations_is_read_to_its_end() -> None:
    assert len(find_references("ст. 207.3 УК РФ; " * 5_000)) == 5_000


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    "reference",
    [
        R("УК", "207.3", "2", "д"),
        R("УК", "205.2", "1"),
        R("УК", "318"),
        R("УК", "212", "1.1"),
        R("УК", "167", "2", stage="attempt"),
        R("УК", "208", "2", stage="preparation"),
        R("КоАП", "20.3.3", "1"),
        R("УПК", "108", "1"),
        R("УК", "105", "2", "ж"),
    ],
)
def test_what_is_written_is_read_back_the_same(reference: R, language: str) -> None:
    assert parse_reference(format_reference(reference, language)) == [reference]


def test_the_two_languages_write_as_courts_and_as_readers_expect() -> None:
    reference = R("УК", "207.3", "2", "д")
    assert format_reference(reference, "ru") == "п. «д» ч. 2 ст. 207.3 УК РФ"
    english = "Art. 207.3 part 2 (д) of the Criminal Code of Russia"
    assert format_reference(reference, "en") == english


def test_spans_lie_where_the_words_stand() -> None:
    text = "Его судят по п. «д» ч. 2 ст. 207.3 УК РФ, а её по ч. 1 ст. 280.3 УК РФ."
    spans = find_references(text)
    assert [span.surface for span in spans] == [
        "п. «д» ч. 2 ст. 207.3 УК РФ",
        "ч. 1 ст. 280.3 УК РФ",
    ]
    assert all(text[span.start : span.end] == span.surface for span in spans)


@pytest.mark.parametrize(
    "text", ["ч. 1, " * 20_000, "ст. " * 50_000, "1" * 300_000, "п. а, а " * 20_000]
)
def test_long_nonsense_is_read_and_gives_nothing(text: str) -> None:
    assert find_references(text) == []
