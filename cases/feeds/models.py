"""Outlets, their feeds, what the feeds said, and a log of every poll."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.lib import clock
from tracker.lib.history import tracked
from tracker.lib.partial_dates import PartialDateField
from tracker.lib.publishing import Publishable, PublishedQuerySet
from tracker.lib.records import PublicIdentity, Timestamped


class Ownership(models.TextChoices):
    """Who stands behind an outlet: more telling for this subject than left and right."""

    UNKNOWN = "unknown", _("unknown")
    STATE = "state", pgettext_lazy("ownership", "state")
    STATE_ALIGNED = "state_aligned", _("state-aligned")
    INDEPENDENT = "independent", _("independent")
    EXILED = "exiled", _("independent, in exile")
    NGO = "ngo", _("NGO")
    PUBLIC = "public", _("public broadcaster")
    COMMERCIAL = "commercial", _("commercial")
    AGENCY = "agency", _("news agency")
    AGGREGATOR = "aggregator", _("aggregator")


_MIRROR = RegexValidator(
    r"\A(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+\Z",
    _("A host in small letters, such as mirror.example.net or *.example.net."),
)


@tracked()
class Outlet(Publishable, PublicIdentity, Timestamped):
    """A newspaper, agency, broadcaster, channel or NGO that publishes."""

    name = models.CharField(_("name"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    site_url = models.URLField(_("site"), max_length=500, blank=True)
    country = models.CharField(
        _("country of base"),
        max_length=2,
        blank=True,
        help_text=_("ISO 3166: RU, LV, US; empty when unknown."),
    )
    country_note = models.CharField(_("note on the base"), max_length=200, blank=True)
    languages = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, verbose_name=_("languages")
    )
    ownership = models.CharField(
        _("ownership"), max_length=16, choices=Ownership.choices, default=Ownership.UNKNOWN
    )
    ownership_note = models.CharField(_("note on ownership"), max_length=300, blank=True)
    # Open labels of our own and of others: blocked-in-russia, undesirable, foreign-agent...
    labels = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("labels")
    )
    # An article linked on one of these is the article of the same path on the outlet's own site.
    mirror_hosts = ArrayField(
        models.CharField(max_length=120, validators=[_MIRROR]),
        default=list,
        blank=True,
        verbose_name=_("hosts of mirrors"),
        help_text=_("Where copies of the site stand, such as d1ab.cloud.example or *.example.net."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[PublishedQuerySet["Outlet"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class OutletRating(Publishable, Timestamped):
    """A rater's opinion of an outlet, with its scale and date; never one "bias" number."""

    visible_through = ("outlet",)

    outlet = models.ForeignKey(
        Outlet, on_delete=models.CASCADE, related_name="ratings", verbose_name=_("outlet")
    )
    rater = models.CharField(_("rater"), max_length=120)
    value = models.CharField(_("value"), max_length=200)
    scale = models.CharField(_("scale"), max_length=200, blank=True)
    rated_on = PartialDateField(_("rated on"))

    objects: ClassVar[PublishedQuerySet["OutletRating"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["rater", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "rater", "rated_on"],
                nulls_distinct=False,
                name="a_rater_rates_an_outlet_once_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rater}: {self.value}"


class SourceKind(models.TextChoices):
    """What stands at the address of a source, and so how it is read."""

    FEED = "feed", _("feed (RSS, Atom, JSON Feed)")
    SITEMAP = "sitemap", _("news sitemap or sitemap index")
    TELEGRAM = "telegram", _("public Telegram channel")
    PAGE = "page", _("web page watched for new links")


class Route(models.TextChoices):
    """By which way a source is reached; the addresses of the ways are settings."""

    DIRECT = "direct", _("directly")
    PROXY = "proxy", _("through the proxy")
    TOR = "tor", _("through Tor")


class Health(models.TextChoices):
    """How a source does, beside its own history."""

    NEW = "new", _("not yet known")
    WELL = "well", _("well")
    QUIET = "quiet", _("quieter than usual")
    SILENT = "silent", _("silent")
    BROKEN = "broken", _("broken")


class Feed(Timestamped):
    """A source of an outlet: when it is due, how it answered, what proves that it changed."""

    outlet = models.ForeignKey(
        Outlet, on_delete=models.PROTECT, related_name="feeds", verbose_name=_("outlet")
    )
    url = models.URLField(_("address"), max_length=1000, unique=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=SourceKind.choices, default=SourceKind.FEED
    )
    selector = models.CharField(
        _("CSS selector of the links"),
        max_length=300,
        blank=True,
        help_text=_("Only for web pages: which links lead to articles."),
    )
    route = models.CharField(
        _("reached"), max_length=8, choices=Route.choices, default=Route.DIRECT
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    active = models.BooleanField(
        _("watched"), default=False, help_text=_("Polled only when this is on.")
    )
    is_demo = models.BooleanField(_("belongs to the demo"), default=False, editable=False)
    provenance = models.CharField(
        _("how we know the feed"),
        max_length=300,
        blank=True,
        help_text=_("Seen working by whom, when."),
    )
    interval = models.PositiveIntegerField(
        _("fixed interval, seconds"),
        null=True,
        blank=True,
        help_text=_("Empty: by its own rhythm."),
    )
    next_poll_at = models.DateTimeField(_("next poll"), null=True, blank=True)
    etag = models.CharField(_("ETag"), max_length=400, blank=True, editable=False)
    last_modified = models.CharField(_("Last-Modified"), max_length=100, blank=True, editable=False)
    body_sha256 = models.CharField(
        _("SHA-256 of the answer"), max_length=64, blank=True, editable=False
    )
    # The body changed under an unchanged ETag or Last-Modified: they prove nothing here.
    validators_lie = models.BooleanField(
        _("its validators are wrong"), default=False, editable=False
    )
    # When that was last found to be so or not; unset, it has still to be tried.
    validators_judged_at = models.DateTimeField(
        _("its validators were judged"), null=True, editable=False
    )
    # Where permanent redirects lead, and how many polls in a row said so.
    moved_to = models.URLField(_("moved to"), max_length=1000, blank=True, editable=False)
    moved_seen = models.PositiveSmallIntegerField(
        _("polls that say it has moved"), default=0, editable=False
    )
    # Addresses it had: [{"url", "until", "why"}], newest last.
    earlier_addresses = models.JSONField(_("earlier addresses"), default=list, editable=False)
    # How many polls in a row were answered by 410.
    gone_seen = models.PositiveSmallIntegerField(
        _("polls that say it is gone"), default=0, editable=False
    )
    ttl = models.PositiveIntegerField(_("TTL, seconds"), null=True, blank=True, editable=False)
    # Its own rhythm: the usual seconds between two entries, and when the newest came.
    rhythm = models.PositiveIntegerField(_("rhythm, seconds"), null=True, editable=False)
    newest_at = models.DateTimeField(_("newest entry"), null=True, editable=False)
    # When it asks to be left alone (skipHours, skipDays): {"hours": [0-23], "days": [0-6, Monday 0]}.
    quiet_times = models.JSONField(_("times without polls"), default=dict, editable=False)
    last_polled_at = models.DateTimeField(_("last poll"), null=True, editable=False)
    full_fetch_at = models.DateTimeField(_("last full fetch"), null=True, editable=False)
    last_success_at = models.DateTimeField(_("last success"), null=True, editable=False)
    last_outcome = models.CharField(_("last outcome"), max_length=12, blank=True, editable=False)
    last_reason = models.CharField(_("last reason"), max_length=400, blank=True, editable=False)
    # Soft failures count half, temporary ones a quarter: a 404 today may be alive tomorrow.
    failures = models.FloatField(_("failures in a row"), default=0, editable=False)
    # Committed before the parser runs: a document that kills it is tried three times, then parked.
    parse_attempts = models.PositiveSmallIntegerField(
        _("attempts to parse"), default=0, editable=False
    )
    parked_at = models.DateTimeField(_("parked"), null=True, blank=True, editable=False)
    parked_reason = models.CharField(
        _("why it is parked"), max_length=400, blank=True, editable=False
    )

    health = models.CharField(
        _("health"), max_length=8, choices=Health.choices, default=Health.NEW, editable=False
    )
    health_since = models.DateTimeField(_("since"), null=True, editable=False)
    # The cause as a code with its figures, put into words where it is shown.
    health_cause = models.JSONField(_("cause of the health"), default=dict, editable=False)
    judge_at = models.DateTimeField(_("judged next"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["outlet", "id"]
        indexes = [
            models.Index(
                fields=["next_poll_at"],
                condition=models.Q(active=True, parked_at__isnull=True),
                name="feed_due",
            ),
            models.Index(fields=["judge_at"], name="feed_to_judge"),
        ]

    def __str__(self) -> str:
        return self.url


class Host(models.Model):
    """A server that we ask: when it may be asked next, by whom it is held, what its robots.txt says.

    All workers share it. The worker that holds a host is the only one that asks it anything, until
    it lets go or `held_until` has passed.
    """

    name = models.CharField(_("host"), max_length=260, unique=True)
    next_request_at = models.DateTimeField(_("may be asked again"), null=True)
    held_until = models.DateTimeField(_("held until"), null=True)
    holder = models.UUIDField(_("holder"), null=True)
    # The last moment that was promised to work sent away, so that it comes back one after the other.
    promised_at = models.DateTimeField(_("last promised moment"), null=True)
    robots_verdict = models.CharField(_("robots.txt"), max_length=8, blank=True)
    robots_text = models.TextField(_("text of robots.txt"), blank=True)
    robots_note = models.CharField(_("note on robots.txt"), max_length=200, blank=True)
    robots_read_at = models.DateTimeField(_("robots.txt read"), null=True)
    robots_due_at = models.DateTimeField(_("robots.txt is due"), null=True)
    crawl_delay = models.FloatField(_("delay that it asks for, seconds"), null=True)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FeedDay(models.Model):
    """What a source did on one day (UTC): its own history, by which silence is told from rest."""

    feed = models.ForeignKey(
        Feed, on_delete=models.CASCADE, related_name="days", verbose_name=_("feed")
    )
    day = models.DateField(_("day"))
    polls = models.PositiveIntegerField(_("polls"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    failures = models.PositiveIntegerField(_("failures"), default=0)
    entries_seen = models.PositiveIntegerField(_("entries seen"), default=0)
    entries_new = models.PositiveIntegerField(_("entries new"), default=0)

    class Meta:
        verbose_name = _("day of a feed")
        verbose_name_plural = _("days of feeds")
        ordering = ["-day", "feed"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "day"], name="a_day_of_a_feed_is_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.day}"


class FeedPoll(models.Model):
    """One poll of a feed that said something: failures, changes of outcome, new entries.

    Polls that brought nothing new are only counted, in `FeedDay`.
    """

    feed = models.ForeignKey(
        Feed, on_delete=models.CASCADE, related_name="polls", verbose_name=_("feed")
    )
    started_at = models.DateTimeField(_("started"))
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    outcome = models.CharField(_("outcome"), max_length=12)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    bytes_read = models.PositiveIntegerField(_("bytes"), default=0)
    entries_seen = models.PositiveIntegerField(_("entries seen"), default=0)
    entries_new = models.PositiveIntegerField(_("entries new"), default=0)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-id"]
        indexes = [models.Index(fields=["feed", "-id"], name="feed_poll_of_feed")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.started_at:%Y-%m-%d %H:%M} {self.outcome}"


class FeedEntry(models.Model):
    """An entry as the feed gave it. Kept though the feed forgets it; changed texts are kept too."""

    feed = models.ForeignKey(
        Feed, on_delete=models.CASCADE, related_name="entries", verbose_name=_("feed")
    )
    guid = models.CharField(_("identifier"), max_length=2000)
    # sha256 of the guid: the unique index stays small whatever a feed invents.
    guid_sha256 = models.CharField(_("SHA-256 of the identifier"), max_length=64)
    url = models.CharField(_("address"), max_length=2048, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    author = models.CharField(_("author"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    image_url = models.CharField(_("address of the image"), max_length=2048, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_claim = models.CharField(_("date as claimed"), max_length=100, blank=True)
    # What only some kinds of sources tell: links, forwarded_from and edited of a Telegram post.
    details = models.JSONField(_("details"), default=dict)
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)
    # Earlier titles and summaries: [{"title", "summary", "seen_until"}], newest last.
    earlier = models.JSONField(_("earlier texts"), default=list)
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    parked_reason = models.CharField(_("why it is parked"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("feed entry")
        verbose_name_plural = _("feed entries")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(taken_at__isnull=True),
                name="feed_entry_waiting",
            ),
            models.Index(fields=["feed", "-id"], name="feed_entry_of_feed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "guid_sha256"], name="a_feed_entry_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.url
