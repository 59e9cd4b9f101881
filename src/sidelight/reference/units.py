"""Units of customs files: Chinese names and Comtrade codes to plain units with a factor."""

from __future__ import annotations

CHINESE: dict[str, tuple[str, float]] = {
    "千克": ("kg", 1.0),
    "克": ("kg", 0.001),
    "吨": ("kg", 1000.0),
    "台": ("piece", 1.0),
    "个": ("piece", 1.0),
    "件": ("piece", 1.0),
    "套": ("set", 1.0),
    "副": ("pair", 1.0),
    "双": ("pair", 1.0),
    "支": ("piece", 1.0),
    "只": ("piece", 1.0),
    "条": ("piece", 1.0),
    "张": ("piece", 1.0),
    "升": ("l", 1.0),
    "米": ("m", 1.0),
    "平方米": ("m2", 1.0),
    "立方米": ("m3", 1.0),
    "千瓦时": ("kWh", 1.0),
    "千个": ("piece", 1e3),
    "万个": ("piece", 1e4),
    "百片": ("piece", 100.0),
    "剂": ("dose", 1.0),
    "人份": ("sample", 1.0),
}
"""Unit names of Chinese customs; those met in no real file are from memory."""


def plain_unit(name: str) -> tuple[str, float]:
    """Unit and factor of a customs unit; the name itself with factor 1 where it is not known."""
    return CHINESE.get(name.strip(), (name.strip(), 1.0))
