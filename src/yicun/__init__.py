"""yicun (一村): from the rosters of the police stations to the list that can be stamped.

For other programs: `load` says what is to be looked at, `validate`, `screen` and `cover` look, each giving a `Result`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yicun.model.results import Result
    from yicun.pipeline import Run, load, screen, validate
    from yicun.pipeline import coverage as cover

__version__ = "0.1.0"
__all__ = ["Result", "Run", "cover", "load", "screen", "validate"]


def __getattr__(name: str) -> Any:
    """The functions above, loaded when first asked for, so that `import yicun` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from yicun import pipeline

    return getattr(pipeline, "coverage" if name == "cover" else name)
