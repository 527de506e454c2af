"""Write the generated pages of the manual, or with --check fail where one is stale."""

import sys
from pathlib import Path

from messages import faults
from reference import codes_page, faults_page, fields_page

from yicun.rulebook.describe import shipped_pages

HERE = Path(__file__).parent
PAGES = {
    "fields.md": fields_page,
    "codes.md": codes_page,
    "rules.md": shipped_pages,
    "错误.md": lambda: faults_page(faults()),
}


def main() -> int:
    """Write every page, or name the stale ones."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, page in PAGES.items():
        text, path = page(), HERE / name
        if check and (not path.is_file() or path.read_text("utf-8") != text):
            stale.append(name)
        elif not check:
            path.write_text(text, "utf-8", newline="\n")
    if stale:
        print(f"stale: {', '.join(stale)}; run `make docs`", file=sys.stderr)  # noqa: T201
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
