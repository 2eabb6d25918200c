"""Quotes: who is said to have said what, where, and what became of the words on the way."""
