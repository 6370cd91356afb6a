"""Every route of /api/v1/ on one page."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from cases.api import openapi  # noqa: F401  (registers the key scheme)
from cases.api.cases import CaseViewSet
from cases.api.changes import ChangeViewSet
from cases.api.charges import ChargeViewSet
from cases.api.laws import LawViewSet, ProvisionViewSet
from cases.api.letters import LetterViewSet
from cases.api.links import LinkViewSet
from cases.api.news import ArticleViewSet, OutletViewSet, StoryViewSet
from cases.api.people import PersonViewSet
from cases.api.who_is_this import WhoIsThisView

router = DefaultRouter(use_regex_path=False)
router.register("people", PersonViewSet, basename="person")
router.register("cases", CaseViewSet, basename="case")
router.register("charges", ChargeViewSet, basename="charge")
router.register("provisions", ProvisionViewSet, basename="provision")
router.register("laws", LawViewSet, basename="law")
router.register("letters", LetterViewSet, basename="letter")
router.register("stories", StoryViewSet, basename="story")
router.register("articles", ArticleViewSet, basename="article")
router.register("outlets", OutletViewSet, basename="outlet")
router.register("links", LinkViewSet, basename="link")
router.register("changes", ChangeViewSet, basename="change")

urlpatterns = [
    path("openapi.yaml", SpectacularAPIView.as_view(), name="openapi"),
    path("people/who-is-this/", WhoIsThisView.as_view(), name="who-is-this"),
    path("", include(router.urls)),
]
