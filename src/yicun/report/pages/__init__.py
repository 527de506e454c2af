"""Pages that work offline: one frame with the style, the filters and the print rules, and a template for each page."""

from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from yicun.model.masks import masked
from yicun.report.dates import dated, written


def rendered(template: str, **values: object) -> bytes:
    """A page as UTF-8, from a template of this folder; the same values give the same bytes.

    Everything that comes from a roster is escaped and masked; nothing is fetched, and the page's own policy forbids it.
    """
    shapes = Environment(
        loader=FunctionLoader(lambda name: files(__name__).joinpath(name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=masked,
    )
    shapes.filters.update(dated=dated, written=written)
    return shapes.get_template(template).render(**values).encode()
