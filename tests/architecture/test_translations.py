"""The compiled translations say what the collected ones say, and every text has one."""

import ast
import gettext
import re
from pathlib import Path

from tests.architecture.tree import ROOT, name_of, project_files

FOLDER = ROOT / "locale" / "ru" / "LC_MESSAGES"
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def _entries(path: Path) -> dict[str | tuple[str, int], str]:
    """msgid (with its context, as in a .mo file) to msgstr; plural forms by (msgid, number)."""
    found: dict[str | tuple[str, int], str] = {}
    for block in path.read_text().split("\n\n"):
        if re.search(r"^#~", block, re.MULTILINE):
            continue
        assert not re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE), f"a guess: {block}"
        parts: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if match := re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$', line):
                key = match[1]
                parts[key] = ast.literal_eval(match[2])
            elif line.startswith('"') and key:
                parts[key] += ast.literal_eval(line)
        name = parts.get("msgid", "")
        if not name:
            continue
        if "msgctxt" in parts:
            name = f"{parts['msgctxt']}\x04{name}"
        if "msgid_plural" in parts:
            for key, text in parts.items():
                if key.startswith("msgstr["):
                    found[name, int(key[7])] = text
        else:
            found[name] = parts["msgstr"]
    return found


def test_the_compiled_translations_are_those_of_the_text_file() -> None:
    with (FOLDER / "django.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
    compiled.pop("", None)
    texts = _entries(FOLDER / "django.po")
    assert len(texts) > 100
    untranslated = {name for name, text in texts.items() if not text}
    assert not untranslated
    assert compiled == texts, "Run `make messages` and commit both files"


def test_a_translation_keeps_the_placeholders_of_its_text() -> None:
    wrong = {}
    for name, text in _entries(FOLDER / "django.po").items():
        original = name if isinstance(name, str) else name[0]
        wanted = set(_PLACEHOLDER.findall(original))
        if isinstance(name, str) and set(_PLACEHOLDER.findall(text)) != wanted:
            wrong[name] = text
        elif not isinstance(name, str) and not set(_PLACEHOLDER.findall(text)) <= wanted:
            wrong[original] = text
    assert not wrong


def test_every_text_of_the_templates_is_in_the_collected_file() -> None:
    collected = {
        (name if isinstance(name, str) else name[0]).split("\x04")[-1]
        for name in _entries(FOLDER / "django.po")
    }
    missing = {
        text: name_of(path)
        for path in project_files(".html")
        for text in re.findall(r'{%-? *translate "([^"]+)"', path.read_text())
        if text not in collected
    }
    assert not missing, "Run `make messages`, translate, and commit both files"
