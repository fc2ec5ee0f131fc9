"""Pictures of the demo community, drawn by the program: the same scene and seed give the same picture."""

from __future__ import annotations

import io
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.pictures import kitchen, outdoors, things
from demo.pictures.canvas import Canvas
from demo.pictures.palettes import DAY, NIGHT
from lib.pictures import Encoded, encode

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


def ahead(wanted: Iterable[tuple[str, str]]) -> dict[str, Future[Encoded]]:
    """Draw and encode `wanted`, pairs of scene and seed, on a thread beside the caller's; return them by their seeds.

    Pillow lets the other thread run while it draws and encodes.
    """
    easel = ThreadPoolExecutor(max_workers=1, thread_name_prefix="easel")
    drawn = {seed: easel.submit(_encoded, scene, seed) for scene, seed in wanted}
    easel.shutdown(wait=False)
    return drawn


def _encoded(scene: str, seed: str) -> Encoded:
    return encode(draw(scene=scene, seed=seed), field="pictures")
