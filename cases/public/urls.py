"""Every public route on one page. The language stands before them in the address (none, or ru/)."""

from django.urls import URLPattern, URLResolver, path

from cases.public import (
    atom,
    cases,
    changes,
    home,
    laws,
    letters,
    outlets,
    persons,
    provisions,
    sitemaps,
    stories,
)

app_name = "public"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("people/", persons.people, name="people"),
    path("people/<slug:slug>/", persons.person, name="person"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<slug:slug>/", cases.case, name="case"),
    path("provisions/", provisions.provisions, name="provisions"),
    path("provisions/<slug:slug>/", provisions.provision, name="provision"),
    path("laws/", laws.laws, name="laws"),
    path("laws/<slug:slug>/", laws.law, name="law"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<slug:slug>/", letters.letter, name="letter"),
    path("stories/", stories.stories, name="stories"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    path("outlets/", outlets.outlets, name="outlets"),
    path("outlets/<slug:slug>/", outlets.outlet, name="outlet"),
    path("changes/", changes.changes, name="changes"),
    path("changes.atom", atom.changes_feed, name="changes-atom"),
    path("stories.atom", atom.stories_feed, name="stories-atom"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemaps.part, name="sitemap-part"),
]
