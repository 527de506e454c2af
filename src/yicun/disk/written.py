"""What this run has put on the disk so far, for the line that says it went no further."""

from pathlib import Path

files: list[Path] = []
"""In their order; emptied where a run begins."""
