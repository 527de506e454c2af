"""Overlaps and contradictions (stub to be replaced)."""

from yicun.model.findings import Finding
from yicun.rulebook.schema import Rulebook


def contradictions(rulebook: Rulebook) -> list[Finding]:
    return []
