"""Filling the admin's forms as a browser does: everything that the page holds, then the changes."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponseBase
from django.test import Client


class _Fields(HTMLParser):
    """Names and values of what a browser would send from the form with the given id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.values: dict[str, str] = {}
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") in ("checkbox", "radio"):
                if "checked" in given:
                    self.values[name] = value or "on"
            else:
                self.values[name] = value
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = value
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            # A browser drops the first line end after the tag.
            self.values[self._textarea] += data.removeprefix("\r\n").removeprefix("\n")


def read_form(browser: Client, address: str) -> dict[str, str]:
    """The values that the record's form holds. Rows that scripts copy (`__prefix__`) are left out."""
    page = browser.get(address)
    assert page.status_code == 200, address
    model = address.split("/admin/")[1].split("/")[1]
    parser = _Fields(f"{model}_form")
    parser.feed(page.content.decode())
    assert parser.values, f"no form on {address}"
    return {name: value for name, value in parser.values.items() if "__prefix__" not in name}


def save_form(browser: Client, address: str, **changes: Any) -> HttpResponseBase:
    """Open the form, change the fields, press Save."""
    values = {**read_form(browser, address), **changes, "_save": "Save"}
    return browser.post(address, values)
