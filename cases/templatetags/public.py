"""`{% load public %}`: the words of cases.public.words as filters of the public templates."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cases.casefile.selectors import court_of
from cases.laws.models import Provision
from cases.letters.selectors import shown_person
from cases.public import words

register = template.Library()

register.filter("status_words", words.status_words)
register.filter("outcome_words", words.outcome_words)
register.filter("outcome_class", words.outcome_class)
register.filter("provision_words", words.provision_words)
register.filter("article_of", words.article_of)
register.filter("sentence_words", words.sentence_words)
register.filter("sanction_words", words.sanction_words)
register.filter("is_held", words.is_held)
register.filter("country_words", words.country_words)
register.filter("ownership_words", words.ownership_words)
register.filter("label_words", words.label_words)
register.filter("court_of", court_of)
register.filter("shown_person", shown_person)
register.filter("grouped", words.grouped)


@register.simple_tag
def references(group: words.ChargeGroup) -> SafeString:
    """A group of charges cited as courts do, each point a link: «п. «а», «д» ч. 2 ст. 207.3 УК РФ»."""
    first = group.provisions[0]
    if not first.point:
        return _counted(group, _link(first, first.reference))
    points = format_html_join(
        ", ", "{}", ((_link(one, f"«{one.point}»"),) for one in group.provisions)
    )
    return _counted(
        group, format_html('<span class="ref" lang="ru">п. {} {}</span>', points, group.whole)
    )


def _counted(group: words.ChargeGroup, reference: SafeString) -> SafeString:
    if group.count == 1:
        return reference
    count = gettext("count %(number)s") % {"number": group.count}
    return format_html('{} <span class="meta">{}</span>', reference, count)


def _link(provision: Provision, text: str) -> SafeString:
    address = reverse("public:provision", args=[provision.slug])
    return format_html(
        '<a class="ref" lang="ru" href="{}" title="{}">{}</a>', address, provision.reference, text
    )
