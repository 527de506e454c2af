"""What a roster holds: one tuple of fields per table.

The single source for header matching, parsing, the pandera schema, what a rule may name, the blank roster, the annotated
copy and the reference page. Labels and aliases are what stations write, from the notice's own form and from GB/T practice.
"""

from collections.abc import Mapping
from types import MappingProxyType

from yicun.model import choices
from yicun.model.field import Field, Kind, TableKind
from yicun.model.ledger_fields import LEDGER, SINCE_APPOINTED
from yicun.model.scheme import PROCEDURE, ByName, Fields

__all__ = [
    "BLANK_MARKS",
    "BY_NAME",
    "CANDIDATE_FIELDS",
    "DITTO_MARKS",
    "FIELDS",
    "LEDGER",
    "LEDGER_KINDS",
    "MARKS_COLUMN",
    "MARKS_SHEETS",
    "REFUSED_WORDS",
    "ROSTER_KINDS",
    "SELF_CHECK_COLUMN",
    "SHIPPED",
    "SINCE_APPOINTED",
    "STEPS",
    "TEMPLATE_VERSION",
    "VAGUE_HEADERS",
    "VILLAGE_FIELDS",
    "Field",
    "Kind",
    "TableKind",
]

_TOWNSHIP_ALIASES = (
    "乡镇", "镇街", "所属乡镇", "镇（街道）", "乡（镇、办事处）", "街道", "乡镇街道", "乡镇（办事处）", "所在乡镇", "乡镇名称", "镇（街）", "镇（乡）", "乡（镇）",
    "乡（镇、街道）", "街镇",
)  # fmt: skip
_VILLAGE_ALIASES = (
    "村", "村名", "所在村", "村（社区）", "村（居）", "推选村", "拟任村", "所属村", "行政村名称", "村居", "村居名称", "村（居）名称", "村（社区）名称",
    "村级名称", "村别", "所在行政村", "所在村居", "所在村（居）", "任职村", "拟任职村", "推荐村", "村委会", "村（居）委会",
)  # fmt: skip
_STATION_ALIASES = ("所属派出所", "辖区派出所", "管辖派出所", "填报单位", "所队", "派出所名称", "责任派出所")

VILLAGE_FIELDS: tuple[Field, ...] = (
    Field(
        "village_code", "村代码", Kind.CODE, aliases=("行政村代码", "村编码", "区划代码", "统计用区划代码", "代码"),
        note="12 位统计用区划代码", example="350583106201",
    ),
    Field("township", "乡镇（街道）", Kind.TOWNSHIP, required=True, aliases=_TOWNSHIP_ALIASES, inherits=True, example="省新镇"),
    Field("village", "行政村", Kind.VILLAGE, required=True, aliases=_VILLAGE_ALIASES, inherits=True, example="园内村"),
    Field(
        "unit_type", "单位类型", Kind.CHOICE, aliases=("村居类型", "类型"), choices=choices.UNIT_TYPE,
        note="留空时按村代码、再按名称判断", example="行政村",
    ),
    Field("station", "派出所", Kind.STATION, required=True, aliases=_STATION_ALIASES, inherits=True, example="省新派出所"),
    Field(
        "auxiliary", "专职辅警", Kind.NAMES, aliases=("辅警姓名", "现有辅警", "是否配备辅警", "一村一辅警", "专职辅警姓名", "现有专职辅警",
                 "一村一辅警姓名", "是否配备专职辅警", "辅警配备情况", "专职辅警配备情况"),
        note="填姓名，或“有”“无”；留空表示未知，不等于无", example="无",
    ),
    Field("auxiliary_kind", "辅警类型", Kind.CHOICE, aliases=("辅警类别",), choices=choices.AUXILIARY_KIND, example="无"),
    Field("population", "村民人数", Kind.WHOLE_NUMBER, aliases=("人口", "人口数", "村民数", "户籍人口"), example="2300"),
    Field("officer", "责任民警", Kind.TEXT, aliases=("驻村民警", "社区民警", "包村民警")),
    Field("former_names", "曾用名", Kind.TEXT, aliases=("曾用村名", "原村名", "旧名"), note="多个用“、”隔开"),
    Field(
        "ruling", "是否需配认定", Kind.CHOICE, aliases=("需配认定", "认定"), choices=choices.RULING,
        note="社区、开发区、农场、兼职等情形由本单位认定",
    ),
    Field(
        "quota", "配备人数", Kind.WHOLE_NUMBER, aliases=("应配人数", "需配人数", "配备名额", "核定人数", "应配备人数", "需配备人数"),
        note="需要几名；留空为 1，0 为不需要", example="1",
    ),
    Field("remark", "备注", Kind.TEXT, aliases=("说明", "其他说明")),
)  # fmt: skip

CANDIDATE_FIELDS: tuple[Field, ...] = (
    Field(
        "station", "派出所", Kind.STATION, aliases=_STATION_ALIASES, inherits=True,
        note="留空时取表头“填报单位”，再取底册中该村的派出所", example="省新派出所",
    ),
    Field(
        "township", "乡镇（街道）", Kind.TOWNSHIP, aliases=_TOWNSHIP_ALIASES, inherits=True,
        needed_when="村名在几个乡镇都有时", example="省新镇",
    ),
    Field("village", "行政村", Kind.VILLAGE, required=True, aliases=_VILLAGE_ALIASES, inherits=True, example="园内村"),
    Field(
        "name", "姓名", Kind.NAME, required=True,
        aliases=("人选姓名", "候选人姓名", "推荐人选", "警务助理姓名", "拟选聘人员", "真实姓名", "人员姓名", "名字",
                 "候选人", "候选人选", "人选", "推荐对象", "推荐人选姓名", "拟任人选", "拟聘人员", "拟聘人选", "拟选人员", "拟推选人员", "推选人选", "推选对象",
                 "警务助理", "警务助理人选", "被推荐人", "被推荐人姓名"), example="示例人员",
    ),
    Field("sex", "性别", Kind.CHOICE, choices=choices.SEX, note="与身份证核对", example="男"),
    Field(
        "birth_date", "出生年月", Kind.DATE, aliases=("出生日期", "出生年月日", "出生时间", "生日"),
        note="如 1975-03 或 1975-03-01", example="1975-03-01",
    ),
    Field("political", "政治面貌", Kind.CHOICE, aliases=("党派", "面貌"), choices=choices.POLITICAL, example="群众"),
    Field(
        "education", "文化程度", Kind.CHOICE, required=True, aliases=("学历", "文化水平", "教育程度", "最高学历", "全日制学历", "受教育程度", "文化"), choices=choices.EDUCATION,
        example="高中",
    ),
    Field(
        "category", "人员类别（现任职务）", Kind.CHOICES, required=True,
        aliases=("身份", "人员身份", "人员类别", "现任职务", "职务", "现任村职", "现任村职务", "村内职务", "村职务",
                 "担任职务", "现职务", "现职", "任职情况", "原岗位", "来源"), choices=choices.CATEGORY,
        note="可填几项，用“、”隔开", example="治保主任",
    ),
    Field(
        "id_number", "公民身份号码", Kind.ID_NUMBER, required=True,
        aliases=("身份证号", "身份证号码", "身份证", "证件号码", "身份证件号码", "居民身份证号码", "身份号码", "公民身份证号码",
                 "公民身份证号", "公民身份证", "居民身份证号", "居民身份证", "身份证编号", "身份证件号", "二代身份证号"),
        internal=True, note="18 位，文本格式", example="350583197503019994",
    ),
    Field(
        "phone", "联系电话", Kind.PHONE, required=True, aliases=("手机", "手机号", "手机号码", "电话", "联系方式", "移动电话", "电话号码",
                 "联系手机", "本人电话", "本人联系电话", "手机电话", "联络电话", "联系号码"),
        note="可填两个，用“、”隔开", example="13800000000",
    ),
    Field("resident", "是否常驻本村", Kind.CHOICE, required=True, aliases=("常驻本村", "常住本村", "是否常住本村", "是否在村", "是否常驻", "是否常住",
                 "是否常驻村", "是否常住村", "是否长期居住本村", "是否居住本村", "是否本村常住", "常驻情况", "常住情况", "在村情况"), choices=choices.RESIDENT, example="是"),
    Field(
        "fit", "能正常开展工作", Kind.CHOICE, required=True, aliases=("能否正常开展工作", "是否能正常开展工作", "能否开展工作", "能否胜任工作", "能否正常工作"), choices=choices.FIT, internal=True,
        note="只填结论，不填病情", example="是",
    ),
    Field(
        "vetting", "核查结论", Kind.CHOICE, required=True,
        aliases=("核查结果", "核查情况", "政审结论", "政审结果", "政审情况", "政审", "背景核查", "背景核查结论", "背景审查结论", "政治审查", "政治审查结论"), choices=choices.VETTING, internal=True,
        note="不得选聘情形 1–3 的核查结论；空白视为待核", example="无",
    ),
    Field("vetted_on", "核查日期", Kind.DATE, aliases=("核查时间", "政审日期", "政审时间"), internal=True, example="2020-05-06"),
    Field(
        "inspection", "联合考察结论", Kind.CHOICE, required=True, aliases=("考察结论", "考察意见", "考察结果", "考察情况", "联合考察意见", "联合考察结果", "联合考察情况"), choices=choices.INSPECTION, internal=True,
        note="派出所与乡镇共同作出的一个结论", example="合格",
    ),
    Field(
        "discipline", "处分", Kind.CHOICE,
        aliases=("党纪处分", "处分情况", "党纪处分情况", "受处分情况", "党纪政务处分", "政务处分", "党纪政纪处分"), choices=choices.DISCIPLINE,
        internal=True, note="党纪处分和政务处分；没有的填“无”", example="无",
    ),
    Field(
        "discipline_on", "处分决定生效日期", Kind.DATE, aliases=("处分日期", "处分时间", "处分生效日期"),
        needed_when="填了处分时", internal=True,
    ),
    Field("applied_on", "个人自荐日期", Kind.DATE, aliases=("自荐日期", "自荐时间", "个人自荐时间", "个人申请日期", "个人申请时间"), example="2020-04-27"),
    Field("recommended_on", "村两委推荐日期", Kind.DATE, aliases=("推荐日期", "推荐时间", "组织推荐日期", "村两委推荐时间", "组织推荐时间", "村（居）两委推荐日期", "村（居）两委推荐时间"), example="2020-04-29"),
    Field("inspected_on", "联合考察日期", Kind.DATE, aliases=("考察日期", "考察时间", "联合考察时间"), example="2020-05-06"),
    Field("decided_on", "审核确定日期", Kind.DATE, aliases=("审核日期", "确定日期", "审核时间", "审核确定时间", "确定时间")),
    Field("decision", "审核结论", Kind.CHOICE, aliases=("审核意见", "审核结果", "审核情况", "审核确定结论", "审核确定意见"), choices=choices.DECISION, note="由审核的人填写"),
    Field("choice", "推选意见", Kind.CHOICE, aliases=("推荐意见",), choices=choices.CHOICE, note="一村一人时可留空", example="拟推选"),
    Field(
        "fallback_reason", "未从治保主任、综治协管员中选聘的原因", Kind.CHOICE,
        aliases=("未从治保主任综治协管员中选聘的原因", "未选聘治保主任原因", "未从优先人员中选聘的原因"), choices=choices.FALLBACK_REASON,
    ),
    Field("exception_note", "特殊情况说明", Kind.TEXT, note="“一般应”的条件不满足时写明理由"),
    Field("remark", "备注", Kind.TEXT, aliases=("说明", "其他说明"), decides=False),
    Field("age", "年龄", Kind.WHOLE_NUMBER, aliases=("周岁", "实际年龄"), decides=False, note="只与身份证核对，不作判定"),
)  # fmt: skip

LEDGER_KINDS: tuple[TableKind, ...] = tuple(LEDGER)
ROSTER_KINDS: tuple[TableKind, ...] = (TableKind.VILLAGES, TableKind.CANDIDATES)

SHIPPED: Mapping[TableKind, tuple[Field, ...]] = MappingProxyType(
    {TableKind.VILLAGES: VILLAGE_FIELDS, TableKind.CANDIDATES: CANDIDATE_FIELDS}
    | {kind: fields for kind, (_, fields) in LEDGER.items()}
)
"""The fields of every table before a rulebook adds any."""
FIELDS = Fields(SHIPPED, TableKind.CANDIDATES)
BY_NAME = ByName(FIELDS, SHIPPED)

TEMPLATE_VERSION = "1"
"""The edition of the blank roster, kept in its document properties as `yicun-template`; another one is YC111."""

STEPS: tuple[str, ...] = PROCEDURE.fields
"""三（二）推选程序 1–4, in order: 个人自荐、组织推荐、联合考察、审核确定."""

REFUSED_WORDS: tuple[str, ...] = (
    "宗教信仰", "信仰", "信教", "上访", "信访", "前科", "犯罪", "病史", "残疾", "家庭成员", "社会关系",
    "重点人员", "重点类别", "银行账号", "银行卡号",
)  # fmt: skip
"""A header that holds one of these is refused (YC105): the tool checks a form, it does not investigate anyone."""

VAGUE_HEADERS: tuple[str, ...] = ("单位", "类别", "地址")
"""Too vague to match alone: suggested (YC106), never guessed."""

SELF_CHECK_COLUMN = "自查"
"""The column in which a blank roster says what is wrong in a row; nothing is read from it."""

MARKS_COLUMN = "错误信息"
"""The column an annotated copy adds; a station may send the copy back with it."""

MARKS_SHEETS: tuple[str, str, str] = ("问题清单", "修改清单", "说明清单")
"""The sheets that annotated and mended copies add."""

BLANK_MARKS: frozenset[str] = frozenset(
    ("", "/", "\\", "-", "—", "——", "--", "－", "－－", "、", "nil", "NIL", "Nil", "／", "＼")
)
"""Written for an empty cell. 无 is a blank too, except where `Choices.blank_is_answer` and in `auxiliary`."""

DITTO_MARKS: frozenset[str] = frozenset(("同上", "〃", "″", '"', "”", "“", "同 上"))
