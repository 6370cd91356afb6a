"""What no XML parser may see: entity declarations, attribute lists, depth and breadth that kill.

A chain of 60,000 entities, 1.6 MB, makes expat and every parser built on it die with SIGSEGV here;
lxml follows when the entity stands in an attribute. The document is therefore looked at as text, in
linear time, before any parser gets it. The contained child is the second wall, not the first.

The trap is that a parser may read another charset than the check did. `checked_xml` closes it: the
document is decoded once, checked, and handed on as UTF-8 without its declaration.
"""

from __future__ import annotations

import codecs
import re

from tracker.lib.markup import UNCLOSED_IN_XML, Aside, Tag, pieces

MAX_DEPTH = 200
MAX_ATTRIBUTES = 100
# Far above any real news feed (we keep 500 items of each); bounds the time of the check itself,
# which is some microseconds for each tag.
MAX_ELEMENTS = 150_000

# Charsets in which ASCII is ASCII, byte for byte, so that no mark-up can hide; and UTF-16/32, which
# are decoded. UTF-7, EBCDIC and the escape-sequence charsets (ISO-2022) are not read.
_READ = frozenset(
    codecs.lookup(name).name
    for name in (
        "ascii utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be "
        "iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
        "iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 "
        "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 "
        "koi8-r koi8-u koi8-t kz1048 ptcp154 mac-cyrillic tis-620 "
        "gb2312 gbk gb18030 big5 big5hkscs shift_jis cp932 euc-jp euc-kr cp949"
    ).split()
)

_DECLARATION = re.compile(rb"""\A\s*<\?xml\s[^>]{0,400}?encoding\s*=\s*["']([^"'>]{0,80})["']""")
_TEXT_DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]{0,600}>")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"

# Anywhere in the document, not only where a strict parser would look: lenient ones look elsewhere.
_FORBIDDEN = re.compile(rb"<!\s{0,20}(ENTITY|ATTLIST|ELEMENT|NOTATION)", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_DOCTYPE_HEAD = re.compile(r"""<!DOCTYPE(?:[^"'\[<>]|"[^"]*"|'[^']*')*+(.?)""", re.I | re.S)
_DOCTYPE_LENGTH = 2_000
_MAX_DOCTYPES = 2_000


class DangerousDocument(ValueError):
    """A document that no parser will be given; `reason` is one of a few fixed phrases."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refuse_dangerous_xml(body: bytes, declared_charset: str = "") -> None:
    """Raise `DangerousDocument` for bytes that must not reach an XML parser.

    `declared_charset` is that of the HTTP header. A declaration inside the document that names a
    charset we do not read is refused here, since the parser would believe it; `checked_xml` takes
    the declaration away and can be milder.
    """
    named = _named_charset(body)
    if named and _codec(named) not in _READ:
        raise DangerousDocument("the document names a charset that is not read")
    checked_xml(body, declared_charset)


def checked_xml(
    body: bytes, declared_charset: str = "", *, most_elements: int = MAX_ELEMENTS
) -> bytes:
    """The document as UTF-8 without its XML declaration, safe to hand to a parser.

    The charset is, in this order: what the byte order mark or the shape of the first bytes says,
    the HTTP header, the document's own declaration, UTF-8. Text that does not fit the charset
    named is tried as UTF-8 and then kept with replacement characters, since half a feed in the
    wrong charset is still worth reading. Raises `DangerousDocument`.
    """
    if body.startswith(_EBCDIC):
        raise DangerousDocument("the document names a charset that is not read")
    # With the zero bytes out, UTF-16 and UTF-32 show their ASCII letters whatever their alignment.
    bare = body.replace(b"\0", b"") if b"\0" in body else body
    if _FORBIDDEN.search(bare):
        raise DangerousDocument("the document declares entities or attributes of its own")
    text = decoded_xml(body, declared_charset)
    # Once more without what is not ASCII: a lenient parser may drop a stray byte from inside a
    # word.
    if _FORBIDDEN.search(text.encode("ascii", "ignore")):
        raise DangerousDocument("the document declares entities or attributes of its own")
    _refuse_internal_subset(text)
    _refuse_depth_and_breadth(text, most_elements)
    return _TEXT_DECLARATION.sub("", text, count=1).encode("utf-8", "replace")


def decoded_xml(body: bytes, declared_charset: str = "") -> str:
    """The text of an XML document, by the rule that `checked_xml` documents; nothing is checked."""
    for charset in _candidates(body, declared_charset):
        try:
            return body.decode(charset)
        except UnicodeDecodeError:
            continue
    last = next(iter(_candidates(body, declared_charset)))
    return body.decode(last, "replace")


def _candidates(body: bytes, declared_charset: str) -> list[str]:
    for bom, charset in _BOMS:
        if body.startswith(bom):
            return [charset]
    for signature, charset in _SIGNATURES:
        if body.startswith(signature):
            return [charset]
    named = [_codec(declared_charset), _codec(_named_charset(body)), "utf-8"]
    # Without a byte order mark and without zero bytes at the front it is not UTF-16, whatever the
    # header says.
    return [name for name in dict.fromkeys(named) if name in _READ and name[:6] not in _WIDE]


_WIDE = frozenset({"utf-16", "utf-32"})


def _named_charset(body: bytes) -> str:
    """The charset that the document's own declaration names, or ""."""
    match = _DECLARATION.match(body.replace(b"\0", b"") if b"\0" in body[:8] else body)
    return match.group(1).decode("ascii", "replace") if match else ""


def _codec(name: str) -> str:
    """Python's name of a charset, or "" when it has none."""
    try:
        return codecs.lookup(name.strip()).name if name.strip() else ""
    except (LookupError, ValueError):
        return ""


def _refuse_internal_subset(text: str) -> None:
    for number, match in enumerate(_DOCTYPE.finditer(text)):
        if number >= _MAX_DOCTYPES:
            raise DangerousDocument("the document has too many document types")
        head = _DOCTYPE_HEAD.match(text[match.start() : match.start() + _DOCTYPE_LENGTH])
        if head is None or head.group(1) != ">":
            raise DangerousDocument("the document type has an inside of its own")


def _refuse_depth_and_breadth(text: str, most_elements: int) -> None:
    depth = elements = 0
    for piece in pieces(text):
        if isinstance(piece, Aside):
            continue
        elements += not piece.closing
        if elements > most_elements:
            raise DangerousDocument("the document has too many elements")
        if piece.attributes > MAX_ATTRIBUTES:
            raise DangerousDocument("an element has too many attributes")
        depth = _next_depth(depth, piece)
        if depth > MAX_DEPTH:
            raise DangerousDocument("the elements are nested too deep")


def _next_depth(depth: int, tag: Tag) -> int:
    if tag.closing:
        return max(0, depth - 1)
    if tag.self_closing or tag.name in UNCLOSED_IN_XML:
        return depth
    return depth + 1
