"""The reasons for and against a link in the reader's language.

Reasons are kept as the machine worded them, with their code; the words here are the same sentences
marked for translation, since `people.names` and `cases.linking.scoring` may not know Django.
"""

from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop as _

WORDS: dict[str, str] = {
    "full_exact": _("the full name as on record: {detail}"),
    "full_inflected": _("the full name in another grammatical case: {detail}"),
    "full_transliterated": _("the full name in another spelling or alphabet: {detail}"),
    "same_given_name": _("the given name in the form of another language: {detail}"),
    "translated_given_name": _("the given name is a translation, not a transliteration: {detail}"),
    "short_given_name": _("a short form of the given name: {detail}"),
    "initials_only": _("initials in place of the given name: {detail}"),
    "patronymic_agrees": _("the patronymic agrees: {detail}"),
    "patronymic_differs": _("the patronymic differs: {detail}"),
    "misspelling": _("a spelling that is known or looks like a mistake: {detail}"),
    "near_spelling": _("the spelling is close but not the same: {detail}"),
    "other_gender": _("the surname stands in the form of the other gender: {detail}"),
    "case_disagrees": _("given name and surname stand in different cases: {detail}"),
    "half_declined": _("only one of given name and surname is declined: {detail}"),
    "ambiguous_form": _("the form also fits a person of the other gender: {detail}"),
    "gender_shown": _("another mention shows the gender: {detail}"),
    "namesakes": _("several people on record bear this name"),
    "better_elsewhere": _("another person on record fits these words better"),
    "extra_name": _("another name stands between or beside: {detail}"),
    "titled": _("the given name with the title or number on record: {detail}"),
    "titled_translation": _("the given name beside the title is a translation: {detail}"),
    "title_alone": _("the title without the number on record: {detail}"),
    "vowels_differ": _("other vowels in a name from a writing that leaves them out: {detail}"),
    "spelling_variant": _("a foreign surname with a letter doubled or not: {detail}"),
    "second_given_name": _("one of several given names on record ({detail}), not the first"),
    "shorter_name": _("a name without all the words on record ({detail})"),
    "surname_in_news": _(
        "the surname of the only bearer whom recent articles name, and often: {detail}"
    ),
    "part_of_surname": _("only a part of the surname on record ({detail}) stands here"),
    "part_of_given": _("only a part of the given name on record ({detail}) stands here"),
    "suffix": _("a younger or older bearer of the name is meant: {detail}"),
    "organisation": _("an organisation or place that bears the name: {detail}"),
    "order_doubtful": _("the words may belong to two people in a list: {detail}"),
    "line_break": _("the name runs over the end of a line"),
    "surname_after_full": _("the surname after the full name in the same text: {detail}"),
    "surname_only": _("only the surname: {detail}"),
    "patronymic_after_full": _(
        "given name and patronymic of whom the text names in full: {detail}"
    ),
    "initials_after_full": _("initials after the full name in the same text: {detail}"),
    "common_word": _("the surname is also a common word"),
    "recently_named": _("named in full in recent articles"),
    "joint": _("given names that share one surname: {detail}"),
    "byline": _("the author of the text or picture, not its subject: {detail}"),
    "co_named": _("named together with people of the same case or letter: {detail}"),
    "charged_provision": _("the text cites a provision the person is charged under: {detail}"),
    "provision_elsewhere": _("the text cites such a provision, away from the name: {detail}"),
    "institution": _("the text names a court or prison of the person's case: {detail}"),
    "subject": _("the text is about prosecution: {detail}"),
    "frequent_name": _("many people bear this name and nothing else points to this one"),
    "suggested_provision": _("the text names the offence the person is charged with: {detail}"),
    "place": _("the text names a place of the person's case: {detail}"),
    "age_agrees": _("the age or year of birth agrees: {detail}"),
    "age_differs": _("the age or year of birth is another: {detail}"),
    "occupation": _("the text names the person's occupation: {detail}"),
    "other_occupation": _("another occupation stands beside the name: {detail}"),
    "other_office": _("the name of a judge, prosecutor or investigator: {detail}"),
    "other_part": _("another part in the case stands beside the name: {detail}"),
    "other_place": _("another place stands beside the name: {detail}"),
    "told_apart": _("of the namesakes only this one fits: {detail}"),
    "namesake_fits": _("a namesake fits the text, this person does not"),
    "provision_named": _("the text names the offence: {detail}"),
    "law_cited": _("the law is cited: {detail}"),
    "law_without_date": _("the text gives no date, and numbers begin anew every year: {detail}"),
    "law_new": _("the law was signed shortly before"),
    "institution_named": _("the court or prison is named: {detail}"),
    "institution_of_person": _("a person named here was tried or held there: {detail}"),
    "institution_shortened": _("only a part of the name stands here: {detail}"),
    "institution_number_only": _("other places have one of this name or number: {detail}"),
    "several_fit": _("several on record fit: {detail}"),
    "letter_title": _("the title of the letter: {detail}"),
    "letter_signatories": _("signatories of the letter named together: {detail}"),
    "letter_words": _("the text speaks of a letter or an appeal"),
    "letter_date": _("published within a month of the letter"),
    "provision_cited": _("the provision is cited: {detail}"),
    "provision_without_code": _("the text does not say which code: {detail}"),
    "provision_point_doubtful": _("the letter of the point may be meant by its place: {detail}"),
    "calibrated": _("set right by earlier decisions: {detail}"),
    "provision_part_unknown": _("cited more exactly than the record knows it: {detail}"),
}


def reason_in_words(reason: Any) -> str:
    """The sentence of one reason; one without a known code is shown as it was kept."""
    if not isinstance(reason, dict):
        return str(reason)
    sentence = WORDS.get(str(reason.get("code", "")))
    if sentence is None:
        return str(reason.get("text", ""))
    # Not str.format: a detail is text from the web and may hold braces.
    return translate(sentence).replace("{detail}", str(reason.get("detail", "")))


def speaks_against(reason: Any) -> bool:
    """Whether the reason lowers the score."""
    if not isinstance(reason, dict):
        return False
    if "against" in reason:
        return bool(reason["against"])
    weight = reason.get("weight", 0)
    return isinstance(weight, int | float) and weight < 0
