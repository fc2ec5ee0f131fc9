"""`./dev shots`: every page at 390 and 1280 pixels, light and dark, English and Chinese, into var/shots/."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from tools import browser, environment, serving
from tools.places import PYTHON, ROOT, VAR
from tools.services import free_port
from tools.shots import SHOTS, THEN, Shot
from tools.steps import StepFailed, Steps, fail_softly

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FloatRect, Page

TARGET = VAR / "shots"
WIDTHS = {390: 844, 1280: 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("en", "zh-hans")
MOST_PIXELS = 3000  # of a long page's height
SETTLE = """async () => {
  const images = [...document.images];
  images.forEach((image) => (image.loading = "eager"));
  await Promise.allSettled([document.fonts.ready, ...images.map((image) => image.decode())]);
}"""


def run(options: argparse.Namespace) -> int:
    """Prepare the demo as ./dev run does, then take the pictures in the project's environment."""
    os.environ.setdefault("HEARTH_DEMO", "1")
    steps = Steps(5)
    environment.prepare(steps, kind="dev")
    serving.compile_messages(steps)
    serving.prepare_community(steps)
    url = ["--url", options.url] if options.url else []
    return subprocess.run([PYTHON, "-m", "tools.shooting", *options.names, *url], cwd=ROOT, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--url")
    options = parser.parse_args()
    unknown = set(options.names) - {shot.name for shot in SHOTS}
    if unknown:
        raise StepFailed(f"No such page: {', '.join(unknown)}. There are: {', '.join(shot.name for shot in SHOTS)}")
    shots = [shot for shot in SHOTS if shot.name in options.names or not options.names]
    if not options.names:
        shutil.rmtree(TARGET, ignore_errors=True)
    _set_up_django()
    with served(options.url) as base_url:
        failures = take(shots, base_url)
    print("\n".join(failures) or f"{len(shots)} pages in {TARGET.relative_to(ROOT)}/")
    return int(bool(failures))


def take(shots: list[Shot], base_url: str) -> list[str]:
    """Take every picture; return a sentence for each page that did not answer with 200."""
    from playwright.sync_api import sync_playwright

    os.environ |= browser.use(may_fetch=True)
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=os.environ["HEARTH_CHROMIUM"], args=browser.FLAGS)
        found = [text for shot in shots for text in _take_one(program, shot, base_url)]
        program.close()
    return found


def _take_one(program: Browser, shot: Shot, base_url: str) -> Iterator[str]:
    from django.urls import NoReverseMatch, reverse

    try:
        path = shot.url if shot.url.startswith("/") else reverse(shot.url, kwargs=shot.arguments)
    except NoReverseMatch:
        yield f"{shot.name}: there is no page {shot.url}"
        return
    print(shot.name, flush=True)
    for language in LANGUAGES:
        for scheme in SCHEMES:
            context = program.new_context(color_scheme=scheme, base_url=base_url)
            _introduce(context, shot, language, base_url)
            page = context.new_page()
            status = _visit(page, path, shot.follow)
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                target = TARGET / f"{shot.name}-{language}-{scheme}-{width}.png"
                tall = min(MOST_PIXELS, int(page.evaluate("document.documentElement.scrollHeight")))
                clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": max(tall, height)}
                page.screenshot(path=target, full_page=True, clip=clip)
            context.close()
    if status >= 500 or (status >= 400 and shot.name != "not-found"):
        yield f"{shot.name}: {path} answered {status}"


def _visit(page: Page, path: str, follow: str) -> int:
    """Go to the page, and on to the first link that each part of `follow` selects; return the answer's status."""
    answer = page.goto(path)
    for link in filter(None, follow.split(THEN)):
        answer = page.goto(page.locator(link).first.get_attribute("href") or path)
    page.evaluate(SETTLE)
    return answer.status if answer else 0


def _introduce(context: BrowserContext, shot: Shot, language: str, base_url: str) -> None:
    """Give the browser the language and, for a member's page, the member's session."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": base_url}])
    if shot.who:
        client = Client()
        client.force_login(get_user_model().objects.get(username=shot.who[language]))
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])


@contextmanager
def served(url: str | None) -> Iterator[str]:
    """Yield the address of a running site: the one that is named, else one of our own."""
    if url:
        yield url
        return
    port = free_port()
    server = subprocess.Popen(serving.command(port), cwd=ROOT)
    try:
        serving.wait_for_page(server, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.stop(server)


def _set_up_django() -> None:
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's sync API keeps a loop running
    TARGET.mkdir(parents=True, exist_ok=True)
    django.setup()


if __name__ == "__main__":
    sys.exit(fail_softly(main))
