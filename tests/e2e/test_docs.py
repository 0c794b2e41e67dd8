"""The API's document and its page: anybody may read them, and they load nothing from outside."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.outside import PROBLEM, Stack
from tools.openapi.__main__ import WRITTEN

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True},
}


def test_the_document_is_served_as_it_was_written(stack: Stack) -> None:
    answer = stack.call("GET", "/v1/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json() == json.loads(WRITTEN.read_text("utf-8"))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("docs", "text/html; charset=utf-8"),
        ("docs/docs.js", "text/javascript; charset=utf-8"),
        ("docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("docs/swagger-ui.css", "text/css; charset=utf-8"),
    ],
)
def test_the_page_says_what_it_is_and_that_nothing_comes_from_outside(stack: Stack, path: str, kind: str) -> None:
    answer = stack.call("GET", f"/v1/{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    policy = dict(one.strip().split(" ", 1) for one in answer.headers["Content-Security-Policy"].split(";"))
    assert policy == {
        **dict.fromkeys(("script-src", "style-src", "connect-src"), "'self'"),
        **dict.fromkeys(("default-src", "base-uri", "form-action", "frame-ancestors"), "'none'"),
        "img-src": "'self' data:",
    }
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("wish", ["gzip", "identity", "gzip;q=0", "br, gzip;q=0.5"])
def test_it_is_the_same_packed_or_not(stack: Stack, wish: str) -> None:
    answer = stack.call("GET", "/v1/docs", headers={"Accept-Encoding": wish})
    assert ("Content-Encoding" in answer.headers) is (wish in ("gzip", "br, gzip;q=0.5"))
    assert answer.text.startswith("<!doctype html>")


def test_what_somebody_has_already_is_not_sent_again(stack: Stack) -> None:
    known = stack.call("GET", "/v1/openapi.json").headers["ETag"]
    answer = stack.call("GET", "/v1/openapi.json", headers={"If-None-Match": known})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fapp.py", "%2e%2e%2fapp.py"])
def test_no_other_file_is_served(stack: Stack, name: str) -> None:
    answer = stack.call("GET", f"/v1/docs/{name}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.mark.parametrize("look", LOOKS)
def test_a_browser_shows_the_whole_page_and_asks_nobody_outside(
    stack: Stack, browser: Browser, tmp_path: Path, look: str
) -> None:
    page = browser.new_page(**LOOKS[look])
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{stack.url}/v1/docs")
    opened(page, "Tracks-postTrack")
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(stack.url).netloc}
    assert complaints == []
    assert page.locator("html.dark-mode").count() == (look == "dark")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".opblock").count() >= 40
    page.screenshot(path=tmp_path / f"{look}.png")
    page.close()


def opened(page: Page, operation: str) -> None:
    """The page with an operation unfolded, its schema and its examples too."""
    block = page.locator(f"#operations-{operation}")
    block.locator("button.opblock-summary-control").click()
    block.locator(".responses-table").wait_for()
    block.get_by_text("Schema", exact=True).first.click()
    block.get_by_text("idempotencyKey").first.wait_for()
