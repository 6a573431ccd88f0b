"""Measures the extraction against hand annotations; knows no store."""
