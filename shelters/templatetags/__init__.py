"""Filters for templates: moments, days, capital letters."""
