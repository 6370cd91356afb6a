"""The display names of a person stand among the name forms too, so that the news finds them."""

from people.models import NameForm, NameKind, Person
from people.services.names_of_person import keep_name_form


def ensure_own_names(person: Person) -> list[NameForm]:
    """Add a name form for each display name that has none yet; return those added."""
    live = list(NameForm.objects.live().filter(person=person))
    texts = {form.text for form in live}
    with_preferred = {form.language for form in live if form.preferred}
    added = []
    for language, text in (("en", person.name_en), ("ru", person.name_ru)):
        if not text or text in texts:
            continue
        values = {"language": language, "preferred": language not in with_preferred}
        form, _written = keep_name_form(person, text=text, kind=NameKind.KNOWN_AS, values=values)
        added.append(form)
    return added
