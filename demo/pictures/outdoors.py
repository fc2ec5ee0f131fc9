"""Scenes under the sky."""

from __future__ import annotations

from random import Random

from demo.pictures.canvas import Canvas, curve, wave
from demo.pictures.palettes import Palette


def hills(c: Canvas, p: Palette, r: Random) -> None:
    c.circle(r.randint(60, 260), r.randint(36, 60), r.randint(16, 24), p.light)
    for y, height, colour in ((96, 16, p.far), (122, 13, p.near), (150, 9, p.ground)):
        c.polygon(wave(y, height, r.uniform(34, 60), r.uniform(0, 300)), colour)


def trail(c: Canvas, p: Palette, r: Random) -> None:
    hills(c, p, r)
    left = curve((142, 180), (230, 140), (150, 112)) + curve((150, 112), (118, 104), (168, 92))
    right = curve((172, 92), (132, 105), (164, 112)) + curve((164, 112), (266, 142), (196, 180))
    c.polygon(left + right, p.paper)
    for _ in range(9):
        _pine(c, p, r.choice((r.uniform(6, 110), r.uniform(220, 312))), r.uniform(118, 166), r.uniform(9, 17))


def sunrise(c: Canvas, p: Palette, r: Random) -> None:
    x = r.randint(120, 200)
    for radius, colour in ((66, p.paper), (46, p.light)):
        c.circle(x, 110, radius, colour)
    for y, colour in ((112, p.far), (134, p.near), (158, p.ground)):
        c.polygon(wave(y, 6, r.uniform(40, 70), r.uniform(0, 300)), colour)
    for bird in range(r.randint(2, 4)):
        bx, by = x - 70 + bird * 22, 40 + bird * 7
        c.line(
            curve((bx - 6, by), (bx - 2, by - 5), (bx, by)) + curve((bx, by), (bx + 2, by - 5), (bx + 6, by)),
            p.dark,
            1.4,
        )


def moon(c: Canvas, p: Palette, r: Random) -> None:
    x, y = r.randint(190, 250), r.randint(44, 62)
    c.circle(x, y, 24, p.light)
    c.circle(x - 9, y - 6, 21, p.sky)
    for _ in range(38):
        c.circle(r.uniform(4, 316), r.uniform(4, 110), r.uniform(0.5, 1.2), p.paper)
    for y_line, colour in ((128, p.far), (150, p.near)):
        c.polygon(wave(y_line, 10, r.uniform(36, 60), r.uniform(0, 300)), colour)


def city_night(c: Canvas, p: Palette, r: Random) -> None:
    c.circle(r.randint(40, 280), 34, 13, p.light)
    for depth, colour in ((0, p.far), (1, p.near)):
        x = -6.0
        while x < 320:
            width, height = r.uniform(22, 42), r.uniform(46, 92) - depth * 18
            c.box(x, 180 - height, width - 2, height, colour)
            _windows(c, p, r, x, 180 - height, width - 2, height)
            x += width


def _windows(c: Canvas, p: Palette, r: Random, x: float, y: float, width: float, height: float) -> None:
    for row in range(int(height // 11)):
        for column in range(int(width // 8)):
            if r.random() < 0.32:
                c.box(x + 3 + column * 8, y + 5 + row * 11, 4, 5, p.light, 0.6)


def _pine(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    c.box(x - size * 0.07, y - size * 0.2, size * 0.14, size * 0.5, p.dark)
    for step in range(3):
        half, top = size * (0.42 - step * 0.09), y - size * (0.15 + step * 0.42)
        c.polygon([(x - half, top), (x + half, top), (x, top - size * 0.62)], p.ground if step % 2 else p.dark)


SCENES = {"hills": hills, "trail": trail, "sunrise": sunrise, "moon": moon, "city_night": city_night}
