"""Bytes of a feed to text, as its publisher meant it, whatever they declared.

Declarations lie more often than bytes do: text that is valid UTF-8 with letters outside ASCII is
UTF-8, whatever the header or the declaration says, and undeclared Cyrillic is found by what its
letters would be in each of the old encodings.
"""

import codecs
import re
from dataclasses import dataclass

from cases.feeds.formats.parsed import NotAFeed

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
BYTE_MARKS: tuple[tuple[bytes, str], ...] = (  # UTF-32 before UTF-16: its mark begins the same
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# XML 1.0, appendix F: what "<?" or "<" looks like without a mark.
_WIDE_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
)
# Names that mean a superset in practice (WHATWG Encoding Standard, section 4.2).
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_CYRILLIC_ENCODINGS = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуяіўї")
# Python codecs that are no character encodings, or that hide markup from an ASCII reader.
_REFUSED = frozenset({"utf-7", "utf_7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"})
_SAMPLE = 200_000  # bytes looked at when guessing
_MOST_BROKEN_SHARE = 0.05  # broken sequences among all sequences beyond ASCII


@dataclass(frozen=True)
class DecodedText:
    """The text, the encoding it was read in, and whether a declaration had to be overruled."""

    text: str
    encoding: str
    overruled: bool = False


def decode_feed(body: bytes, *, charset: str = "") -> DecodedText:
    """The text of a feed; `charset` is what the HTTP header said ("" for nothing).

    Order: byte order mark; wide encodings without a mark; UTF-8 where the bytes are valid and say
    more than ASCII; the declaration in the document; the header; a guess. Raises NotAFeed for a
    body that was cut in the middle of a character and for one that no encoding reads.
    """
    for mark, encoding in BYTE_MARKS:
        if body.startswith(mark):
            return DecodedText(
                decoded_strictly(body, encoding) or body.decode(encoding, "replace"), encoding
            )
    for start, encoding in _WIDE_STARTS:
        if body.startswith(start):
            return DecodedText(body.decode(encoding, "replace"), encoding)
    declared = known_encoding(_declaration(body))
    header = known_encoding(charset)
    if not body.isascii():
        return _decode_beyond_ascii(body, declared, header)
    # Pure ASCII says something else only in the seven-bit encodings of East Asia.
    seven_bit = declared if declared.startswith(("iso2022", "hz")) else ""
    text = decoded_strictly(body, seven_bit) if seven_bit else None
    return DecodedText(text or body.decode("ascii"), seven_bit or "utf-8")


def _decode_beyond_ascii(body: bytes, declared: str, header: str) -> DecodedText:
    overruled = any(name and name != "utf-8" for name in (declared, header))
    try:
        return DecodedText(body.decode("utf-8"), "utf-8", overruled=overruled)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(body) - error.start < 4:
            raise NotAFeed("the document is cut off in the middle of a character") from None
    if _is_nearly_utf8(body):
        return DecodedText(body.decode("utf-8", "replace"), "utf-8", overruled=True)
    for name in (header, declared):
        if name and name != "utf-8" and (text := decoded_strictly(body, name)):
            return DecodedText(text, name)
    guess = guess_encoding(body)
    return DecodedText(body.decode(guess, "replace"), guess, overruled=bool(declared or header))


def _declaration(body: bytes) -> str:
    match = _DECLARED.search(body[:1024])
    return match[1].decode("ascii") if match else ""


def known_encoding(name: str) -> str:
    """The Python name of a text encoding; "" for none, an unknown one and one we refuse."""
    name = name.strip().strip("\"'").lower()
    if not name or len(name) > 40 or not name.isascii():
        return ""
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    if found.name in _REFUSED or not getattr(found, "_is_text_encoding", True):
        return ""
    return _SUPERSETS.get(found.name, found.name)


def decoded_strictly(body: bytes, encoding: str) -> str | None:
    """The text, or None where the bytes are not valid in that encoding."""
    try:
        return body.decode(encoding)
    except UnicodeError:
        return None


def _is_nearly_utf8(body: bytes) -> bool:
    """A UTF-8 document with a few summaries cut by bytes: better than any other reading of it."""
    sample = body[:_SAMPLE]
    text = sample.decode("utf-8", "replace")
    broken = text.count("�")
    beyond = sum(1 for character in text if character > "\x7f")
    return beyond > broken and broken / beyond <= _MOST_BROKEN_SHARE


def guess_encoding(body: bytes) -> str:
    """An eight-bit encoding: the Cyrillic one whose letters read best, or Western European.

    Cyrillic text is runs of high bytes (words); Western text has them one or two at a time.
    """
    sample = body[:_SAMPLE]
    runs = _HIGH_RUN.findall(sample)
    if not runs or sum(map(len, runs)) / len(runs) < 2.5:
        return "cp1252"
    high = b" ".join(runs)
    scores = {
        encoding: sum(letter in _COMMON_CYRILLIC for letter in high.decode(encoding, "replace"))
        for encoding in _CYRILLIC_ENCODINGS
    }
    return max(scores, key=lambda encoding: scores[encoding])
