"""`{% load public %}`: the words of cases.public.words as filters of the public templates."""

from django import template

from cases.casefile.selectors import court_of
from cases.letters.selectors import shown_person
from cases.public import words

register = template.Library()

register.filter("status_words", words.status_words)
register.filter("outcome_words", words.outcome_words)
register.filter("outcome_class", words.outcome_class)
register.filter("provision_words", words.provision_words)
register.filter("titled", words.titled)
register.filter("sentence_words", words.sentence_words)
register.filter("sanction_words", words.sanction_words)
register.filter("is_held", words.is_held)
register.filter("country_words", words.country_words)
register.filter("ownership_words", words.ownership_words)
register.filter("label_words", words.label_words)
register.filter("court_of", court_of)
register.filter("shown_person", shown_person)
