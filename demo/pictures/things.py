"""Scenes of things one keeps."""

from __future__ import annotations

from random import Random

from demo.pictures.canvas import Canvas, curve
from demo.pictures.palettes import Palette


def plant(c: Canvas, p: Palette, r: Random) -> None:
    _desk(c, p)
    for stem in range(7):
        lean = (stem - 3) * 19 + r.uniform(-5, 5)
        top = 44 + abs(stem - 3) * 12 + r.uniform(-5, 5)
        c.line(curve((160, 112), (160 + lean * 0.3, 84), (160 + lean, top + 16)), p.ground, 2.4)
        c.ellipse(160 + lean, top + 8, 9, 17, p.near if stem % 2 else p.ground)
    c.polygon([(132, 108), (188, 108), (180, 150), (140, 150)], p.paper)
    c.box(128, 102, 64, 11, p.light, 3)


def cactus(c: Canvas, p: Palette, r: Random) -> None:
    _desk(c, p)
    height = r.randint(66, 80)
    c.box(146, 116 - height, 28, height, p.near, 14)
    c.line([(132, 84), (132, 70)], p.near, 12)
    c.line([(132, 86), (150, 86)], p.near, 10)
    c.line([(188, 74), (188, 62)], p.near, 12)
    c.line([(188, 78), (170, 78)], p.near, 10)
    for y in range(int(122 - height), 108, 11):
        c.line([(156, y), (156, y + 4)], p.paper, 1.4)
        c.line([(165, y + 5), (165, y + 9)], p.paper, 1.4)
    c.circle(160, 115 - height, 6, p.light)
    c.polygon([(130, 108), (190, 108), (182, 150), (138, 150)], p.ground)


def leaf(c: Canvas, p: Palette, r: Random) -> None:
    for _ in range(5):
        c.circle(r.uniform(20, 300), r.uniform(10, 170), r.uniform(8, 26), p.far)
    c.polygon([*curve((70, 150), (70, 30), (250, 30)), *curve((250, 30), (250, 150), (70, 150))], p.near)
    c.line(curve((56, 164), (120, 110), (246, 34)), p.paper, 3)
    for step in range(1, 6):
        x, y = 70 + step * 28, 146 - step * 18
        c.line(curve((x, y), (x - 2, y - 18), (x + 14, y - 32)), p.paper, 1.6)
        c.line(curve((x, y), (x + 20, y + 2), (x + 34, y - 8)), p.paper, 1.6)


def coat(c: Canvas, p: Palette, r: Random) -> None:
    c.line([(60, 24), (260, 24)], p.dark, 3)
    c.line(curve((160, 24), (168, 12), (160, 36)), p.dark, 2.4)
    c.polygon(
        [
            (160, 36),
            (210, 56),
            (232, 132),
            (212, 138),
            (200, 96),
            (206, 172),
            (114, 172),
            (120, 96),
            (108, 138),
            (88, 132),
            (110, 56),
        ],
        p.near,
    )
    c.polygon([(146, 41), (160, 36), (174, 41), (162, 86)], p.paper)
    c.line([(161, 86), (161, 172)], p.ground, 1.6)
    for y in (100, 122, 144):
        c.circle(153, y, 3, p.light)
    c.box(126, 132, 22, 5, p.ground, 2)
    c.box(174, 132, 22, 5, p.ground, 2)


def quilted(c: Canvas, p: Palette, r: Random) -> None:
    """A short quilted jacket on a peg: stand-up collar, knotted buttons, a chest pocket."""
    c.box(0, 156, 320, 30, p.far)
    c.box(70, 22, 180, 8, p.ground, 4)
    c.line([(160, 28), (160, 42)], p.dark, 4)
    c.polygon([(116, 54), (88, 76), (70, 132), (96, 140), (114, 100)], p.near)
    c.polygon([(204, 54), (232, 76), (250, 132), (224, 140), (206, 100)], p.near)
    c.box(110, 48, 100, 102, p.near, 10)
    for y in range(70, 146, 15):
        c.line([(114, y), (206, y)], p.ground, 1.4)
    for side in (-1, 1):
        for step in range(3):
            x, y = 160 + side * (62 + step * 8), 84 + step * 17
            c.line([(x - 7, y + side * 3), (x + 7, y - side * 3)], p.ground, 1.4)
    c.box(138, 40, 44, 16, p.paper, 6)
    c.line([(160, 56), (160, 150)], p.dark, 2)
    for y in (66, 88, 110, 132):
        c.line([(152, y), (168, y)], p.light, 3)
    c.box(176, 78, 24, 22, p.ground, 3)
    c.box(181, 70, 14, 12, p.paper, 2)


def pouch(c: Canvas, p: Palette, r: Random) -> None:
    """A refill pouch beside the tin that it fills."""
    _desk(c, p)
    c.box(70, 74, 62, 78, p.ground, 8)
    c.box(66, 62, 70, 16, p.dark, 6)
    c.box(82, 96, 38, 32, p.paper, 3)
    c.line([(90, 108), (112, 108)], p.far, 2)
    c.line([(90, 116), (106, 116)], p.far, 2)
    c.polygon([(176, 48), (244, 48), (252, 152), (168, 152)], p.near)
    c.box(174, 40, 72, 14, p.ground, 3)
    c.box(236, 32, 14, 14, p.light, 3)
    c.circle(210, 100, 24, p.paper)
    c.polygon([*curve((196, 114), (194, 90), (222, 86)), *curve((222, 86), (226, 112), (196, 114))], p.far)
    c.line([(196, 114), (216, 92)], p.ground, 1.6)


def needle(c: Canvas, p: Palette, r: Random) -> None:
    c.box(0, 108, 320, 80, p.far)
    x = 64.0
    while x < 270:
        c.line([(x, 124 + r.uniform(-1, 1)), (x + 13, 124 + r.uniform(-1, 1))], p.paper, 3)
        x += 22
    c.line([(210, 118), (262, 52)], p.dark, 3.4)
    c.line(curve((262, 54), (310, 20), (250, 26)) + curve((250, 26), (150, 40), (96, 74)), p.light, 2.2)
    c.box(60, 62, 40, 40, p.near, 4)
    c.box(54, 58, 52, 8, p.ground, 3)
    c.box(54, 98, 52, 8, p.ground, 3)


def bottle(c: Canvas, p: Palette, r: Random) -> None:
    _desk(c, p)
    c.box(120, 66, 54, 84, p.near, 10)
    c.box(137, 44, 20, 24, p.paper, 3)
    c.box(132, 36, 30, 12, p.ground, 4)
    c.box(128, 92, 38, 30, p.paper, 3)
    c.line([(134, 102), (160, 102)], p.far, 2)
    c.line([(134, 110), (152, 110)], p.far, 2)
    c.box(188, 116, 50, 34, p.paper, 6)
    c.box(184, 106, 58, 14, p.light, 5)
    c.polygon([*curve((88, 150), (78, 108), (104, 92)), *curve((104, 92), (116, 122), (88, 150))], p.ground)


def crib(c: Canvas, p: Palette, r: Random) -> None:
    c.line([(160, 0), (160, 26)], p.dark, 1.4)
    for index, x in enumerate((118, 146, 174, 202)):
        c.line([(160, 26), (x, 40)], p.dark, 1.4)
        c.line([(x, 40), (x, 52 + index % 2 * 8)], p.dark, 1)
        c.circle(x, 58 + index % 2 * 8, 7, (p.light, p.near, p.far, p.paper)[index])
    c.box(76, 132, 168, 18, p.paper, 8)
    c.ellipse(126, 126, 20, 11, p.light)
    c.box(70, 92, 180, 7, p.ground, 3)
    for x in range(74, 250, 19):
        c.box(x, 96, 5, 62, p.near, 2)
    c.box(70, 156, 180, 8, p.ground, 3)


def shoe(c: Canvas, p: Palette, r: Random) -> None:
    c.polygon([(0, 146), (320, 140), (320, 184), (0, 184)], p.far)
    for _ in range(16):
        c.circle(r.uniform(0, 320), r.uniform(150, 178), r.uniform(1.5, 4), p.near)
    c.polygon(
        [
            (86, 66),
            (126, 60),
            *curve((126, 60), (150, 100), (196, 104)),
            *curve((196, 104), (238, 108), (242, 134)),
            (84, 134),
        ],
        p.ground,
    )
    c.polygon([(196, 104), *curve((196, 104), (238, 108), (242, 134)), (208, 134)], p.light)
    c.box(80, 130, 168, 13, p.paper, 5)
    for x in range(88, 240, 15):
        c.polygon([(x, 143), (x + 9, 143), (x + 5, 150)], p.dark)
    for step in range(4):
        c.line([(132 + step * 13, 84 + step * 7), (148 + step * 13, 76 + step * 8)], p.paper, 2.4)


def window_rain(c: Canvas, p: Palette, r: Random) -> None:
    c.box(50, 16, 220, 136, p.paper, 4)
    c.box(60, 26, 96, 116, p.far)
    c.box(164, 26, 96, 116, p.far)
    for _ in range(34):
        x, y = r.uniform(66, 250), r.uniform(32, 122)
        if not 150 < x < 168:
            c.line([(x, y), (x - 3, y + 11)], p.paper, 1.3)
    c.box(38, 150, 244, 11, p.ground, 3)
    c.box(206, 122, 30, 29, p.light, 4)
    c.line(curve((220, 122), (214, 104), (226, 92)), p.near, 2.4)
    c.ellipse(230, 92, 9, 6, p.near)


def cat(c: Canvas, p: Palette, r: Random) -> None:
    _desk(c, p)
    c.polygon([*curve((98, 150), (92, 88), (160, 90)), *curve((160, 90), (230, 92), (224, 150))], p.near)
    c.circle(126, 92, 25, p.near)
    for side in (-1, 1):
        c.polygon([(126 + side * 22, 84), (126 + side * 19, 54), (126 + side * 4, 70)], p.near)
        c.line(curve((126 + side * 15, 92), (126 + side * 10, 97), (126 + side * 5, 92)), p.dark, 1.8)
    c.polygon([(123, 100), (129, 100), (126, 104)], p.light)
    c.line(curve((222, 146), (262, 140), (246, 108)), p.near, 9)
    for step in range(3):
        c.line(curve((164 + step * 17, 96 + step * 3), (168 + step * 17, 106), (164 + step * 17, 116)), p.ground, 3)


def _desk(c: Canvas, p: Palette) -> None:
    c.circle(72, 50, 26, p.light)
    c.box(-4, 146, 330, 40, p.far)
    c.line([(20, 164), (300, 164)], p.near, 2)


SCENES = {
    "plant": plant, "cactus": cactus, "leaf": leaf, "coat": coat, "quilted": quilted, "needle": needle,
    "bottle": bottle, "pouch": pouch, "crib": crib, "shoe": shoe, "window_rain": window_rain, "cat": cat,
}  # fmt: skip
