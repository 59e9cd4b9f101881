"""Sidelight shows, from outside, the outbreak that a closed country does not report, or misreports."""

__version__ = "0.1.0"
