"""Measuring and fitting: predict, score, compare with other tools."""
