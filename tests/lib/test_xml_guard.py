"""Documents that no XML parser may see, and those that must get through. Numbers: the list."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.xml_guard import (
    MAX_ATTRIBUTES,
    MAX_DEPTH,
    DangerousDocument,
    checked_xml,
    decoded_xml,
    refuse_dangerous_xml,
)

DECLARATION = "<?xml version='1.0'?>"


def feed(body: str = "", *, prolog: str = DECLARATION, doctype: str = "") -> str:
    return f"{prolog}{doctype}<rss version='2.0'><channel><title>T</title>{body}</channel></rss>"


def entity_chain(length: int) -> str:
    chain = "".join(f"<!ENTITY e{n} '&e{n - 1};'>" for n in range(1, length))
    return f"<!DOCTYPE rss [<!ENTITY e0 'x'>{chain}]>"


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
)
ATTRIBUTE_LIST = "<!DOCTYPE rss [<!ATTLIST rss " + " ".join(f"a{n} CDATA ''" for n in range(100))
XXE = "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
PARAMETER = "<!DOCTYPE l [<!ENTITY % p SYSTEM 'http://127.0.0.1/x.dtd'> %p;]>"

DANGEROUS: list[tuple[str, bytes]] = [
    ("51-entity-chain", feed("&e59999;", doctype=entity_chain(60_000)).encode()),
    (
        "51-entity-chain-in-an-attribute",
        feed("<a b='&e99;'/>", doctype=entity_chain(100)).encode(),
    ),
    ("52-billion-laughs", feed("&j;", doctype=LAUGHS + "]>").encode()),
    (
        "53-quadratic",
        feed("&a;" * 3000, doctype="<!DOCTYPE l [<!ENTITY a 'x'>]>").encode(),
    ),
    ("54-external-entity", feed("&a;", doctype=XXE).encode()),
    ("54-parameter-entity", feed(doctype=PARAMETER).encode()),
    ("55-attribute-list", feed(doctype=ATTRIBUTE_LIST + ">]>").encode()),
    ("56-deep", ("<a>" * 100_000).encode()),
    ("56-just-too-deep", ("<a>" * (MAX_DEPTH + 1)).encode()),
    ("57-attributes", f"<a {' '.join(f'b{n}=1' for n in range(50_000))}>".encode()),
    ("58-too-many-elements", b"<a>" + b"<b/>" * 200_000 + b"</a>"),
    ("60-utf-16-with-mark", feed(doctype=XXE).encode("utf-16")),
    ("60-utf-16-be-with-mark", codecs.BOM_UTF16_BE + feed(doctype=XXE).encode("utf-16-be")),
    ("60-utf-16-without-mark", feed(doctype=XXE).encode("utf-16-le")),
    ("60-utf-32", feed(doctype=XXE).encode("utf-32")),
    ("60-utf-16-deep", ("<a>" * 500).encode("utf-16")),
    ("60-utf-8-with-mark", codecs.BOM_UTF8 + feed(doctype=XXE).encode()),
    ("60-zeros-between", b"<!\0EN\0TITY a 'x'>"),
    ("60-stray-byte-between", b"<r><!EN\xffTITY a 'x'></r>"),
    ("60-small-letters", feed(doctype="<!doctype l [<!entity a 'x'>]>").encode()),
    ("60-space-before-the-word", b"<!DOCTYPE l [<! ENTITY a 'x'>]>"),
    ("60-behind-a-comment", feed(doctype="<!-- > -->" + XXE).encode()),
    ("60-in-cdata", feed("<![CDATA[" + XXE + "]]>").encode()),
    ("xx-empty-internal-subset", feed(doctype="<!DOCTYPE rss []>").encode()),
    ("xx-subset-after-quotes", feed(doctype="<!DOCTYPE rss SYSTEM 'a>b\"' []>").encode()),
    ("xx-endless-doctype", feed(doctype="<!DOCTYPE " + "x" * 5000 + ">").encode()),
    ("xx-notation", feed(doctype="<!DOCTYPE rss [<!NOTATION n SYSTEM 'x'>]>").encode()),
    ("64-ebcdic", feed().encode("cp037")),
]


@pytest.mark.parametrize("body", [body for _, body in DANGEROUS], ids=[n for n, _ in DANGEROUS])
def test_a_dangerous_document_is_refused(body: bytes) -> None:
    with pytest.raises(DangerousDocument):
        checked_xml(body)
    with pytest.raises(DangerousDocument):
        refuse_dangerous_xml(body, "utf-8")


HARMLESS: list[tuple[str, str]] = [
    ("plain", feed("<item><title>Задержан активист</title></item>")),
    ("named-html-entities", feed("<title>&laquo;Слово&raquo;&nbsp;</title>")),
    (
        "doctype-of-rss-0.91",
        feed(
            doctype='<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
            '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        ),
    ),
    ("doctype-in-cdata", feed("<d><![CDATA[<!DOCTYPE html><p>x</p>]]></d>")),
    ("html-in-cdata-is-not-depth", feed("<d><![CDATA[" + "<div>" * 1000 + "]]></d>")),
    ("bare-html-that-never-closes", feed("<d>" + "one<br>two<img src='x'>" * 500 + "</d>")),
    ("as-deep-as-allowed", "<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH),
    ("as-broad-as-allowed", f"<a {' '.join(f'b{n}=1' for n in range(MAX_ATTRIBUTES))}/>"),
    ("equals-signs-in-values", "<a b='" + "=" * 500 + "'/>"),
    ("many-items", feed("<item><title>x</title></item>" * 20_000)),
    ("comment", feed("<!-- <a><b> -->")),
    ("less-than-in-text", feed("1 < 2 << 3")),
]


@pytest.mark.parametrize("text", [text for _, text in HARMLESS], ids=[n for n, _ in HARMLESS])
def test_a_harmless_document_goes_through_unchanged(text: str) -> None:
    for body in (text.encode(), text.encode("utf-16"), codecs.BOM_UTF8 + text.encode()):
        refuse_dangerous_xml(body, "")
        assert checked_xml(body).decode() == text.replace(DECLARATION, "")


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("<?xml version='1.0' encoding='windows-1251'?><a>Ольга</a>".encode("cp1251"), ""),
        ("<?xml version='1.0' encoding='windows-1251'?><a>Ольга</a>".encode(), "utf-8"),
        ("<a>Ольга</a>".encode("cp1251"), "windows-1251"),
        ("<a>Ольга</a>".encode("koi8-r"), "KOI8-R"),
        ("<?xml version='1.0' encoding='utf-8'?><a>Ольга</a>".encode("utf-16"), "utf-8"),
        ("<?xml version='1.0' encoding='utf-16'?><a>Ольга</a>".encode(), ""),
        ("<a>Ольга</a>".encode(), "no-such-charset"),
        ("<a>Ольга</a>".encode(), "utf-7"),
        ("<?xml version='1.0' encoding='utf-7'?><a>Ольга</a>".encode(), ""),
        ("<a>Ольга</a>".encode(), "ascii"),
    ],
)
def test_61_62_64_a_document_is_read_in_its_charset_and_handed_on_as_utf_8(
    body: bytes, header: str
) -> None:
    assert checked_xml(body, header).decode() == "<a>Ольга</a>"


def test_64_a_charset_that_only_the_parser_would_read_is_refused_for_the_parser() -> None:
    hidden = b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-ENTITY+AD4-<a/>"
    with pytest.raises(DangerousDocument, match="charset"):
        refuse_dangerous_xml(hidden)
    # With the declaration gone it is the text that it looks like.
    assert checked_xml(hidden) == b"+ADwAIQ-ENTITY+AD4-<a/>"


def test_a_document_that_fits_no_charset_is_still_readable() -> None:
    assert decoded_xml(b"<a>\xff\xd0\x9f</a>") == "<a>\ufffdП</a>"


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "utf-16", "cp1251", "gb18030"]))
def test_any_bytes_are_either_refused_or_become_utf_8(body: bytes, charset: str) -> None:
    try:
        checked = checked_xml(body, charset)
    except DangerousDocument:
        return
    checked.decode("utf-8")
