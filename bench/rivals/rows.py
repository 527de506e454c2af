"""What the rivals share: the files of a folder, the columns as headed, and how a finding is said.

Each rival prints the rows it has something against, one `path<TAB>row` a line; a row counts as found whatever is said
of it, which is generous.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

REQUIRED = (
    "行政村", "姓名", "文化程度", "人员类别（现任职务）", "公民身份号码", "联系电话", "是否常驻本村", "能正常开展工作",
    "核查结论", "联合考察结论",
)  # fmt: skip
CHOICES = {
    "性别": ("男", "女"),
    "是否常驻本村": ("是", "否", "待核"),
    "能正常开展工作": ("是", "否", "待核"),
    "核查结论": ("无", "有", "待核"),
    "联合考察结论": ("合格", "不合格", "待核"),
    "推选意见": ("拟推选", "备选"),
    "审核结论": ("确定", "不予确定", "待审"),
}
DATES = ("核查日期", "处分决定生效日期", "个人自荐日期", "村两委推荐日期", "联合考察日期", "审核确定日期")
STEPS = ("个人自荐日期", "村两委推荐日期", "联合考察日期", "审核确定日期")
ID_NUMBER = r"[1-9]\d{16}[\dX]"
PHONE = r"1[3-9]\d{9}(、1[3-9]\d{9})*"


def files() -> tuple[Path, list[Path]]:
    """The folder given and the rosters in it."""
    folder = Path(sys.argv[1]).resolve()
    return folder, sorted((folder / "报送").glob("*.xlsx"))


def frame_of(roster: Path) -> "pd.DataFrame":
    """A roster with the columns it should have, empty where it lacks one."""
    import pandas as pd

    frame = pd.read_excel(roster, dtype=object, keep_default_na=False, na_values=[""], engine="openpyxl")
    wanted = dict.fromkeys((*REQUIRED, *CHOICES, *DATES, "派出所", "乡镇（街道）", "出生年月", "党纪处分"))
    return frame.reindex(columns=list(dict.fromkeys((*frame.columns, *wanted))))


def tell(found: Iterable[tuple[str, int]]) -> None:
    """Print what was found, each row once."""
    for path, row in sorted(set(found)):
        print(f"{path}\t{row}")
