#!/usr/bin/env python3
"""Draws every picture of the sample cities and the app's icons.

What it makes, seen from the root of the project:

* `server/sample/images/src/*.svg`   sources of the illustrations (written by this script; do not edit by hand)
* `server/sample/images/*.webp`      the illustrations, 640x400, under 25 KB each
* `public/icons/*`, `public/og/*`    icons of the installed app and pictures for shared links (1200x630, under 60 KB each)

Needs Python 3.10+, Pillow, a Chromium (`CHROMIUM` names another program) and, for `og`, a Japanese sans-serif font
such as Noto Sans CJK JP. Run from anywhere:

    python3 server/sample/make_pictures.py            # everything
    python3 server/sample/make_pictures.py images     # or: icons, og

The illustrations hold no text, so that one picture serves all languages; each listing gives its own text alternative.
All drawings are made for this project and fall under its licence.
"""

import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SRC = HERE / "images" / "src"
WEBP = HERE / "images"
ICONS = ROOT / "public" / "icons"
OG = ROOT / "public" / "og"

# ---------------------------------------------------------------- palette
CREAM, PAPER, SAND = "#FBF4E6", "#FFFDF8", "#F0E2C8"
INK, INDIGO, SKY, WATER = "#33404F", "#2F4F74", "#D5E7EC", "#8FBFCB"
MOSS, LEAF, PINE, GRASS = "#6F9159", "#9DB97C", "#4A6B4F", "#C9D8A6"
SUN, PERSIMMON, RED, ROSE = "#F2C766", "#DF8B4E", "#C45B45", "#E3A79A"
WOOD, DARKWOOD, PALEWOOD = "#BE9263", "#80593B", "#DDBC8E"
GREY, WHITE = "#B9BDB6", "#FFFFFF"
SKIN = ["#F1CBA6", "#E2B48A", "#C48D62", "#8F6245"]
HAIR = ["#2E2A2B", "#5A4234", "#9A9A98", "#E4E2DC"]


# ---------------------------------------------------------------- small shapes
def rect(x, y, w, h, fill, r=0, extra=""):
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r:g}" fill="{fill}" {extra}/>'


def circle(x, y, r, fill, extra=""):
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}" {extra}/>'


def ellipse(x, y, rx, ry, fill, extra=""):
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}" {extra}/>'


def path(d, fill="none", stroke="none", w=0, extra=""):
    pen = f'stroke="{stroke}" stroke-width="{w:g}" stroke-linecap="round" stroke-linejoin="round"' if stroke != "none" else ""
    return f'<path d="{d}" fill="{fill}" {pen} {extra}/>'


def line(x1, y1, x2, y2, stroke, w):
    return path(f"M{x1:g} {y1:g}L{x2:g} {y2:g}", stroke=stroke, w=w)


def group(inner, transform):
    return f'<g transform="{transform}">{inner}</g>'


def svg(inner, width=640, height=400):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{inner}</svg>\n'


def hills(y, fill, bumps):
    """A soft skyline: `bumps` are (x, height) pairs from left to right."""
    d = f"M-10 420L-10 {y}"
    last = -10
    for x, height in bumps:
        d += f"Q{(last + x) / 2:g} {y - height:g} {x:g} {y - height * 0.25:g}"
        last = x
    return path(d + f"L650 {y}L650 420Z", fill)


def tree(x, y, size, leaf=MOSS, trunk=DARKWOOD):
    return (line(x, y, x, y - size * 0.5, trunk, size * 0.09) + circle(x, y - size * 0.72, size * 0.32, leaf)
            + circle(x - size * 0.2, y - size * 0.52, size * 0.22, leaf) + circle(x + size * 0.21, y - size * 0.54, size * 0.2, leaf))


def cedar(x, y, size, leaf=PINE):
    out = rect(x - size * 0.04, y - size * 0.2, size * 0.08, size * 0.2, DARKWOOD)
    for i, (w, top) in enumerate(((0.34, 0.55), (0.27, 0.78), (0.19, 1.0))):
        base = 0.15 + i * 0.23
        out += path(f"M{x - size * w:g} {y - size * base:g}L{x:g} {y - size * top:g}L{x + size * w:g} {y - size * base:g}Z", leaf)
    return out


def person(x, y, h, shirt, pants=INK, skin=0, hair=0, hands=((-0.2, 0.45), (0.2, 0.45)), sit=0, style="short", lean=0.0, apron=None, hat=None, legs=True):
    """A calm figure without a face. `y` is the ground under it, `h` its standing height; `hands` are (dx, height) in parts of `h`;
    `sit` is 0 standing, 1 on a seat seen from the side (looking right), -1 (looking left), 2 kneeling or sitting seen from the front."""
    s, c = SKIN[skin], HAIR[hair]
    hip = {0: 0.45, 1: 0.27, -1: 0.27, 2: 0.1}[sit]
    rise = 0.45 - hip
    hx, hy = x, y - h * hip
    shx, shy = x + lean * h, y - h * (0.76 - rise)
    out = ""
    if legs:
        leg = h * 0.095
        if sit == 0:
            out += line(hx - h * 0.055, hy, hx - h * 0.075, y - leg / 2, pants, leg) + line(hx + h * 0.055, hy, hx + h * 0.075, y - leg / 2, pants, leg)
        elif sit in (1, -1):
            out += path(f"M{hx:g} {hy:g}L{hx + sit * h * 0.23:g} {hy:g}L{hx + sit * h * 0.24:g} {y - leg / 2:g}", stroke=pants, w=leg)
        else:
            out += path(f"M{hx - h * 0.19:g} {y - leg / 2:g}Q{hx:g} {hy - h * 0.05:g} {hx + h * 0.19:g} {y - leg / 2:g}Z", pants, pants, leg)
    back, front = hands
    for side, (dx, dy) in ((-1, back), (1, front)):
        ax, ay = shx + side * h * 0.085, shy + h * 0.035
        tx, ty = x + dx * h, y - (dy - rise) * h
        ex, ey = (ax + tx) / 2 + side * h * 0.035, (ay + ty) / 2 + h * 0.035
        out += path(f"M{ax:g} {ay:g}Q{ex:g} {ey:g} {tx:g} {ty:g}", stroke=shirt, w=h * 0.068) + circle(tx, ty, h * 0.04, s)
    w1, w2 = h * 0.115, h * 0.105
    out += path(f"M{shx - w1:g} {shy + h * 0.06:g}Q{shx - w1:g} {shy - h * 0.015:g} {shx:g} {shy - h * 0.015:g}Q{shx + w1:g} {shy - h * 0.015:g} {shx + w1:g} {shy + h * 0.06:g}"
                f"L{hx + w2:g} {hy + h * 0.03:g}Q{hx:g} {hy + h * 0.07:g} {hx - w2:g} {hy + h * 0.03:g}Z", shirt)
    if apron:
        out += path(f"M{shx - w1 * 0.62:g} {shy + h * 0.07:g}L{shx + w1 * 0.62:g} {shy + h * 0.07:g}L{hx + w2 * 0.9:g} {hy + h * 0.05:g}Q{hx:g} {hy + h * 0.1:g} {hx - w2 * 0.9:g} {hy + h * 0.05:g}Z", apron)
    nx, ny, r = shx + lean * h * 0.35, shy - h * 0.12, h * 0.1
    out += line(shx, shy + h * 0.01, nx, ny + r * 0.6, s, h * 0.06)
    if style == "long":
        out += path(f"M{nx - r * 1.12:g} {ny + r * 1.35:g}L{nx - r * 1.08:g} {ny - r * 0.1:g}A{r * 1.08:g} {r * 1.12:g} 0 0 1 {nx + r * 1.08:g} {ny - r * 0.1:g}L{nx + r * 1.12:g} {ny + r * 1.35:g}Z", c)
    out += circle(nx, ny, r, s)
    cap = f"M{nx - r * 1.06:g} {ny + r * 0.12:g}A{r * 1.06:g} {r * 1.1:g} 0 0 1 {nx + r * 1.06:g} {ny + r * 0.12:g}Q{nx + r * 0.5:g} {ny - r * 0.5:g} {nx - r * 0.3:g} {ny - r * 0.42:g}Q{nx - r * 0.8:g} {ny - r * 0.3:g} {nx - r * 1.06:g} {ny + r * 0.12:g}Z"
    if style != "bald":
        out += path(cap, c)
    if style == "bun":
        out += circle(nx, ny - r * 1.18, r * 0.42, c)
    if hat == "straw":
        out += ellipse(nx, ny - r * 0.35, r * 1.75, r * 0.36, SUN) + path(f"M{nx - r * 0.95:g} {ny - r * 0.4:g}Q{nx:g} {ny - r * 1.9:g} {nx + r * 0.95:g} {ny - r * 0.4:g}Z", SUN) + path(f"M{nx - r * 0.92:g} {ny - r * 0.5:g}Q{nx:g} {ny - r * 0.25:g} {nx + r * 0.92:g} {ny - r * 0.5:g}", stroke=PERSIMMON, w=r * 0.22)
    elif hat == "helmet":
        out += path(f"M{nx - r * 1.2:g} {ny - r * 0.1:g}A{r * 1.2:g} {r * 1.25:g} 0 0 1 {nx + r * 1.2:g} {ny - r * 0.1:g}Z", SUN) + rect(nx - r * 1.42, ny - r * 0.22, r * 2.84, r * 0.3, PERSIMMON, r * 0.15)
    elif hat == "cap":
        out += path(f"M{nx - r * 1.08:g} {ny - r * 0.15:g}A{r * 1.08:g} {r * 1.12:g} 0 0 1 {nx + r * 1.08:g} {ny - r * 0.15:g}L{nx + r * 1.75:g} {ny - r * 0.05:g}L{nx - r * 1.08:g} {ny:g}Z", RED)
    elif hat == "kerchief":
        out += path(f"M{nx - r * 1.1:g} {ny - r * 0.1:g}A{r * 1.1:g} {r * 1.15:g} 0 0 1 {nx + r * 1.1:g} {ny - r * 0.1:g}Q{nx:g} {ny - r * 0.55:g} {nx - r * 1.1:g} {ny - r * 0.1:g}Z", PAPER)
    return out


def cup(x, y, s, fill=MOSS):
    return path(f"M{x - s:g} {y - s * 1.5:g}L{x + s:g} {y - s * 1.5:g}L{x + s * 0.8:g} {y:g}L{x - s * 0.8:g} {y:g}Z", fill, fill, s * 0.25)


def steam(x, y, h):
    return path(f"M{x:g} {y:g}q{-h * 0.2:g} {-h * 0.25:g} 0 {-h * 0.5:g}q{h * 0.2:g} {-h * 0.25:g} 0 {-h * 0.5:g}", stroke=WHITE, w=h * 0.1, extra='opacity=".75"')


def book(x, y, s, cover, pages=PAPER):
    return (path(f"M{x - s:g} {y - s * 0.35:g}Q{x - s * 0.4:g} {y - s * 0.75:g} {x:g} {y - s * 0.3:g}Q{x + s * 0.4:g} {y - s * 0.75:g} {x + s:g} {y - s * 0.35:g}L{x + s:g} {y + s * 0.35:g}Q{x + s * 0.4:g} {y - s * 0.02:g} {x:g} {y + s * 0.42:g}Q{x - s * 0.4:g} {y - s * 0.02:g} {x - s:g} {y + s * 0.35:g}Z", pages, cover, s * 0.16)
            + line(x, y - s * 0.28, x, y + s * 0.38, cover, s * 0.1))


def wheel(x, y, r, w=7, tyre=INK, spoke=GREY):
    out = "".join(line(x, y, x + r * math.cos(a), y + r * math.sin(a), spoke, 1.6) for a in [math.pi * i / 6 for i in range(12)])
    return out + circle(x, y, r, "none", f'stroke="{tyre}" stroke-width="{w}"') + circle(x, y, 5, tyre)


def flower(x, y, s, petal, stem=MOSS):
    out = line(x, y, x, y - s * 2, stem, s * 0.28) + ellipse(x + s * 0.5, y - s * 0.8, s * 0.5, s * 0.2, stem, f'transform="rotate(-28 {x + s * 0.5:g} {y - s * 0.8:g})"')
    for i in range(5):
        a = math.radians(72 * i - 90)
        out += circle(x + math.cos(a) * s * 0.55, y - s * 2.2 + math.sin(a) * s * 0.55, s * 0.42, petal)
    return out + circle(x, y - s * 2.2, s * 0.34, SUN)


def lantern(x, y, s, fill=RED):
    out = line(x, y - s * 1.5, x, y - s * 0.9, INK, 2)
    out += ellipse(x, y, s * 0.78, s, fill)
    for dy in (-0.5, 0, 0.5):
        k = math.sqrt(1 - dy * dy)
        out += path(f"M{x - s * 0.78 * k:g} {y + dy * s:g}Q{x:g} {y + dy * s + s * 0.14:g} {x + s * 0.78 * k:g} {y + dy * s:g}", stroke=PAPER, w=1.6, extra='opacity=".6"')
    return out + rect(x - s * 0.4, y - s * 1.08, s * 0.8, s * 0.2, INK, 2) + rect(x - s * 0.4, y + s * 0.88, s * 0.8, s * 0.2, INK, 2)


# ---------------------------------------------------------------- the sixteen scenes
def engawa():
    out = rect(0, 0, 640, 400, CREAM) + circle(528, 86, 42, SUN)
    out += hills(250, GRASS, [(140, 60), (330, 90), (520, 50), (660, 80)]) + rect(0, 330, 640, 70, LEAF)
    out += path("M96 34H352Q396 78 446 104H2Q52 78 96 34Z", INDIGO) + path("M96 34H352", stroke="#24405F", w=8) + rect(2, 102, 444, 10, DARKWOOD, 4)
    out += rect(56, 132, 330, 152, SAND)
    for x in (74, 152, 230, 308):
        out += rect(x, 146, 70, 132, PAPER, extra=f'stroke="{WOOD}" stroke-width="4"')
        out += "".join(line(x, 146 + i * 33, x + 70, 146 + i * 33, PALEWOOD, 2) for i in (1, 2, 3)) + line(x + 35, 146, x + 35, 278, PALEWOOD, 2)
    out += rect(48, 110, 10, 220, DARKWOOD) + rect(390, 110, 10, 220, DARKWOOD)
    out += "".join(rect(40, 280 + i * 9, 400, 8, (WOOD, PALEWOOD, WOOD)[i], 3) for i in range(3))
    out += rect(66, 307, 10, 42, DARKWOOD) + rect(230, 307, 10, 42, DARKWOOD) + rect(404, 307, 10, 42, DARKWOOD) + rect(150, 330, 120, 22, GREY, 8)
    out += person(150, 330, 168, INDIGO, INK, 1, 2, ((-0.12, 0.5), (0.22, 0.52)), sit=1, style="bun")
    out += person(232, 330, 168, PERSIMMON, DARKWOOD, 0, 1, ((-0.1, 0.5), (0.22, 0.5)), sit=1)
    out += person(352, 330, 158, MOSS, INK, 2, 0, ((-0.22, 0.56), (0.12, 0.5)), sit=-1, style="long")
    out += cup(286, 280, 8, PAPER) + steam(286, 262, 22) + tree(560, 344, 150, MOSS) + ellipse(500, 352, 44, 14, GREY) + ellipse(560, 366, 30, 10, GREY)
    return out


def reading_circle():
    out = rect(0, 0, 640, 400, "#F4EAD9") + rect(0, 300, 640, 100, PALEWOOD)
    out += rect(236, 40, 168, 130, SKY, 6, f'stroke="{WOOD}" stroke-width="8"') + line(320, 40, 320, 170, WOOD, 5) + circle(366, 82, 20, SUN)
    out += ellipse(320, 342, 270, 46, ROSE, 'opacity=".55"')
    out += rect(40, 60, 120, 12, WOOD, 3) + "".join(rect(50 + i * 14, 60 - hh, 11, hh, c, 2) for i, (hh, c) in enumerate(zip((34, 40, 30, 38, 44, 32, 36), (RED, INDIGO, MOSS, SUN, PERSIMMON, WATER, PINE))))
    out += rect(480, 60, 120, 12, WOOD, 3) + "".join(rect(490 + i * 14, 60 - hh, 11, hh, c, 2) for i, (hh, c) in enumerate(zip((40, 30, 42, 34, 38, 44, 30), (MOSS, RED, WATER, INDIGO, ROSE, SUN, PERSIMMON))))
    for x, y, shirt, skin, hair, style, cover in ((120, 330, INDIGO, 0, 2, "bun", RED), (228, 312, MOSS, 2, 0, "short", INDIGO), (416, 312, PERSIMMON, 1, 1, "long", PINE), (522, 330, RED, 0, 3, "short", INDIGO)):
        out += person(x, y, 205, shirt, INK, skin, hair, ((-0.1, 0.53), (0.1, 0.53)), sit=2, style=style) + book(x, y - 44, 27, cover)
    out += person(320, 356, 212, WATER, DARKWOOD, 0, 0, ((-0.12, 0.56), (0.12, 0.56)), sit=2, style="bun") + book(320, 356 - 52, 32, RED)
    return out


def river_cleanup():
    out = rect(0, 0, 640, 400, SKY) + circle(92, 74, 34, SUN) + hills(190, LEAF, [(120, 70), (300, 40), (470, 80), (660, 40)])
    out += rect(0, 186, 640, 60, GRASS) + path("M0 236Q180 214 330 244T640 232L640 320Q430 334 300 308T0 322Z", WATER)
    out += "".join(path(f"M{x} {y}q16 -6 32 0t32 0", stroke=PAPER, w=3, extra='opacity=".7"') for x, y in ((60, 262), (220, 284), (400, 262), (540, 290), (310, 300)))
    out += path("M0 316Q180 298 310 314T640 316L640 400L0 400Z", SAND) + "".join(ellipse(x, y, 14, 6, GREY) for x, y in ((40, 340), (110, 382), (300, 376), (560, 384), (610, 344), (450, 342)))
    out += path("M420 196q70 -54 170 -6", stroke=DARKWOOD, w=10) + line(450, 178, 450, 230, DARKWOOD, 6) + line(560, 180, 560, 230, DARKWOOD, 6)
    out += person(150, 372, 178, PERSIMMON, INDIGO, 0, 0, ((-0.24, 0.36), (0.26, 0.3)), hat="straw", lean=0.04) + line(196, 318, 226, 366, GREY, 4) + rect(224, 358, 20, 12, RED, 3)
    out += path("M88 372q-6 -52 18 -60q26 8 20 60Z", PAPER, GREY, 2)
    out += person(330, 366, 120, SUN, MOSS, 0, 1, ((-0.24, 0.42), (0.26, 0.58)), hat="cap") + circle(363, 297, 7, MOSS)
    out += person(440, 374, 172, MOSS, INK, 2, 0, ((-0.26, 0.36), (0.22, 0.4)), style="long") + path("M474 380q-8 -60 20 -68q30 8 24 68Z", SUN, PERSIMMON, 2)
    out += person(572, 366, 166, INDIGO, DARKWOOD, 1, 2, ((-0.26, 0.32), (0.2, 0.45)), hat="straw", lean=-0.05) + line(529, 313, 508, 360, GREY, 4)
    return out


def childrens_cafeteria():
    out = rect(0, 0, 640, 400, "#FBEFD9") + rect(0, 310, 640, 90, PALEWOOD)
    out += "".join(path(f"M{x} 0L{x + 58} 0L{x + 58} 46Q{x + 29} 66 {x} 46Z", c) for x, c in zip(range(30, 600, 58), (INDIGO, PAPER) * 5))
    out += circle(320, 108, 34, SUN, 'opacity=".8"') + line(320, 40, 320, 84, INK, 3) + path("M276 110Q320 60 364 110Z", RED)
    out += person(80, 366, 220, MOSS, INK, 1, 2, ((-0.1, 0.5), (0.26, 0.56)), apron=PAPER, hat="kerchief") + path("M120 232h44q0 26 -22 26t-22 -26Z", RED) + steam(142, 226, 26)
    for x, shirt, skin, hair, style in ((200, RED, 0, 0, "short"), (288, INDIGO, 2, 0, "long"), (372, SUN, 0, 1, "short"), (456, WATER, 1, 0, "bun"), (552, PERSIMMON, 0, 3, "short")):
        out += person(x, 330, 178 if x < 500 else 220, shirt, INK, skin, hair, ((-0.16, 0.5), (0.16, 0.5)), sit=2, style=style)
    out += rect(146, 296, 470, 22, WOOD, 8) + rect(176, 316, 14, 74, DARKWOOD) + rect(574, 316, 14, 74, DARKWOOD)
    for x in (200, 288, 372, 456, 552):
        out += path(f"M{x - 24} 276h30q0 20 -15 20t-15 -20Z", INDIGO) + ellipse(x - 9, 276, 15, 6, PAPER) + ellipse(x + 20, 292, 14, 5, PAPER) + circle(x + 20, 288, 5, MOSS) + circle(x + 26, 289, 4, PERSIMMON)
    return out


def disaster_drill():
    out = rect(0, 0, 640, 400, SKY) + hills(210, LEAF, [(170, 110), (360, 60), (520, 130), (660, 60)])
    out += path("M0 330Q220 320 400 268T660 196L660 420L0 420Z", SAND) + path("M0 336Q230 326 410 274T660 202", stroke=PALEWOOD, w=5)
    for x, y, s, c in ((54, 318, 1, PAPER), (180, 310, 0.8, CREAM)):
        out += rect(x - 44 * s, y - 90 * s, 88 * s, 92 * s, c) + path(f"M{x - 58 * s} {y - 88 * s}L{x} {y - 138 * s}L{x + 58 * s} {y - 88 * s}Z", INDIGO) + rect(x - 30 * s, y - 66 * s, 22 * s, 24 * s, WATER) + rect(x + 8 * s, y - 66 * s, 22 * s, 68 * s, WOOD)
    out += rect(486, 92, 128, 122, PAPER) + path("M470 96L550 46L630 96Z", MOSS) + rect(534, 150, 32, 64, WOOD) + circle(550, 118, 15, MOSS) + path("M543 118l5 6l10 -12", stroke=PAPER, w=4)
    out += person(146, 376, 168, RED, INK, 0, 0, ((-0.2, 0.44), (0.24, 0.6)), hat="helmet", lean=0.03)
    out += person(222, 378, 112, SUN, INDIGO, 1, 0, ((-0.34, 0.62), (0.26, 0.46)), hat="helmet", lean=0.03)
    wx, wy = 326, 352
    out += circle(wx - 6, wy, 27, "none", f'stroke="{INK}" stroke-width="6"') + circle(wx + 42, wy + 17, 10, "none", f'stroke="{INK}" stroke-width="5"')
    out += path(f"M{wx - 30} {wy - 62}L{wx - 22} {wy - 14}L{wx + 26} {wy - 14}L{wx + 46} {wy + 12}", stroke=INDIGO, w=6) + line(wx - 30, wy - 62, wx - 46, wy - 66, INDIGO, 6)
    out += person(318, 372, 150, MOSS, DARKWOOD, 0, 3, ((0.0, 0.5), (0.22, 0.5)), sit=1, hat="helmet")
    out += person(256, 374, 178, INDIGO, INK, 2, 0, ((0.02, 0.5), (0.18, 0.5)), hat="helmet", lean=0.05)
    out += person(432, 344, 166, PERSIMMON, INK, 0, 1, ((-0.22, 0.46), (0.32, 0.74)), hat="helmet", style="long", lean=0.03)
    return out


def music():
    out = rect(0, 0, 640, 400, "#E9EEF0") + path("M0 0H130Q110 180 40 330H0Z", RED) + path("M640 0H510Q530 180 600 330H640Z", RED) + path("M0 0H640V44Q560 74 480 44Q400 74 320 44Q240 74 160 44Q80 74 0 44Z", "#A9483A")
    out += ellipse(320, 356, 330, 60, PALEWOOD) + rect(0, 356, 640, 60, WOOD)
    brass = "#E0B04A"
    out += person(130, 366, 212, INDIGO, INK, 0, 0, ((0.14, 0.66), (0.24, 0.66))) + path("M134 218L196 224", stroke=brass, w=8) + path("M192 210L230 196L230 252L192 238Z", brass) + path("M152 224q0 26 26 26q22 0 20 -24", stroke=brass, w=6)
    out += person(250, 360, 196, INDIGO, INK, 2, 0, ((-0.02, 0.5), (0.08, 0.62)), style="long") + path("M252 244L270 318", stroke=INK, w=10) + path("M268 308L284 336L256 338Z", INK)
    out += person(374, 362, 208, INDIGO, INK, 0, 2, ((-0.1, 0.62), (0.22, 0.46)), style="bun") + path("M376 234C412 224 420 250 410 300C404 332 440 336 444 300", stroke=brass, w=11) + path("M430 304L462 304L450 270L438 270Z", brass)
    out += person(522, 366, 200, INDIGO, INK, 1, 1, ((-0.24, 0.6), (0.18, 0.62)))
    out += path("M470 300h104v62q-52 16 -104 0Z", RED) + ellipse(522, 300, 52, 15, PAPER, f'stroke="{brass}" stroke-width="4"') + line(474, 246, 506, 296, DARKWOOD, 5) + line(558, 242, 536, 296, DARKWOOD, 5)
    for x, y in ((94, 130), (200, 96), (322, 120), (448, 96), (560, 136)):
        out += ellipse(x, y, 10, 7.5, INDIGO, f'transform="rotate(-18 {x} {y})"') + line(x + 9, y - 2, x + 9, y - 38, INDIGO, 3.5) + path(f"M{x + 9} {y - 38}q14 6 12 20", stroke=INDIGO, w=3.5)
    return out


def computer_help():
    out = rect(0, 0, 640, 400, "#EEF1E4") + rect(0, 318, 640, 82, PALEWOOD)
    out += rect(60, 46, 150, 120, SKY, 6, f'stroke="{WOOD}" stroke-width="8"') + line(135, 46, 135, 166, WOOD, 5) + circle(98, 88, 16, SUN) + path("M64 162v-30q20 -16 36 0t40 -6t66 10v26Z", LEAF)
    out += rect(470, 92, 120, 10, WOOD, 3) + path("M500 92v-26h26v26Z", PERSIMMON) + "".join(ellipse(513 + dx, 50 + dy, 9, 22, MOSS, f'transform="rotate({a} {513 + dx} {50 + dy})"') for dx, dy, a in ((-14, 4, -32), (0, -4, 0), (14, 4, 32)))
    out += person(216, 436, 316, MOSS, INK, 0, 3, ((0.02, 0.42), (0.26, 0.5)), style="bun", legs=False) + person(440, 440, 324, INDIGO, INK, 1, 0, ((-0.24, 0.6), (0.08, 0.42)), legs=False, lean=-0.03)
    out += rect(96, 306, 448, 26, WOOD, 8) + rect(128, 330, 16, 70, DARKWOOD) + rect(496, 330, 16, 70, DARKWOOD)
    out += path("M278 300L262 222Q262 214 270 214L366 214Q374 214 374 222L360 300Z", INK) + path("M286 294L272 226L364 226L352 294Z", SKY) + circle(318, 258, 17, SUN) + path("M288 294q16 -24 34 -10t32 -6l-2 16Z", LEAF) + rect(256, 298, 124, 9, GREY, 4)
    out += cup(150, 306, 12, RED) + steam(150, 280, 32) + rect(438, 296, 62, 10, PAPER, 2) + line(446, 292, 490, 292, GREY, 2) + rect(448, 284, 34, 8, ROSE, 2)
    return out


def garden():
    out = rect(0, 0, 640, 400, SKY) + circle(548, 78, 38, SUN) + hills(220, LEAF, [(160, 60), (360, 90), (540, 40), (660, 70)]) + rect(0, 250, 640, 150, GRASS)
    out += path("M250 400Q300 330 340 258L372 258Q400 330 470 400Z", SAND) + tree(60, 270, 130) + tree(470, 262, 90, PINE)
    out += rect(40, 328, 236, 46, WOOD, 6) + rect(48, 318, 220, 16, DARKWOOD, 6) + rect(420, 336, 200, 40, WOOD, 6) + rect(428, 326, 184, 16, DARKWOOD, 6)
    for i, x in enumerate(range(66, 262, 24)):
        out += flower(x, 320, 13 + (i % 3) * 2, (RED, PAPER, PERSIMMON, ROSE)[i % 4])
    for i, x in enumerate(range(446, 606, 24)):
        out += flower(x, 328, 12 + (i % 2) * 3, (PAPER, ROSE, RED)[i % 3])
    out += person(330, 382, 206, INDIGO, DARKWOOD, 0, 1, ((-0.26, 0.56), (0.2, 0.45)), hat="straw", lean=-0.03)
    out += path("M232 252h36v34h-36Z", RED) + path("M232 262L206 246", stroke=RED, w=7) + path("M268 258q22 2 6 24", stroke=RED, w=5) + "".join(line(204 - i * 6, 256 + i * 2, 194 - i * 8, 286 + i * 3, WATER, 3) for i in range(3))
    out += person(404, 388, 130, SUN, MOSS, 2, 0, ((-0.24, 0.4), (0.28, 0.46)), style="long") + flower(442, 332, 8, RED)
    return out


def walking():
    out = rect(0, 0, 640, 400, CREAM) + circle(116, 78, 36, SUN) + hills(230, LEAF, [(150, 100), (330, 150), (520, 80), (660, 120)]) + hills(290, GRASS, [(200, 70), (420, 40), (660, 80)])
    out += path("M0 400L0 356Q200 350 350 318T660 250L660 310Q470 346 350 400Z", SAND) + path("M0 356Q200 350 350 318T660 250", stroke=PALEWOOD, w=4)
    out += tree(560, 262, 130, ROSE) + tree(478, 284, 90, "#EBC3B7") + tree(62, 346, 120, MOSS)
    out += "".join(ellipse(x, y, 4, 2.4, ROSE) for x, y in ((500, 300), (530, 316), (590, 290), (610, 300), (450, 320), (420, 330)))
    out += person(150, 384, 176, INDIGO, INK, 0, 3, ((-0.22, 0.5), (0.24, 0.5)), hat="straw") + line(192, 296, 200, 382, DARKWOOD, 5)
    out += person(240, 378, 168, PERSIMMON, DARKWOOD, 1, 2, ((-0.24, 0.46), (0.22, 0.54)), style="bun", lean=0.02)
    out += person(330, 366, 174, MOSS, INK, 2, 0, ((-0.22, 0.5), (0.24, 0.46)), hat="cap", lean=0.02) + rect(296, 250, 22, 40, RED, 8)
    out += person(420, 346, 160, RED, INDIGO, 0, 1, ((-0.24, 0.46), (0.34, 0.8)), style="long", lean=0.02)
    return out


def tea():
    out = rect(0, 0, 640, 400, "#F3E9D6") + circle(320, 176, 150, "#F8F1E3") + rect(0, 300, 640, 100, WOOD) + "".join(line(0, 300 + i * 26, 640, 300 + i * 26, DARKWOOD, 1.4) for i in range(4))
    out += ellipse(320, 330, 226, 30, DARKWOOD) + ellipse(320, 324, 226, 30, PALEWOOD)
    out += path("M212 262Q212 198 290 198Q368 198 368 262Q368 316 290 316Q212 316 212 262Z", INDIGO) + path("M214 250L158 214L150 232L216 282Z", INDIGO) + path("M240 206Q290 116 340 206", stroke=DARKWOOD, w=11) + ellipse(290, 202, 44, 12, "#3E618B") + circle(290, 188, 9, "#3E618B")
    out += path("M238 262q26 -22 52 0t52 0", stroke=WATER, w=5) + path("M246 284q22 -16 44 0t44 0", stroke=WATER, w=4)
    for x, c in ((424, MOSS), (500, RED)):
        out += path(f"M{x - 32} 262H{x + 32}L{x + 24} 322Q{x} 332 {x - 24} 322Z", c) + ellipse(x, 262, 32, 9, PAPER) + ellipse(x, 263, 26, 6.5, LEAF)
    out += path("M420 240q-12 -18 0 -36t0 -36M436 238q-10 -16 0 -32t0 -30M498 240q-12 -18 0 -36t0 -36", stroke=GREY, w=5, extra='opacity=".55"')
    out += ellipse(158, 322, 52, 12, PAPER) + circle(136, 306, 16, ROSE) + circle(166, 306, 16, LEAF) + circle(152, 290, 16, PAPER, f'stroke="{SAND}" stroke-width="2"')
    out += path("M520 60Q580 70 640 30M556 66q6 26 28 30M600 54q2 22 22 28", stroke=DARKWOOD, w=6) + "".join(circle(x, y, 9, ROSE) for x, y in ((540, 60), (566, 78), (586, 98), (606, 46), (624, 84), (634, 28)))
    return out


def hand(x, y, s, skin, flip=1, angle=0, fingers=(1, 1, 1, 1, 1)):
    """An open hand: thumb and four fingers; a finger of 0.4 is folded."""
    c = SKIN[skin]
    out = rect(-s * 0.42, -s * 0.15, s * 0.84, s * 0.95, c, s * 0.28) + rect(-s * 0.3, s * 0.5, s * 0.6, s * 1.0, c, s * 0.2)
    for i, (fx, length, tilt) in enumerate(((-0.33, 0.78, -9), (-0.11, 0.95, -3), (0.11, 0.92, 3), (0.32, 0.72, 10))):
        ln = length * fingers[i + 1] * s
        out += group(rect(-s * 0.105, -ln, s * 0.21, ln + s * 0.2, c, s * 0.105, 'stroke="#00000014" stroke-width="1.2"'), f"translate({fx * s:g} {-s * 0.05:g}) rotate({tilt})")
    out += group(rect(-s * 0.115, -s * 0.62 * fingers[0], s * 0.23, s * 0.7 * fingers[0] + s * 0.2, c, s * 0.11), f"translate({-s * 0.36:g} {s * 0.35:g}) rotate(-48)")
    return group(out, f"translate({x:g} {y:g}) rotate({angle}) scale({flip} 1)")


def sign_language():
    out = rect(0, 0, 640, 400, "#E8EEE6") + circle(320, 200, 170, "#F6F3E4")
    out += person(132, 512, 430, INDIGO, INK, 0, 1, ((0.12, 0.5), (0.27, 0.62)), style="long", legs=False)
    out += person(508, 512, 430, PERSIMMON, INK, 2, 0, ((-0.27, 0.62), (-0.12, 0.5)), legs=False)
    out += rect(0, 338, 640, 62, WOOD) + rect(0, 338, 640, 8, DARKWOOD)
    out += hand(256, 196, 50, 0, 1, 12) + hand(198, 262, 46, 0, -1, -18, (1, 1, 0.45, 0.45, 0.45))
    out += hand(388, 196, 50, 2, -1, -12, (1, 1, 1, 0.45, 0.45)) + hand(446, 262, 46, 2, 1, 18)
    out += path("M300 130q20 -16 40 0M292 112q28 -22 56 0", stroke=SUN, w=6) + path("M306 250q14 12 28 0M298 268q22 18 44 0", stroke=SUN, w=6)
    return out


def bicycle_repair():
    out = rect(0, 0, 640, 400, "#EDEFE8") + rect(0, 318, 640, 82, SAND) + rect(40, 48, 210, 130, PALEWOOD, 6)
    for i, x in enumerate((66, 102, 138, 174, 212)):
        out += line(x, 72, x, 130 + (i % 2) * 14, (INDIGO, RED, GREY, MOSS, PERSIMMON)[i], 8) + (circle(x, 70, 9, "none", f'stroke="{GREY}" stroke-width="5"') if i % 2 else rect(x - 10, 60, 20, 14, GREY, 3))
    out += wheel(236, 290, 62) + wheel(426, 290, 62)
    out += path("M236 290L286 200L388 200L426 290M286 200L330 290L388 200M236 290L330 290", stroke=RED, w=9) + path("M276 182L300 182M286 200L284 182", stroke=INK, w=8) + path("M388 200L380 168L408 160", stroke=INK, w=7) + circle(330, 290, 15, GREY) + line(330, 290, 342, 318, INK, 5)
    out += person(130, 380, 244, INDIGO, INK, 1, 3, ((0.1, 0.52), (0.34, 0.42)), sit=1, apron=PALEWOOD) + rect(92, 326, 60, 52, WOOD, 4) + line(214, 336, 236, 316, GREY, 7)
    out += person(516, 384, 216, MOSS, INDIGO, 0, 0, ((-0.4, 0.62), (-0.3, 0.44)), lean=-0.05) + path("M566 384V330M546 330H586", stroke=INK, w=6) + rect(558, 340, 16, 44, RED, 5) + path("M566 384q-60 12 -98 -30", stroke=INK, w=4)
    return out


def festival():
    out = rect(0, 0, 640, 400, "#3A5173") + "".join(circle(x, y, r, CREAM, 'opacity=".8"') for x, y, r in ((60, 40, 2), (150, 74, 1.5), (266, 30, 2), (410, 56, 1.6), (520, 28, 2), (600, 78, 1.6)))
    out += circle(560, 64, 28, "#F6E4B0") + hills(280, "#2E415E", [(140, 70), (320, 40), (520, 90), (660, 50)]) + rect(0, 318, 640, 90, "#5A5A66")
    out += path("M0 60Q160 130 320 96T640 90", stroke=INK, w=3) + "".join(lantern(x, y, 22, c) for x, y, c in ((70, 124, RED), (160, 146, PERSIMMON), (250, 142, RED), (340, 130, SUN), (430, 130, RED), (520, 132, PERSIMMON), (606, 130, RED)))
    for x, c in ((40, RED), (402, INDIGO)):
        out += rect(x, 210, 200, 110, "#EBD9B6") + rect(x, 270, 200, 52, WOOD) + rect(x - 2, 204, 8, 118, DARKWOOD) + rect(x + 194, 204, 8, 118, DARKWOOD)
        out += "".join(path(f"M{x - 10 + i * 44} 184h44v34q-22 16 -44 0Z", (c, PAPER)[i % 2]) for i in range(5))
    out += "".join(circle(66 + i * 26, 262, 10, (RED, PERSIMMON)[i % 2]) + line(66 + i * 26, 262, 66 + i * 26, 284, PALEWOOD, 3) for i in range(6))
    out += "".join(path(f"M{424 + i * 32} 264h22l-5 14h-12Z", PAPER) + circle(435 + i * 32, 258, 9, (MOSS, SUN, ROSE)[i % 3]) for i in range(5))
    out += person(288, 384, 176, WATER, WATER, 0, 0, ((-0.2, 0.6), (0.28, 0.72)), style="bun") + person(356, 386, 116, ROSE, ROSE, 0, 0, ((-0.28, 0.66), (0.26, 0.52)), style="bun") + circle(386, 322, 11, RED)
    out += person(190, 388, 184, PERSIMMON, INDIGO, 1, 2, ((-0.22, 0.48), (0.24, 0.5))) + person(480, 388, 182, MOSS, INK, 2, 0, ((-0.26, 0.66), (0.2, 0.48))) + path("M424 268l16 -18l14 14l-12 20Z", PAPER)
    return out


def forest():
    out = rect(0, 0, 640, 400, "#E4ECD4") + "".join(path(f"M{x} 0L{x + 70} 0L{x - 60} 400L{x - 170} 400Z", SUN, extra='opacity=".2"') for x in (220, 360, 520))
    out += hills(240, "#B9CB97", [(160, 80), (380, 50), (560, 90), (660, 60)])
    for x, y, s, c in ((50, 300, 210, "#86A372"), (150, 280, 160, "#93AE7D"), (300, 276, 150, "#93AE7D"), (420, 282, 180, "#86A372"), (560, 296, 220, "#86A372")):
        out += cedar(x, y, s, c)
    out += path("M0 318Q180 290 340 316T660 300L660 420L0 420Z", MOSS) + path("M250 420Q300 350 270 306L316 306Q356 350 380 420Z", SAND)
    out += cedar(20, 372, 250, PINE) + cedar(618, 376, 270, PINE) + tree(520, 340, 120, LEAF)
    out += person(196, 386, 186, PERSIMMON, INK, 0, 0, ((0.04, 0.5), (0.26, 0.42)), hat="helmet", lean=0.04) + path("M232 300L296 330L288 342L228 312Z", GREY) + rect(216, 292, 24, 18, RED, 5)
    out += path("M240 356L356 330", stroke=DARKWOOD, w=20) + circle(356, 330, 10, PALEWOOD) + circle(240, 356, 10, PALEWOOD) + circle(240, 356, 5, WOOD)
    out += person(430, 384, 180, INDIGO, DARKWOOD, 2, 1, ((-0.24, 0.54), (0.2, 0.46)), hat="helmet", style="long") + path("M386 288q-8 40 -6 92", stroke=WOOD, w=6)
    out += "".join(path(f"M{x} {y}q4 -16 12 -20M{x} {y}q-3 -16 -12 -18M{x} {y}v-22", stroke=LEAF, w=3.5) for x, y in ((80, 384), (130, 392), (500, 390), (560, 396), (400, 398)))
    return out


def library():
    out = rect(0, 0, 640, 400, "#F2E8D5") + rect(0, 326, 640, 74, WOOD)
    colours = (RED, INDIGO, MOSS, SUN, PERSIMMON, WATER, PINE, ROSE, DARKWOOD, "#6B7FA3")
    for bx in (36, 430):
        out += rect(bx, 40, 176, 292, DARKWOOD, 6) + rect(bx + 8, 48, 160, 276, PALEWOOD)
        for row in range(4):
            base, x, i = 48 + 66 * (row + 1), bx + 14, 0
            while x < bx + 154:
                w, hh = 10 + (i * 7 + row * 5 + bx) % 9, 38 + (i * 11 + row * 13) % 16
                out += rect(x, base - hh, w, hh, colours[(i * 3 + row * 2 + bx) % 10], 2)
                x += w + 2
                i += 1
            out += rect(bx + 8, base, 160, 7, DARKWOOD)
    out += line(320, 0, 320, 62, INK, 3) + path("M270 108Q320 24 370 108Z", MOSS) + ellipse(320, 108, 50, 8, SUN) + path("M270 112L206 326H434L370 112Z", SUN, extra='opacity=".18"')
    out += ellipse(320, 362, 190, 26, ROSE, 'opacity=".6"')
    out += person(262, 366, 190, INDIGO, INK, 1, 2, ((-0.06, 0.55), (0.3, 0.55)), sit=2, style="bun") + person(362, 370, 124, SUN, MOSS, 0, 0, ((-0.2, 0.56), (0.12, 0.54)), sit=2)
    out += person(418, 374, 118, RED, INDIGO, 2, 0, ((-0.14, 0.54), (0.14, 0.54)), sit=2, style="long") + book(306, 320, 26, RED)
    out += person(196, 372, 184, MOSS, INK, 0, 1, ((-0.34, 0.82), (0.18, 0.46))) + rect(120, 208, 16, 40, RED, 2, 'transform="rotate(-12 128 228)"')
    return out


def handicraft():
    out = rect(0, 0, 640, 400, "#EFE3CF") + rect(0, 0, 640, 400, PALEWOOD, extra='opacity=".45"')
    out += path("M60 92L330 60L372 300L96 338Z", INDIGO)
    for i in range(6):
        for j in range(5):
            cx, cy = 104 + i * 42 + j * 7, 112 + j * 44 - i * 5
            out += path(f"M{cx} {cy - 15}L{cx + 15} {cy}L{cx} {cy + 15}L{cx - 15} {cy}Z", stroke=PAPER, w=2.6, extra='stroke-dasharray="5 5"') + circle(cx, cy, 2.2, PAPER)
    out += path("M330 60L372 300L330 288L300 78Z", "#3E618B") + line(356, 226, 436, 176, GREY, 5) + path("M436 176Q486 140 470 214T404 262T330 268", stroke=RED, w=3.5)
    for x, y, c, d in ((470, 96, RED, "#A9483A"), (552, 120, SUN, "#D3A544"), (500, 178, MOSS, "#56744A")):
        out += circle(x, y, 40, c) + "".join(path(f"M{x - 34 + k * 8} {y - 18 + k * 3}Q{x} {y - 44 + k * 16} {x + 32} {y - 12 + k * 9}", stroke=d, w=3) for k in range(4)) + path(f"M{x - 30} {y + 16}Q{x} {y + 2} {x + 24} {y + 26}", stroke=d, w=3)
    out += rect(414, 262, 176, 104, WOOD, 10) + rect(424, 272, 156, 84, PAPER, 6) + line(502, 272, 502, 356, WOOD, 5) + "".join(circle(444 + (i % 3) * 20, 294 + (i // 3) * 22, 7, (RED, INDIGO, MOSS)[i % 3]) for i in range(6))
    out += "".join(line(520 + i * 14, 286, 520 + i * 14, 334, (GREY, PERSIMMON, INDIGO, ROSE)[i], 5) for i in range(4))
    out += circle(182, 362, 17, "none", f'stroke="{RED}" stroke-width="7"') + circle(238, 370, 17, "none", f'stroke="{RED}" stroke-width="7"') + line(194, 350, 306, 300, GREY, 7) + line(234, 353, 296, 328, GREY, 7) + circle(248, 330, 4, INK)
    return out


SCENES = {
    "engawa": engawa, "reading-circle": reading_circle, "river-cleanup": river_cleanup, "childrens-cafeteria": childrens_cafeteria,
    "disaster-drill": disaster_drill, "music": music, "computer-help": computer_help, "garden": garden, "walking": walking, "tea": tea,
    "sign-language": sign_language, "bicycle-repair": bicycle_repair, "festival": festival, "forest": forest, "library": library, "handicraft": handicraft,
}

# ---------------------------------------------------------------- the app's mark
MARK_BG = "#2B4A6F"  # the theme colour of the manifest


def mark(roof=PAPER, post=PAPER, boards=("#E9C48C", "#DDB277", "#CFA064")):
    """Roof line over veranda boards, in a 512 square; everything lies in the central circle of radius 200 (maskable safe zone)."""
    out = path("M96 206Q196 186 256 128Q316 186 416 206", stroke=roof, w=30)
    out += rect(144, 214, 20, 96, post, 6) + rect(348, 214, 20, 96, post, 6)
    for i, colour in enumerate(boards):
        out += rect(108 + i * 14, 306 + i * 32, 296 - i * 28, 22, colour, 11)
    return out


def icon_svg(radius, scale=1.0):
    inner = group(mark(), f"translate({256 * (1 - scale):g} {256 * (1 - scale):g}) scale({scale})")
    return svg(rect(0, 0, 512, 512, MARK_BG, radius) + inner, 512, 512)


# names of the kinds as the interface says them; colours only tell the pictures apart
KINDS = {
    "event": ("イベント", RED), "course": ("講座", INDIGO), "group": ("団体", PINE), "call": ("募集", PERSIMMON), "place": ("施設・場所", "#4E7F8C"),
    "equipment": ("備品・機材", DARKWOOD), "programme": ("支援制度", "#8A6A1F"), "project": ("協働事業", MOSS), "story": ("地域の物語", "#A35A6B"),
    "challenge": ("市の課題", "#6A5A8C"), "notice": ("お知らせ", "#5A6670"), "guide": ("手引き", "#3F6F5F"),
}


def og_svg(label, colour):
    font = "font-family=\"'Noto Sans CJK JP','Noto Sans JP',sans-serif\""
    out = rect(0, 0, 1200, 630, CREAM) + rect(0, 520, 1200, 110, PALEWOOD) + "".join(rect(0, 520 + i * 37, 1200, 4, WOOD) for i in range(3))
    out += path("M-40 96Q520 88 840 -70L920 -70Q600 150 -40 150Z", colour)
    out += group(rect(0, 0, 512, 512, colour, 116) + mark(boards=("#FBF4E6", "#F4E9D2", "#EEDFBF")), "translate(856 196) scale(.5)")
    size = 150 if len(label) <= 4 else 120
    out += f'<text x="92" y="386" {font} font-size="{size}" font-weight="700" fill="{INK}">{label}</text>'
    out += f'<text x="98" y="466" {font} font-size="40" fill="{INK}">市民活動ポータル　えんがわ</text>'
    return svg(out, 1200, 630)


# ---------------------------------------------------------------- rendering
def chromium():
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and shutil.which(name):
            return shutil.which(name)
    sys.exit("No Chromium found: set CHROMIUM to the program.")


def render(source, width, height):
    """Draws an SVG text and gives back an RGBA picture. The window is taller than needed and cut, because some versions count their frame."""
    with tempfile.TemporaryDirectory() as folder:
        page, shot = pathlib.Path(folder) / "page.html", pathlib.Path(folder) / "shot.png"
        page.write_text(f"<!doctype html><meta charset=utf-8><style>html,body{{margin:0;background:transparent}}svg{{display:block;width:{width}px;height:{height}px}}</style>{source}", encoding="utf-8")
        subprocess.run([chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1", "--default-background-color=00000000",
                        f"--user-data-dir={folder}/profile", f"--window-size={max(width, 500)},{height + 200}", f"--screenshot={shot}", page.as_uri()],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with Image.open(shot) as picture:
            return picture.convert("RGBA").crop((0, 0, width, height))


def check_size(file, limit):
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}  {size / 1024:.1f} KB")
    if size >= limit:
        sys.exit(f"{file} is larger than {limit} bytes")


def make_images():
    SRC.mkdir(parents=True, exist_ok=True)
    for name, scene in SCENES.items():
        source = svg(scene())
        (SRC / f"{name}.svg").write_text(source, encoding="utf-8")
        file = WEBP / f"{name}.webp"
        render(source, 640, 400).convert("RGB").save(file, "WEBP", quality=84, method=6)
        check_size(file, 25_000)


def make_icons():
    ICONS.mkdir(parents=True, exist_ok=True)
    round_icon, full = icon_svg(112, 1.06), icon_svg(0, 0.92)
    (ICONS / "icon.svg").write_text(round_icon, encoding="utf-8")
    (ICONS / "favicon.svg").write_text(icon_svg(112, 1.16), encoding="utf-8")
    for name, source, size in (("icon-192.png", round_icon, 192), ("icon-512.png", round_icon, 512), ("maskable-512.png", full, 512), ("apple-touch-icon.png", icon_svg(0, 1.0), 180)):
        render(source, size, size).save(ICONS / name, optimize=True)
        check_size(ICONS / name, 60_000)
    white = svg(group(mark(WHITE, WHITE, (WHITE,) * 3), "translate(-102 -92) scale(1.4)"), 512, 512)
    render(white, 96, 96).save(ICONS / "badge-96.png", optimize=True)
    check_size(ICONS / "badge-96.png", 20_000)
    render(icon_svg(112, 1.16), 64, 64).save(ICONS / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
    check_size(ICONS / "favicon.ico", 20_000)


def make_og():
    OG.mkdir(parents=True, exist_ok=True)
    for name, (label, colour) in {"default": ("えんがわ", MARK_BG), **KINDS}.items():
        picture = render(og_svg(label, colour), 1200, 630).convert("RGB").quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        picture.save(OG / f"{name}.png", optimize=True)
        check_size(OG / f"{name}.png", 60_000)


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["images", "icons", "og"]
    for part in wanted:
        {"images": make_images, "icons": make_icons, "og": make_og}[part]()
