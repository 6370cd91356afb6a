"""What class names and ids say of elements: words for what stands around articles and inside them. Pure."""

import re
from functools import lru_cache

# Elements whose class or id may say that they are furniture. A headline or a body never is.
JUDGED = frozenset(
    "div section ul ol p table dl details header span blockquote center h2 h3 h4 li a form".split()
)
# Words of class names and ids for what stands around and inside an article on news sites: those
# that never hold its text, and those that do so now and then ("maybe").
_FURNITURE = frozenset(
    "ad ads adv advert adverts advertising banner banners sponsor outbrain taboola share shares"
    " sharing sharebar soc sociable related trending comment comments disqus respond reply replies"
    " discussion nav navbar navigation menu submenu breadcrumb breadcrumbs crumbs pagination pager"
    " toolbar navbox copyright copyrights signup cookie cookies consent gdpr modal popup"
    " subscribe subscription subscriptions"
    " login captcha tags taglist byline bio avatar noprint editsection reflist teaser teasers".split()
)
_FURNITURE_STARTS = (
    "advert", "sponsor", "promo", "dfp", "social", "relate", "recommend", "popular", "sidebar",
    "footer", "newsletter", "donat", "caption", "readmore", "readalso", "seealso",
    "commentlist", "commentform", "commentthread", "postmeta",
    "cookie", "consent", "gdpr", "cmpbox", "onetrust", "didomi", "usercentrics",
)  # fmt: skip
_FURNITURE_PAIRS = frozenset(
    "see-also read-more read-also read-next more-on more-from more-news more-stories side-bar"
    " sign-up support-us tag-list tags-list author-bio author-box author-info about-author"
    " visually-hidden sr-only screen-reader bread-crumb bread-crumbs photo-title photo-desc"
    " photo-description photo-author photo-credit photo-source image-title image-desc"
    " image-description image-credit image-source".split()
)
_MAYBE = frozenset(
    "also next prev previous sibling siblings toc telegram overlay tooltip topic topics keyword"
    " keywords categories rubric rubrics author authors meta metadata date dateline timestamp posted"
    " credit credits gallery slider slideshow carousel player video videos print hidden hide skip"
    " widget widgets rating ratings vote votes likes poll quiz tools button buttons btn icon icons"
    " references infobox noexcerpt message suggest suggestions embed embedded paywall share-this".split()
)
_HAVING = frozenset(("has", "have", "with", "without", "no", "non", "not"))
# An id of many words is the slug of a headline and says nothing of the layout.
LONGEST_ID = 3
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(maxsize=8192)
def judge(label: str) -> int:
    """What a class name says: 2 for furniture, 1 for maybe, 0 for nothing. "navBar" is two words."""
    words = [word.lower() for word in WORDS.findall(label[:300])]
    verdict = 0
    for number, word in enumerate(words):
        if number and words[number - 1] in _HAVING:
            continue  # "has-sidebar" says what else is there, or is not
        if word in _FURNITURE or word.startswith(_FURNITURE_STARTS):
            return 2
        if number and f"{words[number - 1]}-{word}" in _FURNITURE_PAIRS:
            return 2
        if word in _MAYBE:
            verdict = 1
    return verdict
