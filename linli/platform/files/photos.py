"""A photo made anew: turned upright, brought to size, without place, time, device or comment."""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass
from typing import IO, Final

from PIL import Image, ImageOps

from linli.foundation.refusals import Refused

UPLOAD_BYTES_MAX: Final = 10 * 1024 * 1024
PIXELS_MAX: Final = 60_000_000
SIDE_PIXELS_MAX: Final = 1600
THUMBNAIL_PIXELS_MAX: Final = 320
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
MEDIA_TYPE: Final = "image/jpeg"
WHITE: Final = (255, 255, 255)

# What Pillow raises on broken or hostile input, format by format.
BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Photo:
    """The picture and its small twin, both as JPEG."""

    picture: bytes
    thumbnail: bytes
    width: int
    height: int


def read_photo(file: IO[bytes], size_bytes: int) -> Photo:
    """Return the picture in `file`, or refuse what is too large or no picture at all."""
    if size_bytes > UPLOAD_BYTES_MAX:
        raise Refused("file.too_large", "照片不能超过 10 MB，请压缩或重新拍一张。", field="photos")
    upright = _decoded(file)
    upright.thumbnail((SIDE_PIXELS_MAX, SIDE_PIXELS_MAX), Image.Resampling.LANCZOS)
    small = upright.copy()
    small.thumbnail((THUMBNAIL_PIXELS_MAX, THUMBNAIL_PIXELS_MAX), Image.Resampling.LANCZOS)
    return Photo(_as_jpeg(upright, 82), _as_jpeg(small, 75), upright.width, upright.height)


def _decoded(file: IO[bytes]) -> Image.Image:
    """Return the picture itself, upright and on white."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as source:
                _refuse_too_many_pixels(source)
                # A JPEG can be read at half its size or less, in a fraction of the time.
                source.draft("RGB", (SIDE_PIXELS_MAX, SIDE_PIXELS_MAX))
                return _on_white(ImageOps.exif_transpose(source))
    except BROKEN:
        raise Refused(
            "file.not_image",
            "这个文件不是照片或已经损坏，请选择 JPG、PNG 或 WebP 格式的照片。",
            field="photos",
        ) from None


def _refuse_too_many_pixels(source: Image.Image) -> None:
    if source.width * source.height > PIXELS_MAX:
        raise Refused("file.too_many_pixels", "照片的像素太多，请缩小后再上传。", field="photos")


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture in plain colours, on white where it was transparent."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, WHITE)
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")


def _as_jpeg(image: Image.Image, quality: int) -> bytes:
    image.info.clear()  # Pillow would carry a comment over
    sink = io.BytesIO()
    image.save(sink, "JPEG", quality=quality, optimize=True, progressive=True)
    return sink.getvalue()
