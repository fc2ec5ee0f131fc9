"""Pictures of the demo community, drawn by the program: the same scene and seed give the same picture."""

from __future__ import annotations

import io
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.pictures import kitchen, outdoors, things
from demo.pictures.canvas import Canvas
from demo.pictures.palettes import DAY, NIGHT

SCENES = kitchen.SCENES | outdoors.SCENES | things.SCENES
_AFTER_DARK = {"moon", "city_night"}


def draw(*, scene: str, seed: str) -> SimpleUploadedFile:
    """Return a picture of 960 x 540 pixels as somebody would upload it; raises KeyError for an unknown scene."""
    chance = Random(f"{scene}/{seed}")
    palette = chance.choice(NIGHT if scene in _AFTER_DARK else DAY)
    canvas = Canvas(palette.sky)
    SCENES[scene](canvas, palette, chance)
    file = io.BytesIO()
    canvas.finish().save(file, "JPEG", quality=95, subsampling=0)
    return SimpleUploadedFile(f"{scene}.jpg", file.getvalue(), "image/jpeg")
