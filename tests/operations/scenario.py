"""Scenario S."""
