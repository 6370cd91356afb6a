"""Pages that stand before an article or in its place are called by their name, and articles are not."""

import pytest

from cases.articles.extracted import NotAnArticle, TextStatus
from cases.articles.extraction import extract

SENTENCE = "A court in Zaozersk has kept the librarian Anna Vereskova in custody until January. "
LONG = "".join(f"<p>{SENTENCE * 3}{number}</p>" for number in range(12))


def status(body: str, head: str = "") -> TextStatus:
    html = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    try:
        return extract(html.encode(), url="https://courier.example/a", charset="").text_status
    except NotAnArticle as error:
        assert error.reason
        return error.status


@pytest.mark.parametrize(
    ("expected", "head", "body"),
    [
        (TextStatus.PAYWALL,
         '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
         f"<article><h1>Vereskova</h1><p>{SENTENCE}</p></article>"),
        (TextStatus.PAYWALL, '<meta property="article:content_tier" content="locked">',
         f"<article><p>{SENTENCE}</p></article>"),
        (TextStatus.PAYWALL, "",
         f"<article><p>{SENTENCE}</p></article><div class='paywall'>Оформите подписку, чтобы читать дальше</div>"),
        (TextStatus.CONSENT, "<title>Bevor Sie fortfahren</title>",
         "<div id='usercentrics-root'></div><h1>Datenschutz</h1>"
         "<p>Wir verwenden Cookies. Bitte stimmen Sie zu.</p><button>Alle akzeptieren</button>"),
        (TextStatus.LOGIN, "<title>Вход</title>",
         "<h1>Войдите, чтобы продолжить</h1><form><input type='password' name='p'></form>"),
        (TextStatus.CAPTCHA, "<title>Just a moment...</title>",
         "<div id='challenge-running'></div><noscript>Enable JavaScript and cookies to continue</noscript>"),
        (TextStatus.CAPTCHA, "<title>Проверка</title>", "<p>Подтвердите, что вы не робот.</p>"),
        (TextStatus.JAVASCRIPT, "<title>The Courier</title>",
         "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>"),
        (TextStatus.JAVASCRIPT, "", "<p>Включите JavaScript, чтобы увидеть страницу.</p>"),
        (TextStatus.NOT_FOUND, "<title>Страница не найдена</title>",
         "<h1>404</h1><p>К сожалению, такой страницы у нас нет. Попробуйте поиск.</p>"),
        (TextStatus.NOT_FOUND, "<title>Сторінку не знайдено</title>", "<p>На жаль.</p>"),
        (TextStatus.FOR_SALE, "<title>courier.example</title>",
         "<p>The domain courier.example is for sale. Buy this domain today.</p>"),
        (TextStatus.FOR_SALE, "", "<p>Домен продаётся. Обращайтесь по почте.</p>"),
        (TextStatus.NO_TEXT, "<title>The Courier</title>", "<nav><a href='/'>Home</a></nav>"),
    ],
)  # fmt: skip
def test_a_page_in_an_articles_place_is_called_by_its_name(
    expected: TextStatus, head: str, body: str
) -> None:
    assert status(body, head) is expected


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", "<div id='onetrust-banner-sdk'><p>We value your privacy. Accept all cookies</p></div>"),
        ("", "<form><p>Log in</p><input type='password'></form>"),
        ("", "<noscript>Please enable JavaScript.</noscript>"),
        ("", "<div class='paywall'>Subscribe to continue reading more of our articles</div>"),
        ("<script src='https://challenges.example/challenge-platform/x.js'></script>", ""),
        ('<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>',
         ""),
    ],
)  # fmt: skip
def test_banners_and_boxes_on_a_whole_article_take_nothing_from_it(head: str, body: str) -> None:
    assert status(f"{body}<article><h1>Vereskova</h1>{LONG}</article>", head) is TextStatus.FULL


def test_a_short_note_about_javascript_or_a_domain_is_an_article() -> None:
    note = (
        f"<article><h1>Hackers sell names</h1><p>{SENTENCE}</p><p>A domain of the court is for sale,"
        " its clerk said, and nobody knows why it was let go of in the first place.</p></article>"
    )
    menu = "<nav>" + "".join(
        f"<a href='/{n}'>Section number {n} of the paper</a>" for n in range(60)
    )
    assert status(f"{menu}</nav>{note}") is TextStatus.FULL


def test_a_teaser_behind_a_paywall_is_kept_as_what_was_shown() -> None:
    head = '<meta property="article:content_tier" content="metered">'
    html = f"<html><head>{head}</head><body><article><p>{SENTENCE}</p></article></body></html>"
    article = extract(html.encode(), url="https://courier.example/a", charset="utf-8")
    assert article.text_status is TextStatus.PAYWALL and "Zaozersk" in article.text


@pytest.mark.parametrize(
    "window",
    [
        "<div id='cmpbox'><p>We value your privacy. Accept all cookies, or read what we do.</p></div>",
        "<div class='modal'><form><p>Log in</p><input type='password' name='p'></form></div>",
        "<form class='answer'><div class='g-recaptcha'></div><p>Подтвердите, что вы не робот.</p></form>",
    ],
)
def test_a_window_over_a_short_note_does_not_stand_in_its_place(window: str) -> None:
    note = f"<article><h1>Vereskova</h1><p>{SENTENCE * 2}</p><p>{SENTENCE[::-1]}</p></article>"
    assert status(window + note) is TextStatus.FULL
