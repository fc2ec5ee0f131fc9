"""Scenes on a table."""

from __future__ import annotations

from random import Random

from demo.pictures.canvas import Canvas, curve
from demo.pictures.palettes import Palette


def cup(c: Canvas, p: Palette, r: Random) -> None:
    _table(c, p)
    x = r.randint(140, 180)
    c.ring(x + 34, 104, 14, p.paper, 6)
    c.polygon(
        [
            (x - 34, 84),
            (x + 34, 84),
            *curve((x + 34, 84), (x + 30, 140), (x, 140)),
            *curve((x, 140), (x - 30, 140), (x - 34, 84)),
        ],
        p.paper,
    )
    c.ellipse(x, 84, 34, 7, p.ground)
    c.ellipse(x, 85, 29, 5, p.light)
    _steam(c, p, x, 70, r.randint(2, 3))


def kettle(c: Canvas, p: Palette, r: Random) -> None:
    _table(c, p)
    x = r.randint(144, 172)
    c.ring(x, 72, 30, p.dark, 5)
    c.line([(x + 36, 112), (x + 62, 88)], p.near, 10)
    c.ellipse(x, 112, 46, 34, p.near)
    c.ellipse(x, 84, 26, 7, p.ground)
    c.circle(x, 76, 5, p.dark)
    c.ellipse(x - 18, 104, 7, 12, p.far)
    _steam(c, p, x + 72, 74, 2)


def bowl(c: Canvas, p: Palette, r: Random) -> None:
    _table(c, p)
    x = 160
    c.ellipse(x, 92, 62, 15, p.light)
    for _ in range(7):
        c.circle(x + r.uniform(-46, 46), 90 + r.uniform(-7, 7), r.uniform(4, 7), r.choice((p.near, p.paper, p.ground)))
    c.polygon(
        [
            (x - 62, 93),
            (x + 62, 93),
            *curve((x + 62, 93), (x + 48, 146), (x, 146)),
            *curve((x, 146), (x - 48, 146), (x - 62, 93)),
        ],
        p.paper,
    )
    c.box(x - 22, 143, 44, 7, p.far, 2)
    c.line([(x + 20, 84), (x + 104, 40)], p.dark, 3)
    c.line([(x + 28, 88), (x + 112, 48)], p.dark, 3)
    _steam(c, p, x - 16, 64, 2)


def gaiwan(c: Canvas, p: Palette, r: Random) -> None:
    """A cup with lid and saucer, and the small cup that is drunk from."""
    _table(c, p)
    x = r.randint(132, 144)
    c.ellipse(x, 141, 58, 10, p.near)
    c.ellipse(x, 138, 58, 9, p.paper)
    c.polygon(
        [
            (x - 46, 84),
            (x + 46, 84),
            *curve((x + 46, 84), (x + 38, 128), (x + 18, 136)),
            *curve((x - 18, 136), (x - 38, 128), (x - 46, 84)),
        ],
        p.paper,
    )
    c.polygon([(x - 40, 82), *curve((x - 40, 82), (x, 42), (x + 40, 82))], p.near)
    c.box(x - 9, 54, 18, 9, p.dark, 4)
    c.line([(x - 46, 84), (x + 46, 84)], p.dark, 2.4)
    c.polygon(
        [
            (228, 116),
            (272, 116),
            *curve((272, 116), (268, 146), (250, 146)),
            *curve((250, 146), (232, 146), (228, 116)),
        ],
        p.paper,
    )
    c.ellipse(250, 116, 22, 5, p.ground)
    c.ellipse(250, 117, 18, 3.5, p.light)
    _steam(c, p, 250, 106, 2)


def dumplings(c: Canvas, p: Palette, r: Random) -> None:
    _table(c, p)
    c.ellipse(160, 118, 108, 34, p.paper)
    c.ellipse(160, 116, 94, 27, p.far)
    for index in range(7):
        x, y = 92 + (index % 4) * 42 + (21 if index > 3 else 0), 104 + (index // 4) * 24 + r.uniform(-2, 2)
        c.polygon(
            [
                *curve((x - 17, y + 7), (x, y - 21), (x + 17, y + 7)),
                *curve((x + 17, y + 7), (x, y + 14), (x - 17, y + 7)),
            ],
            p.paper,
        )
        for fold in (-7, 0, 7):
            c.line([(x + fold, y - 2 - (0 if fold else 3)), (x + fold * 0.8, y + 3)], p.near, 1)
    _steam(c, p, 160, 74, 3)


def bread(c: Canvas, p: Palette, r: Random) -> None:
    _table(c, p)
    c.box(64, 128, 192, 12, p.ground, 5)
    c.polygon([(88, 128), *curve((88, 128), (84, 66), (160, 66)), *curve((160, 66), (236, 66), (232, 128))], p.near)
    c.polygon([(96, 122), *curve((96, 122), (94, 74), (160, 74)), *curve((160, 74), (226, 74), (224, 122))], p.light)
    for x in (126, 160, 194):
        c.line(curve((x - 12, 98), (x, 84 + r.uniform(-3, 3)), (x + 12, 90)), p.near, 4)
    _steam(c, p, 160, 58, 3)


def _table(c: Canvas, p: Palette) -> None:
    c.circle(250, 46, 22, p.light)
    c.box(-4, 132, 330, 60, p.far)
    c.line([(24, 156), (296, 156)], p.near, 2.4)
    c.line([(14, 168), (306, 168)], p.near, 2.4)


def _steam(c: Canvas, p: Palette, x: float, y: float, wisps: int) -> None:
    for wisp in range(wisps):
        left = x + (wisp - (wisps - 1) / 2) * 14
        c.line(
            curve((left, y), (left - 9, y - 10), (left, y - 17))
            + curve((left, y - 17), (left + 9, y - 24), (left, y - 33)),
            p.paper,
            3,
        )


SCENES = {"cup": cup, "kettle": kettle, "bowl": bowl, "gaiwan": gaiwan, "dumplings": dumplings, "bread": bread}
