"""Tierwatch: who runs what, where, in which role, and what has just changed."""

__version__ = "0.1.0"
