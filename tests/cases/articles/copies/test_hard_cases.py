"""Texts that look like copies and are none, and the other way round; all invented, none tuned for."""

import pytest

from cases.articles.copies.judging import judge
from cases.articles.copies.quoting import has_quotations, only_quotes, outside_quotations
from cases.articles.copies.sketch import make_sketch
from cases.articles.copying.finding import note_copies_of
from tests.cases.articles.copies.conftest import Write
from tests.cases.articles.copies.test_judging import judged, sketch
from tests.cases.articles.copies.test_note_copies import originals
from tests.cases.articles.copies.wire import ENGLISH, WIRE, edited

POST = (
    "Суд в Самаре арестовал {who} на два месяца по делу о «дискредитации» армии. Защита просила о "
    "домашнем аресте, прокурор возражал, заседание прошло в закрытом режиме, слушателей в зал не пустили."
)
COURT = (
    "The regional court in Samara on Monday upheld the sentence of {who}, who was found guilty of spreading "
    "false information. The defence had asked the judges to acquit, while the prosecutor insisted that the "
    "term of six years was fair. The hearing lasted less than an hour and reporters were let in only for "
    "the verdict."
)
FIRE = (
    "В {where} ночью сгорел склад стройматериалов на окраине, огонь тушили шесть часов, пострадавших нет, "
    "причины выясняет пожарная инспекция, соседние дома эвакуировали, к утру жители вернулись домой."
)
WEATHER = (
    "Погода в {} на {} марта: днём до {} градусов тепла, ночью до {}, ветер {} метров в секунду, без осадков, "
    "давление {} миллиметров, влажность {} процентов. Синоптики советуют не забывать зонт и следить за "
    "предупреждениями спасателей."
)
REGISTER = (
    "Минюст внёс в реестр иностранных агентов {}. Об этом говорится на сайте ведомства. По версии "
    "министерства, они распространяли ложную информацию о решениях властей и участвовали в создании "
    "материалов иностранных агентов. Всего в реестре более тысячи человек."
)
STATEMENT = (
    "Мы не признаём вину и считаем это дело политической расправой, потому что три записи в социальной сети "
    "не могут угрожать ничьей безопасности, и любой, кто читал их, знает это. Мы будем бороться до конца и "
    "дойдём до последней инстанции"
)
QUOTING = (
    "Адвокат библиотекаря Вересковой выступила после заседания у здания суда. «{}», — сказала она "
    "журналистам. Вересковой продлили арест на два месяца, в зал никого не пустили. Жалобу защита подаст на "
    "этой неделе, областной суд рассмотрит её в течение десяти дней."
)
ALSO_QUOTING = (
    "Процесс по делу о записях в сети привлёк внимание правозащитников из трёх стран, которые приехали в "
    "Заозёрск поддержать Верескову. После продления ареста её защитница заявила: “{}”. Наблюдатели отметили, "
    "что прокурор не привёл ни одного доказательства, а судья отклонил все ходатайства за четверть часа."
)


@pytest.mark.parametrize(
    ("pattern", "one", "other"),
    [
        (POST, "активиста Лебедева", "активиста Гусева"),
        (POST, "И. Лебедева", "С. Гусева"),
        (COURT, "teacher Anna Orlova", "student Pavel Zimin"),
        (COURT, "Orlova", "Zimin"),
        (COURT, "Vereskovskaya", "Zimin"),
    ],
)
def test_one_template_about_two_people_of_whom_nobody_is_on_record(
    pattern: str, one: str, other: str
) -> None:
    answer = judged(pattern.format(who=one), pattern.format(who=other))
    assert answer.share > 0.6
    assert (answer.is_copy, answer.against) == (False, ("people",))


def test_one_template_about_two_towns() -> None:
    assert not judged(FIRE.format(where="Самаре"), FIRE.format(where="Твери")).is_copy


def test_a_post_of_twenty_words_with_two_of_them_changed_is_a_copy() -> None:
    post = FIRE.format(where="Самаре")
    assert judged(post, post.replace("ночью ", "").replace("пострадавших", "погибших")).is_copy


def test_the_weather_of_two_towns_and_of_two_days_is_not_one_article() -> None:
    today = WEATHER.format("Самаре", 3, 5, 1, 4, 751, 60)
    assert not judged(today, WEATHER.format("Твери", 3, 2, -4, 7, 743, 71)).is_copy
    assert not judged(today, WEATHER.format("Самаре", 4, 6, 2, 8, 749, 64)).is_copy


def test_two_entries_of_a_register_are_two_articles_and_a_reprint_of_one_is_a_copy() -> None:
    one = REGISTER.format("журналиста Олега Лебедева и писательницу Марию Гусеву")
    other = REGISTER.format("историка Павла Зимина и юриста Анну Орлову")
    assert not judged(one, other).is_copy
    assert judged(
        one, "Новости дня. " + one.replace("Об этом говорится на сайте ведомства. ", "")
    ).is_copy


def test_a_translation_is_no_copy() -> None:
    assert judged(WIRE, ENGLISH).share == 0


def test_a_live_blog_that_grew_is_a_copy_of_its_beginning() -> None:
    blog = [
        f"{hour}:{minute:02d} Пресс-секретарь {hour} заявил {minute}, что переговоры{hour * minute % 17} "
        f"идут трудно и стороны{minute} ждут ответа {hour * minute}."
        for hour in range(9, 20)
        for minute in (5, 25, 45)
    ]
    assert judged(" ".join(blog[:16]), " ".join(blog)).is_copy


def test_a_text_of_a_hundred_kilobytes_is_compared_like_any_other() -> None:
    book = " ".join(
        f"Слово{i} событие{i * 7 % 9973} день{i % 700} город{i * 13 % 3001}." for i in range(2600)
    )
    assert len(book) > 100_000
    assert judged(book, edited(book)).is_copy
    assert judged(book, book[: len(book) // 3]).is_copy


def test_two_articles_that_quote_one_statement_share_nothing_else() -> None:
    one, other = QUOTING.format(STATEMENT), ALSO_QUOTING.format(STATEMENT)
    assert judged(one, other).is_copy  # by words alone
    assert only_quotes(one, sketch(other)) and only_quotes(other, sketch(one))


def test_a_reprint_shares_what_stands_outside_the_quotation_too() -> None:
    one = QUOTING.format(STATEMENT)
    assert not only_quotes(one, sketch(edited(one))) and not only_quotes(edited(one), sketch(one))


def test_a_statement_printed_as_such_is_compared_whole() -> None:
    assert not only_quotes(f"«{STATEMENT}»", sketch(f"«{STATEMENT}»"))
    assert not only_quotes(WIRE, sketch(edited(WIRE)))


@pytest.mark.parametrize("form", ["«{}»", "“{}”", "„{}“", '"{}"', "\n— {}, — сказала она.\n"])
def test_quotations_are_known_in_any_form(form: str) -> None:
    text = f"До того. {form.format(STATEMENT)} После того."
    assert has_quotations(text)
    assert "расправой" not in outside_quotations(text) and "После" in outside_quotations(text)


def test_names_in_quotation_marks_are_no_quotations() -> None:
    assert not has_quotations("Об этом пишут «Медиазона» и «Вестник» — без подробностей.")


def test_articles_that_quote_one_statement_stay_apart_in_rows(write: Write) -> None:
    one = write(QUOTING.format(STATEMENT))
    other = write(ALSO_QUOTING.format(STATEMENT), 30)
    reprint = write(edited(QUOTING.format(STATEMENT)), 60)
    note_copies_of([one.pk, other.pk, reprint.pk])
    assert originals(one, other, reprint) == [None, None, one]


def test_a_text_of_one_word_and_one_without_any_harm_nobody() -> None:
    assert make_sketch("", "…") is None
    assert not judge(sketch("Суд."), sketch(WIRE)).is_copy
