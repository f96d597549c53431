"""Markdown to clean HTML: the only place that makes a Markdown converter."""
