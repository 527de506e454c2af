"""The closed lists a cell may be filled from, and what else stations write for the same thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yicun.model import families


@dataclass(frozen=True, slots=True)
class Choices:
    """One closed list.

    `values` in the order they are offered; `synonyms` other ways of writing a value (tidied with a note);
    `doubtful` text -> the value it is read as, or None where it stays unknown (both with a warning); `broader` other
    words for a value that say more than it, and `families` patterns of such words (noted, but never rewritten);
    `levels` value -> rank for ordered lists, where equal ranks are the same level; `marks` and `prefixes` are words
    that may stand behind or before a value without changing its level.
    """

    values: tuple[str, ...]
    synonyms: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[str, str | None] = field(default_factory=dict)
    broader: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    blank_is_answer: bool = False
    """无 is an answer in this list, not a blank."""
    offers: Mapping[str, str] = field(default_factory=dict)
    """Value -> how a blank roster offers it, where the value alone could be read two ways."""

    @property
    def offered(self) -> tuple[str, ...]:
        """What a blank roster offers to choose from, in order."""
        return tuple(self.offers.get(value, value) for value in self.values)

    def level(self, value: str) -> int | None:
        """The rank of a value, whatever mark it carries (高中（肄业） ranks as 高中); None outside an ordered list."""
        return self.levels.get(value.split("（", 1)[0])


_YES = ("是", "有", "√", "✓", "☑", "✔", "对", "Y", "y", "YES", "yes", "Yes", "TRUE")
_NO = ("否", "无", "×", "✗", "✘", "X", "x", "N", "n", "NO", "no", "No", "FALSE", "不是")
_PENDING = dict.fromkeys(
    (
        "待查",
        "待核查",
        "待核实",
        "核查中",
        "正在核查",
        "尚未核查",
        "未核查",
        "未查",
        "待定",
        "暂缓",
        "不详",
        "考察中",
        "正在考察",
        "待考察",
        "未考察",
        "尚未考察",
    ),
    "待核",
)


def _yes_no(yes: str, no: str) -> dict[str, str]:
    return {word: yes for word in _YES if word != yes} | {word: no for word in _NO if word != no} | _PENDING


SEX = Choices(("男", "女"), {"男性": "男", "女性": "女", "M": "男", "F": "女", "m": "男", "f": "女"})

UNIT_TYPE = Choices(
    ("行政村", "社区", "其他"),
    {
        "村": "行政村",
        "村委会": "行政村",
        "村民委员会": "行政村",
        "建制村": "行政村",
        "居委会": "社区",
        "居民委员会": "社区",
        "居": "社区",
    },
)
AUXILIARY_KIND = Choices(
    ("专职", "兼职", "无"),
    {"专职辅警": "专职", "全职": "专职", "兼职辅警": "兼职", "没有": "无", "否": "无"},
    blank_is_answer=True,
)
RULING = Choices(
    ("需配", "不需配", "待定"),
    {"需要": "需配", "需": "需配", "应配": "需配", "不需要": "不需配", "不需": "不需配", "无需": "不需配"},
)

POLITICAL = Choices(  # GB/T 4762, in code order 01–13
    (
        "中共党员", "中共预备党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员",
        "农工党党员", "致公党党员", "九三学社社员", "台盟盟员", "无党派民主人士", "群众",
    ),
    {
        "党员": "中共党员", "中共": "中共党员", "共产党员": "中共党员", "中国共产党党员": "中共党员", "正式党员": "中共党员",
        "中共党员(预备)": "中共预备党员", "党员(预备)": "中共预备党员", "中共预备": "中共预备党员", "中国共产党员": "中共党员",
        "预备党员": "中共预备党员", "中国共产党预备党员": "中共预备党员",
        "团员": "共青团员", "共青团": "共青团员", "中国共产主义青年团团员": "共青团员",
        "民革": "民革党员", "民盟": "民盟盟员", "民建": "民建会员", "民进": "民进会员", "农工党": "农工党党员",
        "致公党": "致公党党员", "九三学社": "九三学社社员", "台盟": "台盟盟员",
        "无党派": "无党派民主人士", "无党派人士": "无党派民主人士",
        "普通群众": "群众", "一般群众": "群众", "普通公民": "群众", "群众（无党派）": "群众",
    }
    | {code: value for number, value in enumerate(
        (
            "中共党员", "中共预备党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员",
            "农工党党员", "致公党党员", "九三学社社员", "台盟盟员", "无党派民主人士", "群众",
        ), start=1) for code in (f"{number:02d}", str(number))},
)  # fmt: skip

EDUCATION = Choices(  # GB/T 4658; 高中阶段 is one level in four forms
    ("小学", "初中", "高中", "中专", "职高", "技校", "大专", "本科", "研究生"),
    {
        "普高": "高中", "普通高中": "高中", "高级中学": "高中", "高中阶段": "高中",
        "中等专科": "中专", "中等专业学校": "中专", "中职": "中专", "中等职业": "中专",
        "职中": "职高", "职业高中": "职高", "职业中学": "职高", "技工学校": "技校", "技工": "技校",
        "专科": "大专", "大学专科": "大专", "大学(专科)": "大专", "大学本科": "本科", "大学(本科)": "本科", "大本": "本科",
        "初级中学": "初中", "普通初中": "初中",
        "10": "研究生", "20": "本科", "30": "大专", "40": "中专", "41": "中专", "44": "职高", "47": "技校",
        "60": "高中", "70": "初中", "80": "小学",
    },
    doubtful={"大学": "大学", "50": None, "90": None},
    broader={
        "中师": "中专", "中等师范": "中专", "中技": "技校", "高技": "技校", "高级技工": "技校", "高职": "大专", "大学普通班": "大专",
        "学士": "本科", "本科学士": "本科", "硕士": "研究生", "博士": "研究生", "硕士研究生": "研究生", "博士研究生": "研究生",
        "职业中专": "中专", "卫校": "中专", "师范": "中专", "师范学校": "中专", "幼师": "中专", "农校": "中专", "高职高专": "大专",
        "职校": "职高", "职业学校": "职高", "高级技工学校": "技校", "技师学院": "技校",
        "初师": "初中", "高小": "小学", "初小": "小学", "完小": "小学",
    },
    levels={
        "小学": 1, "初中": 2, "高中": 3, "中专": 3, "职高": 3, "技校": 3, "高中阶段": 3,
        "大专": 4, "大学": 4, "本科": 5, "研究生": 6,
    },
    marks=("肄业", "结业"),
    prefixes=("函授", "自考", "电大", "党校", "成人", "业余", "夜大", "网络教育", "网络", "远程教育", "成教", "在职", "全日制",
              "脱产", "自学考试", "国家开放大学", "开放大学", "广播电视大学", "五年制", "三年制"),
)  # fmt: skip

CATEGORY = Choices(
    ("治保主任", "综治协管员", "专职网格员", "村干部", "退伍军人", "巡防队员", "其他"),
    {
        "治保会主任": "治保主任", "治安主任": "治保主任", "治保委员会主任": "治保主任", "综治协理员": "综治协管员",
        "退役军人": "退伍军人", "治安巡防队员": "巡防队员", "巡防员": "巡防队员", "治安巡防员": "巡防队员",
    },
    doubtful={
        "网格员": "专职网格员", "村网格员": "专职网格员", "综治网格员": "专职网格员", "村主任助理": "村干部", "村长": "村干部", "副村长": "村干部", "调解主任": "村干部",
        "调解委员": "村干部", "调委会主任": "村干部", "第一书记": "其他", "驻村第一书记": "其他",
        "治保": "治保主任", "综治": "综治协管员", "综治员": "综治协管员", "综治专员": "综治协管员", "网格管理员": "专职网格员",
        "村级网格员": "专职网格员",
    },
    broader={
        "治保委员": "治保主任", "综治专干": "综治协管员", "综治协管": "综治协管员", "治调主任": "治保主任", "治保调解主任": "治保主任",
        "治安调解主任": "治保主任", "转业干部": "退伍军人", "退伍": "退伍军人", "退役": "退伍军人",
        "村支书": "村干部", "村主任": "村干部", "副主任": "村干部", "村副主任": "村干部", "村两委": "村干部",
        "村两委委员": "村干部", "两委委员": "村干部", "村委委员": "村干部", "支部委员": "村干部", "支委": "村干部",
        "村支部书记": "村干部", "支部书记": "村干部", "村书记": "村干部", "村委会主任": "村干部", "村委会副主任": "村干部",
        "文书": "村干部", "村文书": "村干部", "会计": "村干部", "村会计": "村干部", "妇女主任": "村干部", "妇联主席": "村干部",
        "民兵连长": "村干部", "民兵营长": "村干部", "团支书": "村干部", "计生专干": "其他",
        "退役士兵": "退伍军人", "复员军人": "退伍军人", "转业军人": "退伍军人", "复退军人": "退伍军人",
        "联防队员": "巡防队员", "巡逻队员": "巡防队员",
    },
    families=families.CATEGORY,
)  # fmt: skip

RESIDENT = Choices(
    ("是", "否", "待核"),
    _yes_no("是", "否") | {"常驻": "是", "常住": "是", "不常驻": "否", "不常住": "否", "非常驻": "否"},
    families=families.RESIDENT,
)
FIT = Choices(("是", "否", "待核"), _yes_no("是", "否") | {"能": "是", "不能": "否"}, families=families.FIT)
VETTING = Choices(
    ("无", "有", "待核"),
    {"没有": "无", "无记录": "无", "未发现": "无", "未发现记录": "无", "有记录": "有"} | _PENDING,
    families=families.VETTING,
    blank_is_answer=True,
)
INSPECTION = Choices(
    ("合格", "不合格", "待核"),
    {"通过": "合格", "考察合格": "合格", "不通过": "不合格", "未通过": "不合格", "考察不合格": "不合格"} | _PENDING,
    broader={word: "合格" for word in _YES if word != "有"} | {word: "不合格" for word in _NO if word != "无"},
    families=families.INSPECTION,
)
PARTY_SANCTIONS = ("警告", "严重警告", "撤销党内职务", "留党察看", "开除党籍")
"""处分条例：党纪处分；the others of the list are 政务处分 (公职人员政务处分法 7)."""

DISCIPLINE = Choices(
    (
        "无", "警告", "严重警告", "撤销党内职务", "留党察看", "开除党籍",
        "政务警告", "记过", "记大过", "降级", "撤职", "开除公职",
    ),
    {
        "没有": "无", "否": "无", "无处分": "无", "未受处分": "无", "没有处分": "无", "无党纪处分": "无", "未受党纪处分": "无",
        "无党纪政务处分": "无", "无党纪政纪处分": "无", "党内警告": "警告", "党内警告处分": "警告",
        "党内严重警告": "严重警告", "党内严重警告处分": "严重警告", "严重警告处分": "严重警告",
        "撤销党内职务处分": "撤销党内职务",
        "留党察看一年": "留党察看", "留党察看二年": "留党察看", "留党察看两年": "留党察看", "留党察看处分": "留党察看",
        "开除党籍处分": "开除党籍",
        "政务警告处分": "政务警告", "行政警告": "政务警告", "行政警告处分": "政务警告",
        **{
            f"{prefix}{kind}{ending}": kind
            for kind in ("记过", "记大过", "降级", "撤职")
            for prefix in ("", "政务", "行政")
            for ending in ("", "处分")
            if prefix or ending
        },
        "开除公职处分": "开除公职", "政务开除": "开除公职", "行政开除": "开除公职", "双开": "开除公职",
    },
    doubtful={"警告处分": None, "开除": None},
    families=families.DISCIPLINE,
    blank_is_answer=True,
    offers={"警告": "党内警告", "严重警告": "党内严重警告"},
)  # fmt: skip
DECISION = Choices(
    ("确定", "不予确定", "待审"),
    {"同意": "确定", "审核确定": "确定", "不同意": "不予确定", "不确定": "不予确定", "待审核": "待审"},
)
CHOICE = Choices(("拟推选", "备选"), {"推选": "拟推选", "拟推": "拟推选", "候补": "备选", "备用": "备选"})
FALLBACK_REASON = Choices(
    ("经常不在本村", "年龄较大", "身体原因", "文化程度", "本人不愿意", "岗位空缺", "其他"),
    {"不在本村": "经常不在本村", "外出": "经常不在本村", "年龄大": "年龄较大", "身体不好": "身体原因", "文化程度低": "文化程度",
     "不愿意": "本人不愿意", "空缺": "岗位空缺", "无此岗位": "岗位空缺"},
)  # fmt: skip
MANNER = Choices(
    ("全量", "补报", "更正", "零报告", "作废"),
    {
        "全部": "全量",
        "全部重报": "全量",
        "补充": "补报",
        "更新": "更正",
        "修改": "更正",
        "无": "零报告",
        "撤回": "作废",
    },
)
EXIT_REASON = Choices(
    ("本人放弃", "年龄", "身体原因", "违法违纪", "当选或调动", "去世", "其他"),
    {"放弃": "本人放弃", "本人退出": "本人放弃", "本人辞职": "本人放弃", "调动": "当选或调动", "当选": "当选或调动"},
)
LEAVING = Choices(
    ("考核不合格", "年龄", "身体原因", "违法违纪", "本人辞职", "当选或调动", "去世", "其他"),
    {"不合格": "考核不合格", "辞职": "本人辞职", "本人退出": "本人辞职", "调动": "当选或调动", "当选": "当选或调动"},
)
OFFICE = Choices(("村委会", "警务室", "另设"), {"村委会办公室": "村委会", "村部": "村委会"})
JOINED = Choices(("是", "否"), _yes_no("是", "否") | {"参与": "是", "未参与": "否"})
