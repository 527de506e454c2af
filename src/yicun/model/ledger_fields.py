"""What the office's own ledger holds: one tuple of fields a sheet."""

from collections.abc import Mapping
from types import MappingProxyType

from yicun.model import choices
from yicun.model.field import Field, Kind, TableKind

_LEDGER_TOWNSHIP = Field("township", "乡镇（街道）", Kind.TOWNSHIP, aliases=("乡镇", "镇街"), example="省新镇")
_LEDGER_VILLAGE = Field("village", "行政村", Kind.VILLAGE, required=True, aliases=("村", "村名"), example="园内村")
_LEDGER_NAME = Field("name", "姓名", Kind.NAME, required=True, example="示例人员")
_ID_ENDS = Field("id_ends", "身份号码后四位", Kind.TEXT, aliases=("后四位", "身份证后四位"), example="9994")
_BASIS = Field("basis", "依据", Kind.TEXT, example="示例审〔2020〕1号")

LEDGER: Mapping[TableKind, tuple[str, tuple[Field, ...]]] = MappingProxyType({
    TableKind.RECEIPTS: ("收文", (
        Field("number", "收文号", Kind.WHOLE_NUMBER, required=True, aliases=("编号",), note="yicun receive 依次编号", example="1"),
        Field("received_on", "收到日期", Kind.DATE, required=True, aliases=("收文日期",), example="2020-04-28"),
        Field("station", "派出所", Kind.STATION, required=True, example="省新派出所"),
        Field("file", "文件", Kind.TEXT, required=True, note="相对工作区文件夹的位置", example="报送/2020-04-28 省新所.xlsx"),
        Field("sha256", "sha256", Kind.TEXT, note="文件内容的指纹，前 12 位", example="0123456789ab"),
        Field("manner", "方式", Kind.CHOICE, required=True, choices=choices.MANNER, example="全量",
              note="全量：替代该所此前全部；补报：增加；更正：只替代其中的人；零报告；作废：不再计入"),
        Field("remark", "备注", Kind.TEXT),
    )),
    TableKind.DECISIONS: ("审核", (
        _LEDGER_TOWNSHIP, _LEDGER_VILLAGE, _LEDGER_NAME,
        Field("id_number", "公民身份号码", Kind.ID_NUMBER, aliases=("身份证号", "身份证号码"), internal=True, example="350583197503019994"),
        Field("decision", "审核结论", Kind.CHOICE, choices=choices.DECISION, example="确定"),
        Field("decided_on", "审核日期", Kind.DATE, needed_when="填了审核结论时", example="2020-05-08"),
        Field("left_on", "退出日期", Kind.DATE, needed_when="填了退出原因时", note="自这一天起不再计入，该村重新成为缺口"),
        Field("left_because", "退出原因", Kind.CHOICE, choices=choices.EXIT_REASON, note="不写病名，不写案情"),
        _BASIS,
    )),
    TableKind.RULINGS: ("认定", (
        _LEDGER_TOWNSHIP, _LEDGER_VILLAGE,
        Field("ruling", "是否需配认定", Kind.CHOICE, aliases=("认定",), choices=choices.RULING, example="需配"),
        Field("ruled_on", "认定日期", Kind.DATE, required=True, example="2020-05-06"),
        Field("into", "并入", Kind.VILLAGE, note="撤并的，写并入的村；自认定日期起计入该村"),
        _BASIS,
    )),
    TableKind.SPELLINGS: ("写法", (
        Field("about", "类别", Kind.TEXT, required=True, note="“列名”，或项目的名称，如 人员类别（现任职务）", example="列名"),
        Field("written", "写法", Kind.TEXT, required=True, note="报送中的写法", example="村（居）名称"),
        Field("read_as", "读作", Kind.TEXT, note="项目的名称，或可填范围中的值；留空的不采用", example="行政村"),
        Field("remark", "备注", Kind.TEXT),
    )),
    TableKind.WAIVERS: ("例外", (
        _LEDGER_VILLAGE, _LEDGER_NAME,
        Field("id_ends", "身份号码后四位", Kind.TEXT, required=True, example="9994"),
        Field("rule", "规则", Kind.TEXT, required=True, note="规则的编号，见 yicun rules show", example="schooling"),
        Field("reason", "理由", Kind.TEXT, required=True),
        Field("approver", "批准人", Kind.TEXT, required=True),
        Field("approved_on", "批准日期", Kind.DATE, required=True, example="2020-05-06"),
        Field("document", "文号", Kind.TEXT, example="示例批〔2020〕1号"),
    )),
    TableKind.POSTS: ("在岗", (
        _LEDGER_TOWNSHIP, _LEDGER_VILLAGE, _LEDGER_NAME,
        Field("id_number", "公民身份号码", Kind.ID_NUMBER, aliases=("身份证号", "身份证号码"), internal=True, example="350583197503019994"),
        Field("phone", "联系电话", Kind.PHONE, aliases=("电话", "手机"), example="13800000000"),
        Field("appointed_on", "聘任日期", Kind.DATE, required=True, aliases=("聘任时间",), example="2020-05-20", note="自这一天起在岗"),
        Field("officer", "带领民警", Kind.TEXT, aliases=("责任民警", "驻村民警")),
        Field("office", "办公地点", Kind.CHOICE, choices=choices.OFFICE, example="村委会"),
        Field("stipend_grade", "补贴档次", Kind.TEXT, example="一档", note="与“补贴”中的档次一致"),
        Field("left_on", "离岗日期", Kind.DATE, aliases=("离岗时间",), needed_when="填了离岗原因时", note="自这一天起不在岗，该村重新成为缺口"),
        Field("left_because", "离岗原因", Kind.CHOICE, choices=choices.LEAVING, note="不写病名，不写案情"),
    )),
    TableKind.ASSESSMENTS: ("考核", (
        Field("period", "期间", Kind.TEXT, required=True, example="2020-07", note="年度写 2020，季度写 2020Q3，月份写 2020-07"),
        _LEDGER_VILLAGE, _LEDGER_NAME, _ID_ENDS,
        Field("grade", "档次", Kind.TEXT, required=True, aliases=("考核结果", "考核档次"), example="合格", note="优秀、合格、不合格；其他写法保留，另作提示"),
        Field("assessed_on", "考核日期", Kind.DATE, aliases=("考核时间",), example="2020-08-03"),
        Field("remark", "备注", Kind.TEXT),
        Field("township_joined", "乡镇参与", Kind.CHOICE, choices=choices.JOINED, example="是", note="年度考核填：乡（镇、办事处）是否参与"),
    )),
    TableKind.TRAINING: ("培训", (
        Field("held_on", "日期", Kind.DATE, required=True, aliases=("培训日期",), example="2020-06-10"),
        Field("subject", "内容", Kind.TEXT, required=True, aliases=("培训内容",), example="人口信息采集"),
        Field("hours", "学时", Kind.AMOUNT, example="4"),
        _LEDGER_VILLAGE, _LEDGER_NAME, _ID_ENDS,
    )),
    TableKind.STIPENDS: ("补贴", (
        Field("grade", "档次", Kind.TEXT, required=True, aliases=("补贴档次",), example="一档"),
        Field("since", "自", Kind.DATE, required=True, aliases=("自何日起", "起始日期"), example="2020-05-01", note="自这一天起按此金额，到同一档次的下一行为止"),
        Field("monthly", "每月金额（元）", Kind.AMOUNT, required=True, aliases=("每月金额", "金额"), example="600", note="由本单位制定"),
        Field("excellent", "优秀系数", Kind.AMOUNT, example="1.2"),
        Field("passing", "合格系数", Kind.AMOUNT, example="1"),
        Field("failing", "不合格系数", Kind.AMOUNT, example="0.5"),
        _BASIS,
    )),
})  # fmt: skip
"""The office's own workbook: what each sheet is called and what its columns are. A sheet more is an entry more."""

SINCE_APPOINTED = (TableKind.POSTS, TableKind.ASSESSMENTS, TableKind.TRAINING, TableKind.STIPENDS)
"""The sheets about what happens after the appointment; a ledger may lack them."""
