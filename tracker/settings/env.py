"""Reading of environment variables. A wrong value stops the start with a sentence that says what to do."""

import os
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def env_str(name: str, default: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """The variable's text without surrounding white space, or the default when unset."""
    return environ.get(name, default).strip()


def env_bool(name: str, default: bool, environ: Mapping[str, str] = os.environ) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; anything else stops the start."""
    text = environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ImproperlyConfigured(
        f"{name} is {text!r}: set it to 1 or 0 (or leave it out for {default})."
    )


def env_int(
    name: str,
    default: int,
    *,
    least: int | None = None,
    most: int | None = None,
    environ: Mapping[str, str] = os.environ,
) -> int:
    """A whole number between `least` and `most`; anything else stops the start."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}: set it to a whole number.") from None
    if (least is not None and value < least) or (most is not None and value > most):
        raise ImproperlyConfigured(f"{name} is {value}: set it to a number from {least} to {most}.")
    return value


def env_float(
    name: str, default: float, *, least: float, most: float, environ: Mapping[str, str] = os.environ
) -> float:
    """A number between `least` and `most`; anything else stops the start."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}: set it to a number.") from None
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} is {value}: set it to a number from {least} to {most}.")
    return value


def env_list(name: str, default: list[str], environ: Mapping[str, str] = os.environ) -> list[str]:
    """Comma-separated words; empty words are dropped."""
    text = environ.get(name, "").strip()
    if not text:
        return list(default)
    return [word.strip() for word in text.split(",") if word.strip()]


def rising_hours(name: str, text: str) -> tuple[float, ...]:
    """Rising numbers of hours parted by commas; "never" for none; anything else stops the start."""
    if text.lower() == "never":
        return ()
    try:
        hours = [float(word) for word in text.split(",")]
    except ValueError:
        hours = []
    if not hours or hours != sorted(set(hours)) or not 0 < hours[0] <= hours[-1] <= 24 * 3650:
        raise ImproperlyConfigured(
            f"{name} is {text!r}: set it to rising numbers of hours, such as 1,6,24, or to never."
        )
    return tuple(hours)


def address_template(name: str, text: str) -> str:
    """An http(s) address with {url} in it, or empty; anything else stops the start."""
    if text and not (text.startswith(("http://", "https://")) and text.count("{url}") == 1):
        raise ImproperlyConfigured(
            f"{name} is {text!r}: set it to an address with {{url}} in it, such as "
            "https://archive.example/save/{url}."
        )
    return text


def env_secret(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """The variable, or the content of the file that NAME_FILE names (as container secrets give it)."""
    direct = environ.get(name, "").strip()
    file_name = environ.get(f"{name}_FILE", "").strip()
    if direct and file_name:
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set: leave one of them out.")
    if file_name:
        try:
            return Path(file_name).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {file_name}, which cannot be read ({error.strerror}): "
                "correct the path or its permissions."
            ) from None
    return direct
