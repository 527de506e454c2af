"""Every finding that can be made: code, name, severity, words, cure and examples, each said once.

`message` and `hint` are filled with the facts of a finding; {label} is the field's label and {value} the masked cell.
A released code keeps its meaning for ever. `fix`: `safe` changes how a value is written, never what it says; `suggest` is
shown, never applied. `unchecked`: the file, or part of it, was not checked at all, so the run ends with exit code 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal


class Severity(StrEnum):
    """How bad: 错误, 警告 or 说明."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The Chinese word on screen and in documents."""
        return {"error": "错误", "warning": "警告", "note": "说明"}[self.value]


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the catalogue. `bad` and `good` are a case that earns the finding and the same case mended."""

    code: str
    slug: str
    severity: Severity
    what: str
    message: str
    hint: str
    bad: str
    good: str
    fix: Literal["safe", "suggest"] | None = None
    unchecked: bool = False


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_CATALOGUE: tuple[Code, ...] = (
    # A file as a whole
    Code("YC001", "file-unreadable", _E, "文件损坏，或不是电子表格", "文件无法读取：{reason}", "请用 WPS 或 Excel 打开后另存为 .xlsx 重报",
         "下载中断的 .xlsx", "能正常打开的 .xlsx", unchecked=True),
    Code("YC002", "file-encrypted", _E, "文件有打开密码", "文件设有打开密码，未能检查{reason}", "请用 --password-file 提供密码，或取消密码后重报",
         "设了打开密码的工作簿", "取消密码的工作簿", unchecked=True),
    Code("YC003", "file-kind", _E, "不支持的文件种类", "这是{kind}，不是电子表格", "请另存为 .xlsx 后重报", "名单.rtf", "名单.xlsx", unchecked=True),
    Code("YC004", "file-mislabelled", _N, "内容与扩展名不符", "扩展名是 {extension}，内容是{kind}，已按内容读取", "建议另存为 .xlsx",
         "内容是 CSV 的 名单.xls", "名单.csv"),
    Code("YC005", "file-too-large", _E, "超过读取上限", "文件超过读取上限：{reason}", "请删去多余的行列、图片后另存为 .xlsx 重报",
         "声称有一百万行的空表", "只有名单的表", unchecked=True),
    Code("YC006", "file-macros", _W, "工作簿带有宏", "工作簿带有宏；只读取了数值，宏没有运行", "建议另存为不带宏的 .xlsx", "名单.xlsm", "名单.xlsx"),
    Code("YC007", "text-encoding", _N, "文本编码不是 UTF-8", "文本按 GB18030 编码读取", "建议另存为 .xlsx 或 UTF-8 编码的 CSV",
         "GB18030 的 CSV", "UTF-8 的 CSV"),
    Code("YC008", "file-empty", _E, "没有任何数据", "没有读到任何一行数据（工作表是空的，或只有表头）", "请确认发来的是填好的名单；没有应推选的村的，请填零报告", "空白工作簿", "有名单的工作簿", unchecked=True),
    # How the table is laid out
    Code("YC101", "header-not-found", _E, "找不到表头", "没有找到表头；看到的是：{seen}", "请使用下发的模板，或把列名改为模板中的名称",
         "第一行就是人名", "有“行政村、姓名、公民身份号码”等列名的一行", unchecked=True),
    Code("YC102", "column-missing", _E, "缺少必填列", "缺少必填列“{label}”", "请补上这一列；不掌握的填“待核”", "没有“核查结论”一列", "有“核查结论”一列"),
    Code("YC103", "column-twice", _E, "两列对应同一项", "“{headers}”都对应“{label}”，两列都没有采用", "请只保留一列",
         "同时有“手机”“联系方式”", "只有“联系电话”"),
    Code("YC104", "column-ignored", _N, "不需要的列", "列“{header}”不是名单项目，未读取", "不用处理；如是名单项目，请按模板改列名", "列“民族”", "没有这一列"),
    Code("YC105", "column-refused", _W, "不得收集的列", "列“{header}”属于不应收集的内容，未读取", "请删去这一列后重报", "列“宗教信仰”", "没有这一列"),
    Code("YC106", "column-unsure", _W, "列名含义不明", "列“{header}”含义不明，未采用；是否为“{suggestion}”？", "请按模板改列名", "列“单位”", "列“派出所”", "suggest"),
    Code("YC107", "sheet-skipped", _N, "未读取的工作表", "工作表未读取：{reason}", "如其中有名单，请取消隐藏并使用模板的列名", "隐藏的旧名单", "只有一张名单"),
    Code("YC108", "rows-hidden", _W, "有隐藏的行或列", "有隐藏或被筛选掉的{what}，已一并读取：{rows}", "请取消隐藏和筛选，核对后重报", "筛选后的名单", "没有隐藏行的名单"),
    Code("YC109", "rows-skipped", _N, "跳过的行", "跳过了{what}：{rows}", "不用处理；如其中有人选，请改为普通数据行", "合计行、填表说明", "只有人选"),
    Code("YC110", "second-table", _W, "一张工作表里有两个表", "第 {row} 行起另有一个表，已单独读取", "请把两个表合并，或分到两张工作表", "下方另起一个表头", "一张工作表一个表"),
    Code("YC111", "template-old", _W, "模板版本不同", "模板版本是 {version}，现行版本是 {current}", "请改用现行模板", "旧模板", "现行模板"),
    Code("YC112", "form-read", _N, "按表格式读取的人选", "按{what}读作 {number} 名人选", "不用处理；建议改用下发的名单模板", "一人一张的推荐表", "一行一人的名单"),
    Code("YC113", "people-unplaced", _E, "有人员而读不成名单", "有 {number} 名人员没有读成人选：{reason}", "请改用下发的名单模板，补上列名后重报", "第二张表没有表头", "每张表都有表头"),
    Code("YC114", "village-from-title", _N, "村名写在名单之外", "行政村取自{where}：{village}", "不用处理；建议在名单中加“行政村”一列", "一村一张表，村名在标题中", "每行都有行政村"),
    Code("YC115", "attachment-passed-over", _N, "未读取的附件", "{what}，未读取", "不用处理；如其中有名单，请解压或改报电子表格", "名单旁的扫描件", "只有名单"),
    Code("YC116", "quote-stray", _E, "文本表格的引号不成对", "第 {lines} 行的引号不成对，已一行一条读取，该行可能读错", "请用记事本打开，删去多余的引号；或另存为 .xlsx 重报", "备注：\"外出务工", "备注：外出务工"),
    Code("YC117", "text-cut-off", _N, "文本表格末尾不完整", "最后一行（第 {line} 行）比上一行少几项，末尾也没有换行，文件可能没有传完", "请核对有没有少人；少了请重新导出", "最后一行只有一半", "最后一行完整"),
    # One cell
    Code("YC201", "required-blank", _E, "必填项为空", "{label}为空", "请补填；不掌握的结论填“待核”", "姓名为空", "姓名：示例甲"),
    Code("YC202", "id-number-damaged", _E, "身份号码被存成数字", "{label}被存成数字，后三位已丢失，无法恢复", "请把该列设为“文本”后按证件重新录入",
         "350583197503019000（数字）", "350583197503019994（文本）"),
    Code("YC203", "id-length", _E, "身份号码位数不对", "{label}应为 18 位，这里是 {length} 位{note}", "请按证件重新录入", "35058319750301999", "350583197503019994"),
    Code("YC204", "id-characters", _E, "身份号码含有不该有的字符", "{label}含有不该有的字符：{characters}", "请按证件核对{suggestion}",
         "35O583197503019994", "350583197503019994", "suggest"),
    Code("YC205", "id-check-digit", _E, "身份号码校验码不符", "{label}校验码不符，至少有一位录错", "请按证件核对", "350583197503019990", "350583197503019994"),
    Code("YC206", "id-birth-date", _E, "身份号码中的出生日期不成立", "{label}第 7–14 位不是一个可能的出生日期", "请按证件核对", "出生日期位为 19750230", "出生日期位为 19750301"),
    Code("YC207", "id-region", _W, "身份号码地区码不成立", "{label}前两位 {region} 不是任何省份的代码", "请按证件核对", "00 开头", "35 开头"),
    Code("YC208", "id-age", _W, "年龄异常", "按{label}计算为 {age} 周岁", "请按证件核对", "12 周岁", "45 周岁"),
    Code("YC209", "id-tail-000", _W, "身份号码以 000 结尾", "{label}以 000 结尾，可能在别处已被存成数字而损坏", "请按证件核对", "……0000（文本）", "350583197503019994"),
    Code("YC211", "date-unreadable", _E, "日期无法辨认", "{label}无法辨认为日期：{value}", "请写成 1975-03 或 1975-03-01", "七五年春", "1975-03"),
    Code("YC212", "date-ambiguous", _E, "日期有歧义", "{label}“{value}”有几种读法：{readings}", "请写成 1975-01 或 1975-01-01",
         "1975.1（数字）、04/05/20", "1975-10"),
    Code("YC213", "date-impossible", _E, "没有这一天", "{label}没有这一天：{value}", "请核对日期", "1975-02-30", "1975-02-28"),
    Code("YC214", "date-out-of-range", _E, "日期超出范围", "{label} {value} {reason}", "请核对日期", "出生年月 2035-01", "出生年月 1975-01"),
    Code("YC215", "phone-invalid", _E, "电话号码不成立", "{label}不是有效的电话号码：{value}", "请填 11 位手机号，或带区号的固定电话", "1380000", "13800000000"),
    Code("YC216", "choice-unknown", _E, "不在可填范围内", "{label}“{value}”不在可填范围：{choices}", "请从可填范围中选填{suggestion}", "文化程度：秀才", "文化程度：高中", "suggest"),
    Code("YC217", "choice-ambiguous", _W, "填写含义不唯一", "{label}“{value}”含义不唯一，{reading}", "请按模板的写法填写", "文化程度：大学", "文化程度：本科"),
    Code("YC218", "name-doubtful", _E, "姓名可疑", "{label}中有{what}：{value}", "请只填姓名，按证件核对", "张三（主任）", "张三"),
    Code("YC219", "number-unreadable", _E, "数字无法辨认", "{label}无法辨认为整数：{value}", "请填阿拉伯数字", "两千三", "2300"),
    Code("YC220", "cell-error", _E, "单元格是错误值", "{label}是错误值 {value}", "请修正公式，或直接填写数值", "#N/A", "高中"),
    Code("YC221", "ditto-refused", _E, "此处不能写“同上”", "{label}不能写“{value}”", "请逐行填写", "姓名：同上", "姓名：示例乙"),
    Code("YC222", "formula-no-value", _E, "公式没有计算结果", "{label}是没有保存结果的公式", "请在 WPS 或 Excel 中打开并保存后重报", "=VLOOKUP(…) 未计算", "高中"),
    Code("YC223", "remark-withheld", _W, "备注含有不应写入的内容", "{label}含有不应写入名单的内容，不会出现在任何输出中", "请删去后重报", "（不举例）", "外出务工，6 月返乡"),
    Code("YC224", "code-invalid", _E, "村代码不成立", "{label}应为 12 位数字：{value}", "请按统计用区划代码填写", "3505831062", "350583106201"),
    Code("YC291", "tidied-text", _N, "已整理文字写法", "{label}已整理写法（{what}）", "不用处理", "“张　三”", "“张三”", "safe"),
    Code("YC292", "tidied-date", _N, "已整理日期写法", "{label}“{value}”读作 {read}", "不用处理", "1975.3.1", "1975-03-01", "safe"),
    Code("YC293", "tidied-choice", _N, "已归并为规范写法", "{label}“{value}”读作“{read}”", "不用处理", "普高", "高中", "safe"),
    Code("YC294", "tidied-phone", _N, "已整理电话写法", "{label}“{value}”已整理写法", "不用处理", "138-0000-0000", "13800000000", "safe"),
    Code("YC295", "filled-ditto", _N, "已按“同上”填充", "{label}“{value}”按上一行读作“{read}”", "不用处理", "同上", "省新派出所", "safe"),
    Code("YC296", "filled-merged", _N, "已按合并单元格填充", "{label}按合并单元格读作“{read}”", "不用处理", "合并单元格的下半部分", "逐行填写", "safe"),
    # One row
    Code("YC301", "sex-disagrees", _E, "性别与身份号码不符", "{label}“{value}”与公民身份号码不符（号码为{expected}）", "请按证件核对两项", "男，第 17 位为偶数", "女，第 17 位为偶数"),
    Code("YC302", "birth-disagrees", _E, "出生年月与身份号码不符", "{label}“{value}”与公民身份号码中的出生日期不符", "请按证件核对两项", "1976-03 与 …19750301…", "1975-03 与 …19750301…"),
    Code("YC303", "age-disagrees", _W, "年龄与身份号码不符", "{label} {value} 与公民身份号码相差超过一岁（按号码为 {age} 周岁）", "请按证件核对", "年龄 30，按号码 45", "年龄 45"),
    Code("YC304", "steps-out-of-order", _E, "程序日期先后颠倒", "{label} {value} 早于{earlier}", "请核对各步骤日期（自荐、推荐、考察、审核依次）", "推荐早于自荐", "自荐 ≤ 推荐 ≤ 考察 ≤ 审核"),
    Code("YC305", "step-missing", _W, "前面的步骤没有日期", "{label}为空，而后面的步骤已有日期", "请补填该步骤日期", "有考察日期，无推荐日期", "各步骤都有日期"),
    Code("YC306", "discipline-nonmember", _W, "非党员填了开除党籍", "政治面貌不是党员，却填了{label}“{value}”", "请核对政治面貌和处分", "群众，开除党籍", "已核对的政治面貌和处分"),
    Code("YC307", "discipline-undated", _E, "处分与日期不成对", "{label}为空，与{partner}不成对", "请按处分决定补填", "警告，无日期", "警告，2019-03-01"),
    Code("YC308", "decision-undated", _E, "审核结论与日期不成对", "{label}为空，与{partner}不成对", "请由审核的人补填", "确定，无日期", "确定，2020-05-08"),
    Code("YC309", "discipline-contradicted", _E, "处分与另一栏矛盾", "{label}“{value}”与{partner}矛盾，按待核处理", "请核实是哪一栏有误", "核查“无”，党内警告不满 2 年；群众，党内警告",
         "核查“有”，党内警告不满 2 年"),
    # Rows against each other and against the register
    Code("YC401", "row-repeated", _W, "重复的行", "与另一处是同一人、同一村、同样内容，只计一次", "请删去重复的行", "同一人填了两行", "一人一行"),
    Code("YC402", "person-in-two-villages", _E, "一人报在两个村", "同一公民身份号码报在{villages}，不能同时常驻", "请核实后只保留一处", "同一人报在两村", "一人一村"),
    Code("YC403", "id-shared", _E, "一个身份号码两个姓名", "同一公民身份号码对应不同姓名：{names}", "请按证件核对", "同号不同名", "一号一名"),
    Code("YC404", "village-unknown", _E, "底册中没有这个村", "底册中没有“{value}”{suggestion}", "请按底册填写村名", "园內村", "园内村", "suggest"),
    Code("YC405", "village-ambiguous", _E, "村名在几个乡镇都有", "“{value}”在{townships}都有，乡镇为空", "请填写乡镇（街道）", "园内村，乡镇为空", "园内村，省新镇"),
    Code("YC406", "village-elsewhere", _E, "不是本所的村", "“{value}”在底册中属于{station}", "请核对派出所和村名", "省新所报康美镇的村", "各报各的村"),
    Code("YC407", "village-kind", _E, "村与社区不符", "底册中是“{listed}”，不是“{value}”", "请核对是村还是社区", "园内社区", "园内村"),
    Code("YC408", "village-twice", _E, "底册中重复的村", "“{value}”在底册中出现了不止一次", "请只保留一行", "同一村两行", "一村一行"),
    Code("YC409", "choices-too-many", _W, "一个村有几名拟推选", "“{village}”有 {number} 名拟推选", "请保留需要的人数（一般一名），其余改为备选", "两名拟推选", "一名拟推选，一名备选"),
    Code("YC410", "village-not-needing", _N, "该村不需再配", "“{value}”已有专职辅警，或已认定不需配，无需再配", "不用处理；如底册有误请更正底册", "已有专职辅警的村又报人选", "只报未配的村"),
    Code("YC411", "phone-shared", _W, "多人共用一个电话", "同一电话有 {number} 人使用", "请核对电话", "三人同一号码", "各填各的号码"),
    Code("YC412", "namesake", _W, "同村同名不同号", "“{value}”在同一村有不同的公民身份号码", "请核对是否同一人", "同村两个张三", "核对无误的两人"),
    Code("YC413", "is-auxiliary", _W, "人选就是该村辅警", "“{value}”是底册登记的该村专职辅警", "请核对是否还需推选", "辅警本人被报为人选", "另推人选"),
    Code("YC414", "submitted-twice", _W, "同一派出所报了两份", "{station}另有一份报送有相同的村：{other}；没有收文登记，不猜哪份为准，说法不一的见 YC418", "请用 yicun receive 登记收文，或删去作废的一份", "名单.xlsx 与 名单（新）.xlsx", "只留一份"),
    Code("YC415", "village-by-former-name", _N, "按曾用名找到", "“{value}”按曾用名对应到“{listed}”", "建议改用现名", "旧村名", "现村名"),
    Code("YC416", "station-unknown", _E, "底册中没有这个派出所", "底册中没有“{value}”{suggestion}", "请按底册填写派出所", "省心派出所", "省新派出所", "suggest"),
    Code("YC417", "facts-replaced", _N, "后收到的替代了先收到的", "{label}原为{former}（收文 {earlier} 号），按收文 {later} 号", "不用处理；如替代有误，请用 yicun receive --withdraw 作废该件", "更正中换了联系电话", "没有改动的补报"),
    Code("YC418", "facts-contested", _E, "两处说法不一", "同一人的{label}在另一处写得不一样；不猜哪份为准，按未知处理", "请与报送单位核实，用 yicun receive 登记先后，或只留一份", "两份名单，核查结论一份写“无”一份写“有”", "登记了收文先后的两份名单"),
    Code("YC419", "decision-disagrees", _W, "名单中的审核结论与台账不同", "名单写“{value}”，台账审核为“{decided}”，以台账为准", "请报送单位更正名单；如台账有误请更正台账", "名单“确定”，台账“不予确定”", "两处一致"),
    Code("YC420", "decision-of-nobody", _E, "审核的人不在名单中", "台账审核了“{value}”（{what}），名单中没有这个人", "请核对姓名、村和公民身份号码；人选已换的，请把该行删去", "审核的人没有报送过", "审核的人在名单中"),
    Code("YC421", "receipt-missing", _N, "没有收文登记", "报送中的这份文件没有收文登记，不知何时收到", "请运行 yicun receive 登记", "直接放进报送文件夹的名单", "用 yicun receive 收下的名单"),
    Code("YC422", "receipt-broken", _E, "收文登记对不上文件", "收文登记的“{value}”{reason}", "请放回原来的文件；确要作废，请用 yicun receive --withdraw", "收文登记的文件被删去", "文件与登记一致"),
    Code("YC423", "withdrawn", _W, "写明已退出", "{what}说明人选已退出或该行作废，暂按待核处理，不列入名单", "请确认：确已退出的删去该行，仍推选的删去字样或删除线", "备注：本人已放弃；整行画了删除线", "只留仍推选的人"),
    Code("YC424", "spelling-refused", _E, "不能采用的写法", "写法“{value}”没有采用：{reason}", "请按“填表说明”更正这一行，或删去", "读作：不存在的项目", "村（居）名称，读作 行政村"),
    # Rulebooks and waivers
    Code("YC501", "rulebook-syntax", _E, "规则文件写法有误", "规则文件无法读取：{reason}", "请按所指的行列修改", "缩进错误", "正确缩进的 YAML", unchecked=True),
    Code("YC502", "rulebook-key", _E, "不认识的键", "不认识的键“{key}”；这里可用：{allowed}", "请改用可用的键", "whne:", "when:", unchecked=True),
    Code("YC503", "rulebook-field", _E, "不认识的项目", "不认识的项目“{key}”；可用：{allowed}", "请改用名单中的项目", "field: resdent", "field: resident", unchecked=True),
    Code("YC504", "rulebook-operator", _E, "不认识的运算", "不认识的运算“{key}”；可用：{allowed}", "请改用可用的运算", "equals:", "is:", unchecked=True),
    Code("YC505", "rulebook-duplicate", _E, "重复的键或编号", "“{key}”重复，前一处在第 {line} 行", "请删去或改名", "两个 id: fit", "编号各不相同", unchecked=True),
    Code("YC506", "rulebook-uncited", _E, "没有条款或原文", "{what}没有{missing}", "请写明条款和原文；本单位约定的写 basis", "缺 quote", "有 clause 和 quote", unchecked=True),
    Code("YC507", "rulebook-operand", _E, "运算与项目不配", "项目“{field}”不能用“{operator}”：{reason}", "请按项目的种类改", "resident 用 at_least", "education 用 at_least", unchecked=True),
    Code("YC508", "rulebook-number", _E, "数字在原文中找不到", "条件中的 {number} 在原文“{quote}”中找不到", "请核对原文；本单位约定的改写 basis", "quote 2年，within_years: 3", "within_years: 2", unchecked=True),
    Code("YC509", "rulebook-case", _E, "案例不通过", "案例“{case}”不通过：{reason}", "请核对规则和案例哪个不对", "期望不符合，实为符合", "期望与结果一致", unchecked=True),
    Code("YC510", "rulebook-dates", _E, "不在有效期内", "规则自 {since} 至 {until} 有效，基准日 {as_of} 不在其中", "请改用当时有效的规则，或改基准日", "基准日在施行之前", "基准日在有效期内", unchecked=True),
    Code("YC511", "rulebook-extends", _E, "引用的规则找不到或丢了条款", "{reason}", "请核对 extends 和被替换的规则", "extends: 不存在", "extends: fujian-2019-294", unchecked=True),
    Code("YC512", "rulebook-contradiction", _E, "规则自相矛盾", "规则“{rule}”{reason}", "请核对条件", "永远不成立的条件", "可以成立的条件", unchecked=True),
    Code("YC513", "rulebook-value", _E, "值不合要求", "“{key}”的值不合要求：{reason}", "请按要求填写", "rank: 一", "rank: 1", unchecked=True),
    Code("YC514", "rulebook-quote", _E, "引用的话不在原文里", "“{quote}”：{reason}", "请照原文改正引文，或核对 text 所指的文件", "quote: 常住本村（原文是常驻）", "quote: 常驻本村", unchecked=True),
    Code("YC515", "rulebook-unproved", _W, "没有案例能发现的改动", "规则“{rule}”去掉{part}，没有一个案例不通过", "请补一个案例，使这一部分去掉后不通过", "只有符合的案例", "符合、不符合、待核各有案例"),
    Code("YC520", "waiver-stale", _W, "批准事项不起作用", "批准事项（{person}，{village}，{rule}）不起作用：{reason}", "请删去或更正", "人已撤回的批准", "有对应人选的批准"),
    Code("YC521", "waiver-incomplete", _E, "批准事项不完整", "批准事项缺少{missing}，未采用", "请补齐批准人、理由、日期和条款", "没有批准人", "四项齐全", unchecked=False),
    Code("YC522", "deadline-elsewhere", _W, "期限是别处的", "规则中的期限 {day}（{what}）是{areas}的，没有采用；没有按期限统计", "请在 yicun.toml 写明本地区的 deadline，或用 --deadline",
         "别的县的通知里的期限", "yicun.toml 中的 deadline"),
    # Coverage
    Code("YC601", "station-silent", _W, "派出所未报送", "{station}没有报送（零报告不算未报）", "请催报", "没有文件也没有零报告", "名单或零报告"),
    Code("YC602", "village-left-out", _W, "报送中漏了村", "{station}的报送没有提到“{village}”", "请该所补报该村，或说明情况", "16 个村报了 15 个", "16 个村都有"),
    Code("YC603", "needs-ruling", _W, "需要认定", "“{village}”是否需要配备，应由本单位认定：{reason}", "请在底册“是否需配认定”填写需配或不需配", "农场、兼职辅警", "已认定"),
    Code("YC604", "confirmed-not-eligible", _W, "审核确定与核对结果不一致", "“{village}”的人选已审核确定，请再核对", "请审核的人按确定当日的材料再核对；仍予确定的保留，不再确定的更正审核结论", "核查日期空白的人选已审核确定", "材料齐全后审核确定"),
    # After the appointment
    Code("YC701", "in-two-posts", _E, "一人同时在两个村在岗", "同一公民身份号码同时在{villages}在岗", "请核对在岗，离开一处的填离岗日期", "甲村、乙村都没有离岗日期", "离开甲村后才在乙村聘任"),
    Code("YC702", "appointed-undecided", _W, "聘任早于审核确定", "聘任日期 {value}，{decided}", "请核对聘任日期和审核日期；没有审核的，请在“审核”补上结论和日期",
         "5 月 8 日确定，5 月 1 日聘任", "5 月 8 日确定，5 月 20 日聘任"),
    Code("YC703", "assessed-off-duty", _E, "考核的人当时不在岗", "{what}", "请核对期间、村和姓名，或更正“在岗”", "6 月离岗，考核 7 月", "考核的期间在岗"),
    Code("YC704", "period-twice", _E, "同一期间考核了两次", "同一人“{value}”另有一行考核（第 {other} 行）{grades}", "请只保留一行", "2020-07 两行", "一人一期一行"),
    Code("YC705", "grade-unlisted", _W, "考核档次在三档之外", "档次“{value}”不在优秀、合格、不合格之内，照原样保留，按不掌握处理", "如属笔误请更正；原文是“等档次”，可以保留", "基本合格", "合格"),
    Code("YC706", "left-before-appointed", _E, "离岗早于聘任", "离岗日期 {value} 早于聘任日期 {appointed}", "请核对两个日期", "8 月聘任，7 月离岗", "7 月聘任，8 月离岗"),
    Code("YC707", "training-ahead", _E, "培训日期在基准日之后", "培训日期 {value} 在基准日之后，没有计入", "请核对日期；还没有开的培训，开过再登记", "明年的培训", "已经开过的培训"),
    Code("YC708", "stipend-unset", _E, "补贴档次当日没有金额", "补贴档次{grade}{what}", "请在“补贴”写明该档次自哪一天起每月多少元，或更正“补贴档次”", "在岗写三档，补贴只有一档、二档", "每个档次都有金额"),
    Code("YC709", "period-unreadable", _E, "考核期间无法辨认", "期间“{value}”无法辨认", "请写成 2020（年度）、2020Q3（季度）或 2020-07（月份）", "上半年", "2020-07"),
    Code("YC710", "exit-undated", _E, "离岗没有日期", "写了离岗原因，没有离岗日期；不知自哪一天起不在岗", "请填离岗日期", "本人辞职，无日期", "本人辞职，2020-08-01"),
)  # fmt: skip

CODES: Mapping[str, Code] = MappingProxyType({entry.code: entry for entry in _CATALOGUE})
BY_SLUG: Mapping[str, Code] = MappingProxyType({entry.slug: entry for entry in _CATALOGUE})
