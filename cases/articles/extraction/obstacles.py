"""Pages that stand before an article, or in its place: paywall, consent, login, captcha and such. Pure.

A page is called one of these only where little text was found on it: banners and login boxes stand
on whole articles too. Markers are those of the common frameworks and of schema.org; words are in
the languages that outlets of ours write in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from cases.articles.extracted import TextStatus

# With more text than this (characters) a page is an article, whatever else it shows.
LONG_ENOUGH = 2_000
_TEASER = 1_500
_LITTLE = 900
_HARDLY_ANY = 200
_SAMPLE = 6_000


@dataclass(frozen=True)
class _Sign:
    status: TextStatus
    most_text: int
    selectors: str
    words: re.Pattern[str]
    # Where both are wanted, a marker alone is no proof: the words have to be there too.
    both: bool = False


def _words(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.I)


_NOT_FOUND = _words(
    r"\b404\b", r"page (?:was |is )?not found", r"page (?:you requested )?(?:does not|doesn.t) exist",
    r"страниц[аы] не (?:найдена|существует)", r"нет такой страницы", r"материал (?:не найден|удал[её]н)",
    r"сторінк[уа] не (?:знайдено|існує)", r"старонка не знойдзена", r"seite (?:wurde )?nicht gefunden",
    r"page introuvable", r"página no encontrada", r"pagina non trovata", r"nie znaleziono strony",
    r"strona nie istnieje", r"sayfa bulunamad",
)  # fmt: skip

_SIGNS = (
    _Sign(
        TextStatus.CAPTCHA,
        _LITTLE,
        "#challenge-form, #challenge-running, .cf-turnstile, #cf-wrapper, .g-recaptcha, .h-captcha,"
        " .smart-captcha, #ddg-captcha, iframe[src*=captcha], form[action*=captcha],"
        " script[src*='challenge-platform']",
        _words(
            r"just a moment", r"checking (?:if the site connection is secure|your browser)",
            r"attention required", r"verify(?:ing)? (?:that )?you are (?:a )?human", r"unusual traffic",
            r"are you a robot", r"не робот", r"проверка браузера", r"ddos-guard",
            r"перев[іи]рка браузера", r"kein roboter",
        ),
    ),
    _Sign(
        TextStatus.FOR_SALE,
        _TEASER,
        "meta[name=parking], script[src*=sedoparking], script[src*=parkingcrew], script[src*='bodis.com'],"
        " a[href*='sedo.com/search/details'], a[href*='dan.com/buy-domain']",
        _words(
            r"domain(?: name)? (?:[\w.-]+ )?(?:is|may be) for sale", r"buy this domain",
            r"this (?:web ?page|domain) is parked", r"домен (?:[\w.-]+ )?(?:прода[её]тся|припаркован)",
            r"купить (?:этот )?домен", r"домен (?:[\w.-]+ )?прода[єе]ться", r"diese domain (?:steht|kaufen)",
            r"срок регистрации домена .{0,40}ист[её]к",
        ),
    ),
    _Sign(
        TextStatus.CONSENT,
        _LITTLE,
        "#onetrust-banner-sdk, #onetrust-consent-sdk, #CybotCookiebotDialog, #didomi-host,"
        " .qc-cmp2-container, [id^=sp_message_container], .fc-consent-root, #usercentrics-root,"
        " form[action*=consent], form[action*='guce.'], #cmpbox",
        _words(
            r"we (?:and our (?:\d+ )?partners|value your privacy)", r"before you continue",
            r"accept (?:all )?(?:the )?cookies", r"consent to", r"мы используем (?:файлы )?cookie",
            r"принять (?:все )?(?:файлы )?cookie", r"ми використовуємо (?:файли )?cookie",
            r"wir (?:und unsere partner )?verwenden cookies", r"alle akzeptieren",
            r"nous utilisons des cookies", r"tout accepter", r"używamy plików cookie",
        ),
        both=True,
    ),
    _Sign(
        TextStatus.LOGIN,
        _LITTLE,
        "input[type=password]",
        _words(
            r"(?:log|sign) ?in", r"вой(?:ти|дите)", r"авториз", r"увійд?іть", r"увійти", r"anmelden",
            r"einloggen", r"connectez-vous", r"iniciar sesi", r"zaloguj",
        ),
        both=True,
    ),
    _Sign(
        TextStatus.JAVASCRIPT,
        400,
        "",
        _words(
            r"(?:enable|requires?|turn on|activate) java ?script", r"java ?script (?:is|must be) "
            r"(?:required|disabled|enabled)", r"включите (?:поддержку )?java ?script",
            r"(?:требуется|необходим) java ?script", r"java ?script (?:отключ|выключ)",
            r"увімкніть (?:підтримку )?java ?script", r"(?:aktivieren sie|bitte) java ?script",
            r"activez java ?script",
        ),
    ),
)  # fmt: skip
_PAYWALL_MARKS = (
    "[class*=paywall], [id*=paywall], [class*=Paywall], [class*=piano-], #regwall, .subscription-wall,"
    " [class*='subscriber-only'], [data-paywall]"
)
_PAYWALL_WORDS = _words(
    r"subscribe (?:now )?to (?:continue|read|unlock)", r"for (?:our )?subscribers only",
    r"(?:already|become) a (?:subscriber|member)", r"to continue reading", r"unlock this article",
    r"(?:доступ\w*|читать|только) (?:полн\w+ \w+ )?(?:для |только )?подписчик", r"оформите подписку",
    r"для подписчиков", r"по подписке", r"лише для передплатників", r"оформіть підписку", r"передплатіть",
    r"mit .{0,30}abo(?:nnement)? (?:lesen|weiter)", r"jetzt abonnieren", r"réservé aux abonnés",
    r"solo para suscriptores", r"dla subskrybentów", r"riservato agli abbonati",
)  # fmt: skip
_DOMAIN = re.compile("domain|домен", re.I)
_TIERS = frozenset(("locked", "paid", "metered", "premium", "subscriber", "subscribers"))


def status_of(
    tree: LexborHTMLParser,
    *,
    text: str,
    title: str,
    heading: str,
    node: Mapping[str, Any],
    meta: Mapping[str, str],
    in_its_place: bool = False,
) -> TextStatus:
    """What the page is, by the text that was found on it and the page around it.

    `node` is the article's JSON-LD, `meta` its meta tags by name. `in_its_place`: the text stood in the
    element that holds the source's texts, so only a paywall can be in its way. `FULL` where nothing
    speaks against it.
    """
    if len(text) >= LONG_ENOUGH:
        return TextStatus.FULL
    if _says_paid(node, meta):
        return TextStatus.PAYWALL
    if len(text) >= _TEASER:
        return TextStatus.FULL
    paywall = tree.css_first(_PAYWALL_MARKS) is not None
    if in_its_place and not paywall:
        return TextStatus.FULL
    if len(text) >= _LITTLE and not paywall and not _DOMAIN.search(f"{title}{text}"):
        return TextStatus.FULL
    visible = _visible_text(tree)
    if paywall and _PAYWALL_WORDS.search(visible):
        return TextStatus.PAYWALL
    names = f"{title}\n{heading}"
    if len(text) < _LITTLE and _NOT_FOUND.search(names):
        return TextStatus.NOT_FOUND
    # Windows over the page ask for cookies, logins and proofs of being human on whole articles too:
    # where there is some text, it is the text that has to ask.
    shown = f"{names}\n{visible if len(text) < _HARDLY_ANY else text}"
    for sign in _SIGNS:
        if len(text) >= sign.most_text:
            continue
        said = sign.words.search(shown) is not None
        if sign.both and not said:
            continue
        marked = bool(sign.selectors) and tree.css_first(sign.selectors) is not None
        # Words alone are enough only on a page that says little else.
        if (marked and (said or len(text) < _HARDLY_ANY)) or (
            said and not sign.both and len(visible) < sign.most_text
        ):
            return sign.status
    return TextStatus.FULL


def _says_paid(node: Mapping[str, Any], meta: Mapping[str, str]) -> bool:
    """Whether the page itself says that it is not free (schema.org, or the tier of Facebook's tags)."""
    free = node.get("isAccessibleForFree")
    if free is False or (isinstance(free, str) and free.strip().lower().endswith("false")):
        return True
    return meta.get("article:content_tier", "").strip().lower() in _TIERS


def _visible_text(tree: LexborHTMLParser) -> str:
    """The words on the page, <noscript> too, without scripts; at most some thousand characters."""
    body = tree.body
    if body is None:
        return ""
    parts: list[str] = []
    length = 0
    for node in body.traverse(include_text=True):
        if node.tag != "-text":
            continue
        above = node.parent
        if above is not None and above.tag in ("script", "style", "template"):
            continue
        if words := " ".join((node.text_content or "").split()):
            parts.append(words)
            length += len(words)
            if length > _SAMPLE:
                break
    return " ".join(parts)
