"""What it buys: mirror statistics, outbreak goods, surges."""

from sidelight.trade.examine import examine

__all__ = ["examine"]
