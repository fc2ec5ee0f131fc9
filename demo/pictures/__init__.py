"""Pictures of the demo community, drawn by the program: the same scene and seed give the same picture."""

from __future__ import annotations

import io
from random import Random

from demo.pictures import kitchen, outdoors, things
from demo.pictures.canvas import Canvas
from demo.pictures.palettes import DAY, NIGHT

SCENES = kitchen.SCENES | outdoors.SCENES | things.SCENES
_AFTER_DARK = {"moon", "city_night"}


def draw(*, scene: str, seed: str) -> bytes:
    """Return a PNG of 960 x 540 pixels; raises KeyError for an unknown scene."""
    chance = Random(f"{scene}/{seed}")
    palette = chance.choice(NIGHT if scene in _AFTER_DARK else DAY)
    canvas = Canvas(palette.sky)
    SCENES[scene](canvas, palette, chance)
    file = io.BytesIO()
    canvas.finish().save(file, "PNG", compress_level=0)
    return file.getvalue()
