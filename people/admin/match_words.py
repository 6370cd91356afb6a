"""How two names met, in the reader's language: `people.names` may not know Django."""

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop as _

from people.names import PartMatch
from people.names.evidence import MISSING

PARTS: dict[str, str] = {
    "name": _("the whole name"),
    "surname": _("surname"),
    "given name": _("given name"),
    "patronymic": _("patronymic"),
    "gender": _("sex"),
    "birth year": _("birth year"),
    "born": _("born"),
}
WAYS: dict[str, str] = {
    "exact": _("the same"),
    "inflected": _("in another grammatical case"),
    "same name": _("the same name in another form"),
    "transliterated": _("in another spelling or alphabet"),
    "translated": _("translated"),
    "other gender": _("in the form of the other gender"),
    "short form": _("a short form"),
    "initial": _("the initial agrees"),
    "near": _("nearly the same"),
    "one letter off": _("one letter off"),
    "different": _("differs"),
}


def part_in_words(part: PartMatch) -> str:
    """A sentence such as “surname: Gorinov – Горинов (in another spelling or alphabet)”."""
    title = translate(PARTS[part.part]) if part.part in PARTS else part.part
    if part.how == MISSING:
        given = part.query or part.candidate
        return translate("%(part)s: only one side has it (%(word)s)") % {
            "part": title,
            "word": given,
        }
    how = translate(WAYS[part.how]) if part.how in WAYS else part.how
    return f"{title}: {part.query} – {part.candidate} ({how})"
