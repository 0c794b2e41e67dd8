"""What was agreed about each journey: the facts that its file has to repeat."""

from __future__ import annotations

import re
from dataclasses import dataclass

AGREED = """
universel-reset|anything → balance|20|68|dorian 6/8|felt piano, handpan, warm pads|5
panique-anxiete|panic, anxiety → calm, control|20|64|dorian 6/8|handpan, felt piano, soft pad|6
stress-overwhelm|stress → slowing down|18-20|70|dorian 4/4|Rhodes, vinyl hiss|5
rumination-culpabilite|rumination, guilt → clarity|19-21|62|aeolian 6/8|harp, kalimba, low-pass pad|5
tristesse-deuil|sadness, grief → light|22|68|lydian 4/4|piano, strings, soft flute|6
apathie-demotivation|apathy → momentum|18|100|ionian 4/4|pop piano, muted claps, soft arp, round bass|5
colere-irritabilite|anger → assertiveness|20-22|88→72|minor blues → aeolian|soft toms, airy pads, nylon guitar|6
peur-anticipatoire|anticipatory fear → tolerance|20-22|62|aeolian → dorian 6/8|handpan, soft drones|6
honte-anxiete-sociale|shame, social anxiety → self-compassion|18-20|72|mixolydian|Rhodes, round bass|5
jalousie-envie|jealousy → recentring|18-20|76|mixolydian|gentle high-life guitar|5
solitude-isolement|loneliness → connection|20-22|78|ionian|airy choir, soft bells|6
fatigue-mentale|burnout → active rest|22-24|60-65|dorian|piano, analogue pads|5
hypersensibilite|overstimulation → filtering|18-20|58-62|aeolian|felted textures, no cymbals|5
douleur-physique|mild pain → soothing|20-22|60-64|dorian|warm drones, bass flute|6
manque-confiance|self-doubt → gentle assurance|20-22|86-92|ionian|soft arp, round bass, light groove|6
perfectionnisme|perfectionism → suppleness|18-20|72-78|mixolydian|Rhodes, nylon guitar|6
nostalgie-melancolie|nostalgia → present gentleness|20-22|68-72|ionian|chorus, tape feel|6
motivation-energie|energy → getting moving|18-20|104-110|dorian/ionian|soft shakers, organic percussion|5
concentration-flow|scatter → steady focus|18-20|85-95|lo-fi instrumental|soft repeating patterns, no voice|5
amour-gratitude|gratitude → expansion|20-22|76-82|lydian/ionian|light choir, warm piano|6
"""
"""Key, feelings, minutes, beats a minute, mode and metre, instruments and how many passages, in the order shown."""


@dataclass(frozen=True)
class Agreed:
    """A row of the table."""

    key: str
    way: str
    minutes: tuple[int, int]
    bpm: tuple[int, int]
    mode: str
    instruments: str
    passages: int


def agreed(row: str) -> Agreed:
    """A row as it is written."""
    key, way, minutes, bpm, mode, instruments, passages = row.split("|")
    return Agreed(key, way, numbers(minutes), numbers(bpm), mode, instruments, int(passages))


def numbers(text: str) -> tuple[int, int]:
    """`20`, `18-20` or `88→72`."""
    first, *last = map(int, re.findall(r"\d+", text))
    return first, *(last or [first])  # type: ignore[return-value]


TABLE = [agreed(row) for row in AGREED.strip().splitlines()]
