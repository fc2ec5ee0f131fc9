"""What people do on a page, and how a test waits for what the page does by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

MOST_TABS = 40
STAMP = """([selector, words]) => {
  const look = () => {
    const found = [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(words));
    if (found) window.stamped ??= Date.now();
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
ROUND_TRIP = """async (path) => {
  const started = performance.now();
  await (await fetch(path)).text();
  return performance.now() - started;
}"""

# The same modules that the page loads: ours are there when its own are.
AWAKE = """() => Promise.all(
  [...document.querySelectorAll("[data-controller]")]
    .flatMap((element) => element.dataset.controller.split(" "))
    .map((name) => import(`/static/js/controllers/${name}.js`)),
).then(() => true)"""


def awake(page: Page) -> Page:
    """Wait until the scripts of the page's elements run."""
    assert page.evaluate(AWAKE)
    return page


def listens(page: Page) -> Page:
    """Wait until the page hears what happens, and mark it: a mark that is gone means a reload."""
    awake(page)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    page.evaluate("window.isSame = true")
    return page


def is_same(page: Page) -> bool:
    """Return whether the page was never reloaded since it listens."""
    return bool(page.evaluate("window.isSame === true"))


def stamp(page: Page, selector: str, words: str) -> None:
    """Note the moment at which the words appear by themselves."""
    page.evaluate(STAMP, [selector, words])


def stamped(page: Page) -> float:
    """Wait for the stamped words and return when they came, in milliseconds of the epoch.

    The policy forbids `wait_for_function`, which makes its condition from text inside the page.
    """
    return float(eventually(lambda: page.evaluate("window.stamped"), seconds=5))


def seconds_after(response: Response, page: Page) -> float:
    """Return how long after the end of the response the stamped words were on the page."""
    timing = response.request.timing
    return float((stamped(page) - timing["startTime"] - max(0, timing["responseEnd"])) / 1000)


def patience(page: Page, path: str) -> float:
    """Return a second, or more where the machine is so busy that a plain request takes a tenth of it."""
    return max(1.0, 10 * min(page.evaluate(ROUND_TRIP, path) for _ in range(3)) / 1000)


def tab_to(page: Page, target: Locator) -> None:
    """Move by the Tab key alone."""
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached in {MOST_TABS} steps")


def tick_by_keyboard(page: Page, emotion: str) -> None:
    box = page.locator(f'#main input[name="emotions"][value="{emotion}"]')
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def write(page: Page, body: str, emotion: str) -> None:
    """Fill the open composer: words, then a feeling by the keyboard."""
    page.locator('#main textarea[name="body"]').fill(body)
    page.locator('#main textarea[name="body"]').focus()
    tick_by_keyboard(page, emotion)


def send(page: Page) -> Response:
    """Press the composer's button and return the answer that says where the post is."""
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/write/" in answer.url) as sent:
        page.locator('#composer button[type="submit"]').last.click()
    return sent.value


def eventually(what: Callable[[], Any], seconds: float = 5) -> Any:
    """Return the first true value of `what`."""
    deadline = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
    return value
