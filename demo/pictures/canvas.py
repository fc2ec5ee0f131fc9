"""A small flat-colour drawing surface in units of a 320 x 180 stage, smoothed by drawing large and shrinking."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

STAGE = (320, 180)
_DETAIL = 6  # drawn at this many pixels a unit,
_SHRUNK = 2  # and shrunk by this: 960 x 540

Point = tuple[float, float]


class Canvas:
    """Draws shapes given in stage units; colours are `#rrggbb`."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (STAGE[0] * _DETAIL, STAGE[1] * _DETAIL), ground)
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        self._draw.polygon([(x * _DETAIL, y * _DETAIL) for x, y in points], fill=colour)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        self._draw.ellipse([c * _DETAIL for c in (x - rx, y - ry, x + rx, y + ry)], fill=colour)

    def circle(self, x: float, y: float, r: float, colour: str) -> None:
        self.ellipse(x, y, r, r, colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str, round_by: float = 0) -> None:
        corners = [c * _DETAIL for c in (x, y, x + width, y + height)]
        self._draw.rounded_rectangle(corners, radius=round_by * _DETAIL, fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        scaled = [(x * _DETAIL, y * _DETAIL) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(width * _DETAIL), joint="curve")
        for x, y in (points[0], points[-1]):
            self.circle(x, y, width / 2, colour)

    def ring(self, x: float, y: float, r: float, colour: str, width: float) -> None:
        corners = [c * _DETAIL for c in (x - r, y - r, x + r, y + r)]
        self._draw.ellipse(corners, outline=colour, width=round(width * _DETAIL))

    def finish(self) -> Image.Image:
        return self.image.reduce(_SHRUNK)


def curve(start: Point, bend: Point, end: Point, steps: int = 24) -> list[Point]:
    """Return points of a quadratic curve from `start` to `end` pulled towards `bend`."""

    def along(t: float, axis: int) -> float:
        return (1 - t) ** 2 * start[axis] + 2 * t * (1 - t) * bend[axis] + t * t * end[axis]

    return [(along(step / steps, 0), along(step / steps, 1)) for step in range(steps + 1)]


def wave(y: float, height: float, length: float, shift: float) -> list[Point]:
    """Return a hill line across the stage, closed along the bottom edge."""
    top = [
        (x, y + height * math.sin((x + shift) / length) + height * 0.4 * math.sin((x + shift) / length * 2.3))
        for x in range(-4, 325, 4)
    ]
    return [*top, (324, 184), (-4, 184)]
