"""Sentences of articles: whole, short, word for word, and what most outlets say."""

from cases.stories.extracts import LONGEST_SENTENCE, MOST_SENTENCES, Source, extracts, sentences_of

SHARED = "The court in Perm sentenced the teacher Igor Savitsky to four years in a penal colony."
OWN = "Our correspondent was offered tea and biscuits by a friendly guard in the corridor."


def test_what_most_outlets_say_is_chosen_first() -> None:
    sources = [
        Source(1, 1, "en", f"{OWN} {SHARED}"),
        Source(2, 2, "en", SHARED.replace("sentenced", "on Monday sentenced")),
        Source(
            3, 3, "en", "Igor Savitsky, a teacher in Perm, must go to a penal colony for years."
        ),
    ]
    first = extracts(sources)[0]
    assert "Savitsky" in first.sentence
    assert any(one.sentence in source.text for source in sources for one in [first])


def test_an_outlet_with_many_articles_does_not_speak_for_all() -> None:
    loud = [Source(n, 1, "en", f"{OWN} Part {n} of the long series goes on.") for n in range(9)]
    sources = [*loud, Source(20, 2, "en", SHARED), Source(21, 3, "en", SHARED + " ")]
    assert extracts(sources)[0].sentence == SHARED


def test_no_sentence_is_changed_or_too_long_or_one_too_many() -> None:
    text = " ".join(
        f"In town number {n} the judge {'very ' * (n % 60)}quickly read verdict {n} to the teacher."
        for n in range(80)
    )
    sources = [Source(n, n, "en", text) for n in range(3)]
    chosen = extracts(sources)
    assert 0 < len(chosen) <= MOST_SENTENCES
    assert all(one.sentence in text and len(one.sentence) <= LONGEST_SENTENCE for one in chosen)


def test_a_short_form_ends_no_sentence() -> None:
    text = "Суд на ул. Ленина, 5 в г. Перми приговорил Игоря Савицкого к 4 годам. Адвокат подаст жалобу в суд."
    assert sentences_of(text)[0].endswith("к 4 годам.")


def test_calls_to_subscribe_and_addresses_are_no_news() -> None:
    assert (
        sentences_of("Подписывайтесь на наш канал https://t.me/s/x и читайте новости первыми.")
        == []
    )


def test_nothing_is_said_of_nothing() -> None:
    assert extracts([]) == []
    assert extracts([Source(1, 1, "en", "Too short.")]) == []
