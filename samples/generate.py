"""Write every sample anew: `python samples/generate.py [FOLDER]`. The same program gives the same files.

Nobody in them exists: see `synthetic/people.py` for the IDs, names and phones.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from making.broken import write_broken  # noqa: E402 - the generators lie beside this file and in synthetic/
from making.nanan import write_nanan  # noqa: E402
from making.other import write_other  # noqa: E402
from making.rangers import write_rangers  # noqa: E402
from making.readme import Claim, readme  # noqa: E402
from making.roster import write_roster  # noqa: E402
from making.service import write_service  # noqa: E402
from making.weeks import write_weeks  # noqa: E402


def generate(into: Path) -> list[Claim]:
    """Write the samples below a folder; what each of them shows comes back, and stands in README.md."""
    of_nanan, plots = write_nanan(HERE / "nanan", into / "nanan")
    claims = [
        *write_roster(HERE / "nanan", into),
        *of_nanan,
        *write_weeks(plots, into / "nanan"),
        *write_broken(HERE / "nanan", into / "broken"),
        *write_service(HERE / "nanan", into / "service"),
        Claim("YC522", "other/yicun.toml", "", "yicun coverage -w samples/other --rulebook nanan-2020"),
    ]
    write_other(into / "other")
    write_rangers(into / "forest-rangers")
    (into / "README.md").write_text(readme(claims), "utf-8", newline="\n")
    return claims


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    print(f"{folder}: {len(generate(folder))} findings to be found")
