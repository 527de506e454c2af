"""Synthetic areas: divisions, people, layouts and faults whose truth is known. Everything follows from a seed."""
