"""Reading of laws, provisions by article, editions, and counts of repressive laws."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, DateField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from cases.laws.models import Law, LawCount, Provision, ProvisionEdition

# Far more than any article of a code has parts and points.
MOST_NODES = 400
MOST_ARTICLES = 600
# Letter and organisations count "since 24 February 2022".
FULL_SCALE_WAR = date(2022, 2, 24)


@dataclass(frozen=True)
class LawPage:
    """A law and what it brought."""

    law: Law
    introduced: list[Provision]
    editions: list[ProvisionEdition]


def law_page(slug: str, user: Any) -> LawPage | None:
    """The law of the address with provisions it introduced and editions it enacted: three queries."""
    law = Law.objects.visible_to(user).filter(slug=slug).first()
    if law is None:
        return None
    introduced = Provision.objects.visible_to(user).filter(introduced_by=law)
    editions = (
        ProvisionEdition.objects.visible_to(user)
        .filter(enacted_by=law)
        .select_related("provision__parent__parent")
    )
    return LawPage(
        law,
        list(introduced.select_related("parent__parent").order_by("code", "sort_key")[:MOST_NODES]),
        list(editions.order_by("provision__code", "provision__sort_key", "id")[:MOST_NODES]),
    )


def laws_listed(user: Any) -> QuerySet[Law]:
    """Laws the user may see, with `signed_key` to order and page by (the date as text, never NULL)."""
    return Law.objects.visible_to(user).annotate(
        signed_key=Coalesce(
            Cast("signed", CharField()),
            Value("", output_field=CharField()),
            output_field=CharField(),
        )
    )


def published_laws_by_period(user: Any) -> dict[str, int]:
    """The site's own count of laws on record, by the periods of the counts it stands beside. One query.

    Keys: all, since_2012, from_2018_to_2022, since_february_2022. A law counts when the first
    possible day of its signing lies in the period; an undated one only in "all".
    """
    return (
        Law.objects.visible_to(user)
        .annotate(first=Func(F("signed_range"), function="lower", output_field=DateField()))
        .aggregate(
            all=Count("pk"),
            since_2012=Count("pk", filter=Q(first__gte=date(2012, 1, 1))),
            from_2018_to_2022=Count(
                "pk", filter=Q(first__gte=date(2018, 1, 1), first__lt=date(2023, 1, 1))
            ),
            since_february_2022=Count("pk", filter=Q(first__gte=FULL_SCALE_WAR)),
        )
    )


def law_counts(user: Any) -> list[LawCount]:
    """Who counts how many repressive laws, in their order, in one query."""
    return list(LawCount.objects.visible_to(user).order_by("position", "id")[:100])


def articles_listed(user: Any) -> list[Provision]:
    """The articles of all codes (no parts, no points) in the order of the codes, in one query."""
    return list(
        Provision.objects.visible_to(user)
        .filter(part="", point="")
        .order_by("code", "sort_key")[:MOST_ARTICLES]
    )


@dataclass(frozen=True)
class ProvisionPage:
    """A node with the whole tree of its article, its editions, and what it is tied to."""

    provision: Provision
    tree: list[Provision]
    editions: list[ProvisionEdition]
    criminal_twins: list[Provision]
    administrative_twin: Provision | None
    introduced_by: Law | None


def provision_page(slug: str, user: Any) -> ProvisionPage | None:
    """The provision of the address, in four queries."""
    visible = Provision.objects.visible_to(user)
    provision = (
        visible.filter(slug=slug)
        .select_related("introduced_by", "administrative_twin", "parent__parent")
        .first()
    )
    if provision is None:
        return None
    tree = visible.filter(code=provision.code, article=provision.article)
    editions = ProvisionEdition.objects.visible_to(user).filter(
        provision__code=provision.code, provision__article=provision.article
    )
    if provision.part:
        editions = editions.filter(provision__part=provision.part)
    if provision.point:
        editions = editions.filter(provision__point=provision.point)
    twin, law = provision.administrative_twin, provision.introduced_by
    return ProvisionPage(
        provision,
        list(tree.order_by("sort_key")[:MOST_NODES]),
        list(
            editions.select_related("enacted_by", "provision").order_by(
                "provision__sort_key", "in_force_from_range", "id"
            )[:MOST_NODES]
        ),
        list(visible.filter(administrative_twin=provision).order_by("code", "sort_key")[:50]),
        twin if twin is not None and twin.is_public else None,
        law if law is not None and law.is_public else None,
    )


def provision_by_slug(slug: str, user: Any) -> Provision | None:
    """The provision of the address as the user may see it."""
    return Provision.objects.visible_to(user).filter(slug=slug).first()
