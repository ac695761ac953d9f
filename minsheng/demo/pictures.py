"""Drawn stand-ins for photos, before and after: nobody's street, nobody's picture."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

SIZE = (960, 720)
SKY, ROAD, WALL, LINE = "#cfdbe2", "#8d8f92", "#c9b8a3", "#e8e4da"
DULL, FRESH, WARN = "#8a6a43", "#4f7d4a", "#a3201a"
BUSHES, STEP = range(90, 900, 130), 14


def picture(what: str, *, after: bool, seed: int = 0) -> SimpleUploadedFile:
    """A JPEG as somebody would upload it: the thing in question, as it was or as it is now."""
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 250, 960, 470), fill=WALL)
    draw.rectangle((0, 470, 960, 720), fill=ROAD)
    for x in range(-40 + seed * 37 % 120, 960, 240):
        draw.rectangle((x, 590, x + 120, 602), fill=LINE)
    (_green if what == "shrub" else _thing)(draw, seed, after=after)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return SimpleUploadedFile(f"{what}-{seed}.jpg", out.getvalue(), "image/jpeg")


def _green(draw: ImageDraw.ImageDraw, seed: int, *, after: bool) -> None:
    for i, x in enumerate(BUSHES):
        high = 60 + (i * 31 + seed * 17) % 40
        draw.ellipse((x - 70, 500 - high, x + 70, 520), fill=FRESH if after or i % 3 == seed % 3 else DULL)


def _thing(draw: ImageDraw.ImageDraw, seed: int, *, after: bool) -> None:
    x = 250 + seed * 53 % 320
    if after:
        draw.rectangle((x, 500, x + 220, 512), fill=LINE)
        return
    for i in range(4):
        left = x + i * 60 - (seed + i) % 3 * STEP
        draw.rectangle((left, 430 - i % 2 * 50, left + 75, 520), fill=DULL, outline=WARN, width=4)
