"""What stations write for a column's name in ever new words: families of wordings, one for each field.

A family is a pattern for a whole header of Chinese characters alone, in NFKC. It is asked only where no label and no
alias answers. What names somebody beside the candidate, or what may stand in a cell as an answer, fits none.
"""
# ruff: noqa: E501 - a table of wordings reads better with one entry a line

import re
from collections.abc import Mapping

_FOR = "(?:所属|所在|推荐|推选|拟?任职?|报送|填报|选聘|聘用|服务)?"
_OWN = "(?:本人|个人|人选|候选人|警务助理|被推荐人)?"
_CHOSEN = "(?:拟|被|拟被)?(?:推荐|推选|推举|选聘|选任|选配|聘用|聘任|任用|配备|提名|选|聘|任|配)?"
_POST = "(?:(?:一村一)?(?:村级?)?警务助理)?"
_OFFICES = "(?:派出所|乡镇|镇街|所镇|街道|政府|党委|所|镇|乡|与|和|及)*"
_TWO = "(?:村居|村社区|村|社区)?(?:党)?(?:两委会?|组织|村?委会|党支部|支部)?"
_DAY = "(?:日期|时间|年月日)"
_RESULT = "(?:意见|结论|结果|情况)"

_FAMILIES: Mapping[str, str] = {
    "station": f"{_FOR}(?:辖区|管辖|责任)?派出所(?:名称)?",
    "township": f"{_FOR}(?:乡镇|镇街|街镇|镇乡|乡镇街道?|镇街道)(?:办事处)?(?:名称)?",
    "village": f"{_FOR}(?:行政村|建制村|村居|村社区|村居社区|村庄|村)(?:社区|居|居委会)?(?:名称?|别)?|{_FOR}(?:村|村居|居)委会?名称",
    "name": f"{_CHOSEN}{_POST}(?:候选人选?|人选)(?:的?姓名|名字)?|(?:拟|被)?(?:推荐|推选|推举|选聘|聘用|考察)对象(?:的?姓名|名字)?|{_CHOSEN}{_POST}(?:人员|警务助理)的?姓名|(?:拟|被|推荐|推选|推举|选聘|聘用){_CHOSEN}人员",
    "birth_date": "出生年月日?(?:份)?|出生(?:日期|时间|年份月份)|生年月日?",
    "education": "(?:最高|全日制)?(?:教育)?学历(?:程度|水平|层次|情况)?|文化(?:程度|水平|层次)(?:学历)?|学历文化(?:程度)?|受?教育(?:程度|水平)",
    "category": "(?:现任?|目前|现担任|担任|所任)?(?:在?村(?:级|内|里|居)?)?(?:现?担任|所任|现任)?(?:职务|任职)(?:情况|名称)?|现任职|现任岗位"
    "|人员(?:身份)?(?:类别|类型)|身份(?:类别|类型)",
    "id_number": f"{_OWN}(?:公民|居民|二代|第二代|有效)*(?:身份证明?(?:件)?|证件)(?:号码?|编号)|公民身份号码?",
    "phone": f"{_OWN}(?:(?:联系|联络|移动|手机)*(?:手机|电话)(?:号码?)?|联[系络]方式|联系号码?)",
    "resident": "是否(?:在|为)?(?:本|该)?村?(?:长期|常年|经常)*(?:常驻|常住|居住|在|住|驻)(?:在|于)?(?:本|该)?村?(?:居|社区|内|里)?(?:居住|生活|常住|常驻)?(?:人员|人口)?"
    "|(?:本村)?(?:常驻|常住|居住)(?:本?村)?情况",
    "fit": "(?:是否能?够?|能否|可否)(?:正常|完全|较好地?|地)*(?:开展|胜任|承担|从事|履行)?(?:警务|助理|本职|岗位|日常)*(?:工作|职责|履职|任务)?",
    "vetting": f"(?:公安(?:机关)?|背景|政治|派出所|{_OFFICES})?(?:核查|背审|政审){_RESULT}|(?:政治|背景)(?:审查|审核|核查)(?:{_RESULT})?|政审是否(?:合格|通过)",
    "vetted_on": f"(?:公安(?:机关)?|背景|派出所)?(?:核查|政审|背审){_DAY}|(?:政治|背景)审[查核]{_DAY}",
    "inspection": f"{_OFFICES}(?:联合)?考察(?:{_RESULT}|是否(?:合格|通过))",
    "applied_on": f"(?:个人|本人)?(?:自荐|报名|申请){_DAY}",
    "recommended_on": f"{_TWO}推[荐选]{_DAY}",
    "inspected_on": f"{_OFFICES}(?:联合)?考察{_DAY}",
    "decided_on": f"(?:公安(?:局|机关)?|[市县区]?局|大队|户政(?:部门)?)?(?:审核|审批|审定|审核确定|确定){_DAY}",
}  # fmt: skip
_MEANING = {"fit": "正常|胜任|开展|履[行职]|从事|承担", "resident": "村|常住|常驻"}
"""What a family's header holds besides, for its words may all be left out."""
_NO_HEADER = re.compile("村任职|是否在村|配偶")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]")
_LONGEST = 20

_PATTERNS = {name: re.compile(pattern) for name, pattern in _FAMILIES.items()}
_HOLDS = {name: re.compile(pattern) for name, pattern in _MEANING.items()}


def field_by_family(header: str) -> str | None:
    """The field of a roster whose family a header fits, signs and figures left out; None where none or several do."""
    text = _NOT_HAN.sub("", header)
    if not text or len(text) > _LONGEST or _NO_HEADER.fullmatch(text):
        return None
    fitting = [
        name
        for name, pattern in _PATTERNS.items()
        if pattern.fullmatch(text) and (name not in _HOLDS or _HOLDS[name].search(text))
    ]
    return fitting[0] if len(fitting) == 1 else None
