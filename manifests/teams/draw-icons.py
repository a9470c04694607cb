#!/usr/bin/env python3
"""Draws color.png (192 x 192) and outline.png (32 x 32, white on nothing): a speech bubble with a tick. Standard library only."""
import math, os, struct, zlib


def png(path, size, pixel):
    """Writes size x size RGBA; pixel(x, y) gives coverage-weighted colour for a unit square, sampled 4 x 4."""
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            samples = [pixel((x + (i + .5) / 4) / size, (y + (j + .5) / 4) / size) for i in range(4) for j in range(4)]
            alpha = sum(s[3] for s in samples)
            colour = [round(sum(s[c] * s[3] for s in samples) / alpha) if alpha else 255 for c in range(3)]
            rows += bytes(colour + [round(255 * alpha / 16)])
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b""))


def box(x, y, left, top, right, bottom, radius):
    """Signed distance to a rounded box, negative inside."""
    dx = abs(x - (left + right) / 2) - (right - left) / 2 + radius
    dy = abs(y - (top + bottom) / 2) - (bottom - top) / 2 + radius
    return math.hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - radius


def segment(x, y, ax, ay, bx, by):
    t = max(0, min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)))
    return math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay))


def tail(x, y):
    return .30 < x < .30 + .16 * (1 - (y - .70) / .16) and .70 <= y < .86


bubble = lambda x, y: min(box(x, y, .16, .18, .84, .72, .12), -.02 if tail(x, y) else 1)
tick = lambda x, y: min(segment(x, y, .35, .46, .46, .57), segment(x, y, .46, .57, .66, .34))
green, white, nothing = (31, 111, 92, 1), (255, 255, 255, 1), (0, 0, 0, 0)

here = os.path.dirname(os.path.abspath(__file__))
png(os.path.join(here, "color.png"), 192, lambda x, y: (green if tick(x, y) < .045 else white) if bubble(x, y) < 0 else green)
png(os.path.join(here, "outline.png"), 32, lambda x, y: white if abs(bubble(x, y) + .035) < .035 or tick(x, y) < .04 else nothing)
