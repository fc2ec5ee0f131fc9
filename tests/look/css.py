"""Reads our stylesheets: token values in both themes, and the WCAG 2 contrast of two colours."""

from __future__ import annotations

import re
from pathlib import Path

CSS = Path(__file__).parents[2] / "static" / "css"
THEMES = ("light", "dark")
_PAIR = re.compile(r"light-dark\((#[0-9A-F]{6}),\s*(#[0-9A-F]{6})\)")


def colours(text: str) -> dict[str, dict[str, str]]:
    """Return {token: {theme: "#RRGGBB"}} of every opaque colour token in a piece of CSS."""
    found = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", text):
        pair = _PAIR.fullmatch(value)
        if pair:
            found[name] = dict(zip(THEMES, pair.groups(), strict=True))
        elif re.fullmatch(r"#[0-9A-F]{6}", value):
            found[name] = dict.fromkeys(THEMES, value)
    return found


def tokens() -> dict[str, dict[str, str]]:
    return colours((CSS / "tokens.css").read_text())


def rules_of(attribute: str) -> dict[str, dict[str, dict[str, str]]]:
    """Return the colours set for each value of an attribute in moods.css, as {"joy": {"m": …, "mt": …}}."""
    text = (CSS / "moods.css").read_text()
    return {value: colours(body) for value, body in re.findall(rf'\[{attribute}="([\w-]+)"\]\s*{{([^}}]*)}}', text)}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio. Source: WCAG 2.2, "contrast ratio" and "relative luminance"."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
