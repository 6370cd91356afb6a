"""The display names of a person stand among the name forms too, so that the news finds them."""

from people.models import NameForm, NameKind, Person
from people.names.parts import parse_name
from people.names.scripts import script_of


def ensure_own_names(person: Person) -> list[NameForm]:
    """Add a name form for each display name that has none yet; return those added."""
    live = list(NameForm.objects.live().filter(person=person))
    texts = {form.text for form in live}
    with_preferred = {form.language for form in live if form.preferred}
    added = []
    for language, text in (("en", person.name_en), ("ru", person.name_ru)):
        if not text or text in texts:
            continue
        parts = parse_name(text, language)
        added.append(
            NameForm.objects.create(
                person=person,
                text=text,
                language=language,
                script=script_of(text),
                kind=NameKind.KNOWN_AS,
                given=parts.given[:100],
                patronymic=parts.patronymic[:100],
                surname=parts.surname[:100],
                preferred=language not in with_preferred,
            )
        )
    return added
