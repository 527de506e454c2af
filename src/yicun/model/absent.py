"""Words that stand where a name should and say that there is nobody: grammar, not a list, for stations vary them freely.

`nobody` is asked of texts without blanks, in NFKC.
"""

import re
from enum import Enum

MISSING = frozenset(("nan", "nat", "none", "null", "nil", "na", "n/a", "#n/a", "undefined", "<na>"))
"""What programs write for a missing value, in lower case."""


class Absence(Enum):
    """What such a text says: there is none; somebody left or is still sought; or nothing that can be told."""

    NONE = "none"
    SOUGHT = "sought"
    LEFT = "left"
    UNSAID = "unsaid"


_TIME = (
    "(?:暂时|目前|现在|现阶段|当前|尚且|至今|截至目前|近期|暂|现|尚|仍|还|均|皆|都|确|确实|一直|已|本|该|我|村|社区|处|岗位|岗|此|的|，|,|、|。|人选|人员|编制|"
    "一村一辅警|专职辅警|专职|辅警|警务助理|村两委|两委|派出所|乡镇|镇里|村里|双方|上级)*"
)
_WHOM = (
    "(?:一村一辅警|专职辅警|专职|辅警|兼职|警务助理|助理|合适|适合|适当|恰当|符合|满足|相应|具备|推荐|推选|候选|条件|要求|报名|自荐|应聘|愿意|意愿|胜任|"
    "人选|人员|人|员|者|对象|名单|的|之|岗位|岗|位|编制|编|任何|情况|相关|有关|此|该|项|可|能|够|可以|应|需|须|推|选|报|填|派|配备|配|设|担任|从事|上报)*"
)
_ACT = (
    "(?:落实|推选|推荐|推举|配备|配齐|配置|招聘|招录|招募|招到|招满|选聘|选任|选派|选出|选定|选举|确定|明确|确认|到位|上报|报送|提供|物色|找到|寻找|安排|设立|"
    "设置|聘用|聘请|产生|决定|考虑|开展|启动|补充|补齐|补报|填报|填写|通过|考察|核实|核查|摸排|讨论|研究|协商|商议|酝酿|遴选|筹备|动员|"
    "公示|审核|审批|录用|上岗|到岗|定下|定|配|招|选|推|报|聘|设|补|填|找|派|有|到|齐|满|好|出|核|查|岗|录)+"
)
_TAIL = r"(?:过程|之中|阶段|工作|人选|人员|名单|手续|流程|合适|再报|上报|中|的|人|员|了|着|当中|辅警|专职|警务助理|意见|[。.…!！])*"
_NONE = re.compile(
    rf"{_TIME}(?:没有|没|未有|无|缺乏|缺少|空缺|空岗|空编|空位|空白|空|缺编|缺岗|缺员|缺额|缺位|缺人|缺|不缺){_WHOM}{_TAIL}"
    rf"|{_TIME}(?:未能|未|没有|没|不能|无法|难以|不|无){_ACT}{_WHOM}{_TAIL}"
    rf"|{_TIME}(?:无需|不需要|不需|不用|无须|不必|不应){_WHOM}(?:{_ACT})?{_WHOM}{_TAIL}"
    rf"|(?:经|多次|反复|广泛|深入|宣传|发动|动员|公告|后|,|，)+{_TIME}(?:无|没有|没)人?(?:报名|自荐|应聘|愿意|参加|参选)*{_WHOM}{_TAIL}"
    rf"|{_TIME}(?:招|选|聘|找|物色)不到{_WHOM}{_TAIL}"
    r"|否|0[名人个位]?|零|零报告"
)
_SOUGHT = re.compile(
    rf"{_TIME}(?:待|等待|有待){_TIME}(?:换届|选举|会议|公示)?后?{_ACT}{_WHOM}{_TAIL}"
    rf"|{_TIME}(?:正在公开|公开|正在|仍在|还在|正|在|拟|计划|准备|打算|预计|即将|将|抓紧|积极|继续|尽快|另行|另|重新|须|需|需要|由)+{_TIME}{_ACT}{_WHOM}{_TAIL}"
    rf"|{_TIME}{_ACT}{_WHOM}(?:中|之中|当中|过程中|阶段)[。.…]*"
)
_LEFT = re.compile(
    rf"{_TIME}(?:离职|辞职|离岗|辞退|调离|调走|退休|离任|离开|离村|停职|去世|死亡|病故|亡故|辞任|辞去|解聘|解除|开除|清退|退出|卸任|到期|转岗|改任)+{_TAIL}"
)
_UNSAID = re.compile(
    rf"(?:详见|见|参见|请见|如|附|另附|另见)(?:另|后|下|上|背|反)?(?:附件|附表|附页|备注|说明|下表|上表|名单|表|页|文|面).{{0,6}}"
    rf"|{_TIME}(?:不详|不明|不清楚|不清|不知|未知|待定|待议|再定|后补|后报|候补|稍后.{{0,4}}|随后.{{0,4}}|容后.{{0,4}}|同上|略|保密){_TAIL}"
    rf"|{_TIME}(?:已有|已配备?|已配有|配有|现有|有)(?:一村一辅警|专职辅警|专职|兼职|辅警|警务助理|人选|人)+{_TAIL}"
    rf"|{_TIME}(?:兼职|临时|专职|合同制?|聘用)+(?:辅警|警务助理|人员|人|的)*"
    rf"|{_TIME}(?:请假|产假|病假|休假|外出|出差|借调|抽调|培训|实习|试用|外出务工|务工|打工|合同到期|合同期满|试用期|实习期)(?:期间?|中|满|人员)*"
    rf"|{_TIME}由.{{1,8}}(?:兼任?|代管|负责|代理|担任)|.{{2,6}}(?:兼任|代管|代理)"
    r"|(?:下周|下月|本周|本月|换届|节后|会后|选举|公示)后?(?:.{0,2}再|拟|将)?(?:上?报|推选|推荐|补报|确定|配备)|(?:后续|稍后|随后|另行|日后)(?:再)?(?:上报|补报|补充|推选|推荐|报送|配备)"
    r"|(?:同意|不同意|弃权|放弃|推选|推荐|上报|暂缓|保密|若干|男|女)(?:推选|推荐|上报)?"
    r"|(?:正在|还在|仍在|尚在)?(?:做工作|征求意见|征集意见|听取意见|做思想工作|谈话)(?:中|当中|阶段)?|虚位以待|(?:年轻人|青壮年|村民)(?:都|均|全部?|大多)?(?:外出|在外|外流).{0,4}"
    r"|人选|人员|姓名|名字|测试|本人"
)
_LONGEST = 18  # of a text, for words may overlap in many ways
_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")


def nobody(text: str) -> Absence | None:
    """What a text in the place of a name says of nobody's being there; None where it may be somebody's name.

    What stands in brackets may only explain it (无（拟招）), never turn a name into none (示例甲（已离职）).
    """
    if text.lower() in MISSING:
        return Absence.UNSAID
    bare = _BRACKETED.sub("", text).strip("。.!！…、，,;；:：-—_/") or text
    for absence, pattern in (
        (Absence.NONE, _NONE), (Absence.UNSAID, _UNSAID), (Absence.LEFT, _LEFT), (Absence.SOUGHT, _SOUGHT),
    ):  # fmt: skip
        if len(bare) <= _LONGEST and pattern.fullmatch(bare):
            return absence
    return None
