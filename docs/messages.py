"""Every line that yicun can say besides its findings, collected from the source, each with its cause and its cure."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "yicun"
_CURE = "→"
_PLACES = {
    "cli": "命令的写法和提示",
    "workspace": "工作区和 yicun.toml",
    "pipeline": "工作区里的文件和规则",
    "tenure": "选上以后",
    "register": "工作区里的文件和规则",
    "regulation": "工作区里的文件和规则",
    "inputs": "工作区里的文件和规则",
    "intake": "读取文件",
    "ledger": "台账",
    "outbox": "写出什么、写到哪里",
    "disk": "把文件写到磁盘",
    "report": "写成文件",
    "rulebook": "规则文件",
    "rollup": "各地汇总",
    "diagnosis": "运行环境",
}
# message: (cause, what to do where the message itself does not say it)
_CAUSES = {
    "用法有误：…": ("命令或选项写错、缺少内容，或日期、文件名不合要求", ""),
    "程序内部错误：…（…），yicun …": (
        "程序本身的错误，不是名单的问题；第二行说写出了什么",
        "请把这两行和 yicun doctor 的输出发给维护人员",
    ),
    "标准输出已关闭或写不下，结果没有全部显示": ("结果转存到的文件所在磁盘已满，或没有地方显示", ""),
    "未能检查：…": ("两份报送中有一份读不出来，无法比较", ""),
    "找不到文件 …": ("路径或文件名写错，或不在当前文件夹", ""),
    "… 的 holidays 和 workdays 都写了 …": ("同一天写成了放假，又写成了上班", ""),
    "… 不是文件夹": ("要写出一批文件的地方已经有一个同名文件", ""),
    "规则有误，没有作任何核对": ("规则文件本身没有通过检查，前面几行逐条列出", ""),
    "… 报了不止一份：…": ("rollup 的几个文件说的是同一个地区，或一个县单独报了、又在一个市的汇总里", ""),
    "找不到… …": ("--password-file 或 --expect 指的文件不存在", ""),
    "… … 无法读取": ("--password-file 或 --expect 指的文件不是 UTF-8 文本，或没有权限", ""),
    "… 份文件没有登记": (
        "收文时有几份没有登记：内容与前一件相同、看不出派出所，或同一派出所有几份不知先后",
        "按上面各行处理后再登记",
    ),
    "…是只读的，没有写入": ("台账设了只读", ""),
    "…正被打开，没有写入": ("台账在 WPS、Excel 或 LibreOffice 中开着（旁边有它的锁文件）", ""),
    "台账 … 无法读取：…": ("台账损坏，或不是电子表格；没有它，审核和收文就无从说起，所以什么都没有做", ""),
    "台账不是 .xlsx，或已损坏，没有写入": ("台账被另存成了别的格式，或已损坏", ""),
    "台账中没有收文 … 号": ("--withdraw 后面的收文号写错", ""),
    "台账刚刚被改动，没有写入": ("读台账和写台账之间，有人保存了它", ""),
    "… 人没有列入在岗": (
        "审核结论在两处说法不一、身份无法确认，或一村确定的人数超过需要",
        "按上面各行处理后再运行一次",
    ),
    "台账的“在岗”里还没有人": ("还没有人聘任，或台账没有“在岗”这张工作表", ""),
    "在岗管理的规则 … 不能用：…": ("--reviews 指的规则没有通过检查，或只是核对人选的规则", ""),
    "台账里没有“…”工作表，没有写入": ("工作表被删去或改了名", ""),
    "这里没有 …，不是工作区": ("运行命令的文件夹和它上面各级都没有 yicun.toml", ""),
    "工作区没有台账": ("yicun.toml 没有写 ledger", ""),
    "找不到台账 …": ("台账被移走或改名", ""),
    "收文 … 号已经作废": ("同一件作废了两次", ""),
    "没有基准日": ("在 Python 中使用时没有给出 as_of，yicun.toml 也没有写", ""),
    "规则有误": ("规则文件没有通过检查", ""),
    "规则 … 只问在岗的人，不能用来核对人选": ("--rulebook 或 yicun.toml 的 rulebook 指的是在岗管理的规则", ""),
    "没有代码、规则或条款“…”": ("explain 后面既不是检查代码，也不是规则编号", ""),
    "注意：… 未能检查，其中的人选没有计入": ("这份报送读不出来，数字里没有它", ""),
    "名单中还有 … 处错误，会影响结果": ("有错误的单元格视为空白，有关的人可能因此待核", ""),
    "名单中没有“…”": ("--name 后面的姓名在名单里找不到", ""),
    "… 处需要处理": ("doctor 发现缺少文件、库或节假日安排", ""),
    "… 前面没有写命令": ("yicun 文件 后面带了选项；不写命令时只检查，不带选项", ""),
    "文件夹里没有文件：…": ("给出的文件夹是空的，或只有“作废”的文件", ""),
    "这是设备，不是文件：…": ("给出的路径不是一个文件", ""),
    "找不到文件：…": ("文件在读取前被移走或改名，或路径写错", ""),
    "没有权限读取，或文件正被其他程序占用：…": ("文件在 Excel 或 WPS 中打开着，或属于别的用户", ""),
    "无法读取文件：…": ("磁盘或网络位置出错", ""),
    "底册中没有派出所“…”": ("--station 的写法与底册不同", ""),
    "不能写成 …": ("扩展名不是这种输出能写的", ""),
    "文件夹 … 无法新建": ("上级文件夹不能写入，或其中一级是文件", ""),
    "找不到规则 …": ("--rulebook 或 yicun.toml 的 rulebook 所指的规则不存在", ""),
    "这里还没有工作区": ("双击 yicun 的地方和它上面各级文件夹都没有 yicun.toml", ""),
    "还没有行政村底册": ("双击 yicun 时，工作区没有写明底册，或那个文件不在", ""),
    "底册已有，还没有一个所报送": ("双击 yicun 时，报送文件夹里没有文件", ""),
    "规则有误，无法统计": ("双击 yicun 时，规则文件没有通过检查", ""),
    "没有行政村底册，不知道各所有哪些村": ("yicun.toml 没有写底册", ""),
    "底册中没有读到一个村，无法统计": ("底册还是空白的，或底册本身未能检查", ""),
    "底册 … 未能检查": ("底册打不开、加了密码或找不到表头", ""),
    "找不到行政村底册 …": ("底册被移走或改名", ""),
    "没有案例文件 …": ("规则旁边没有同名的 .cases.yaml", ""),
    "没有可检查的文件": ("没有写文件名，又不在工作区里；或报送文件夹是空的", ""),
    "“…”和“…”要写成同名文件 …，没有写出任何文件": ("两个文件或派出所的名称换成文件名后相同", ""),
    "注意：…，没有退回给任何一个所": ("一份报送里有几个所的人选，或看不出由谁报送", ""),
    "注意：已有报送，只列出还没有落实的村": ("第一轮以后，空白名单只给还缺人选的村", ""),
    "… 的路径里有公民身份号码或电话号码": ("-o 后面的名称带着某个人的号码，会随文件传出去", ""),
    "… 嵌套过深": ("yicun.toml 里的括号套了太多层", ""),
    "… … 不在 … 年至 … 年之间": ("基准日或期限写错了年份", ""),
    "文件夹 … 无法读取": ("没有读取权限", ""),
    "报送文件夹 … 无法读取": ("没有读取权限，或它是一个绕成圈的链接", ""),
    "无法启动读取文件的进程，本机的进程数或能打开的文件数不够": (
        "系统不许再启动进程或打开文件（ulimit 太小，或别的程序占满）",
        "",
    ),
    "本机的…不够，…": ("磁盘、内存、进程数或能打开的文件数用完；第二个逗号前说写出了什么", ""),
    "磁盘已满": ("磁盘没有空间，原有的文件没有动", ""),
    "磁盘配额已满": ("本用户的空间用完，原有的文件没有动", ""),
    "文件超过了这个磁盘允许的大小": ("旧式 U 盘放不下这么大的文件", ""),
    "没有写入权限，或文件正被打开": ("文件夹不能写入，或成品正在 Excel、WPS 中打开", ""),
    "文件夹是只读的": ("光盘、写保护的 U 盘或只读的共享文件夹", ""),
    "上级路径不是文件夹": ("路径中间的一级是文件", ""),
    "找不到这个位置，或完整路径太长": ("没有这个盘或网络位置，或在 Windows 上完整路径超过 260 个字", ""),
    "文件名太长": ("完整路径超过系统的限制", ""),
    "文件名里有不能用的字符": ("文件名里有 : * ? 等字符", ""),
    "路径里的链接绕成了圈": ("快捷链接互相指向", ""),
    "写入失败": ("磁盘或网络位置出错，原有的文件没有动", ""),
    "… 无法写入：…": ("写出没有完成，原有的文件没有动；原因在冒号后面，见本表其他各行", "按冒号后面的办法处理"),
    "… 无法删除": ("purge 时该文件正被打开", ""),
    "… 是一个文件夹": ("-o 后面写成了已有的文件夹", ""),
    "… 是工作区读入的文件，不能被覆盖": ("-o 后面写成了底册或报送的文件", ""),
    "… 不是普通文件": ("-o 指向设备或管道", ""),
    "… 是只读的": ("要覆盖的文件设了只读", ""),
    "… 是一个链接": ("要覆盖的是一个快捷链接，不知道后面是谁的文件", ""),
    "… 正被打开": ("旁边有 Excel、WPS 或 LibreOffice 的锁文件", ""),
    "… 已存在，且不是 yicun 生成的（或生成后被改过）": ("不覆盖别人的文件，也不覆盖您改过的成品", ""),
    "… 已损坏": ("登记成品的 .yicun-made.json 被改坏", ""),
    "… 里没有 …": ("--workspace 指的文件夹不是工作区", ""),
    "… 的…写法有误": ("yicun.toml 的引号、方括号或等号不成对，或没有这一天", ""),
    "… 不是 UTF-8 文本": ("yicun.toml 被记事本存成了 ANSI（GBK）", ""),
    "… 打不开": ("yicun.toml 没有读取权限", ""),
    "… 的 … 应为…": ("yicun.toml 中这一项的种类不对，如文字没有加引号", ""),
    "… 的 … 应为一组文件名": ('submissions 应写成 ["报送/*.xlsx"] 的样子', ""),
    "… 有不认识的项目：…": ("yicun.toml 中的项目名写错", ""),
    "… 的 … 应为日期": ("yicun.toml 中的日期写法不对", ""),
}


def faults() -> dict[str, list[tuple[str, str, str]]]:
    """Place -> message, cause and cure of each line. Raises where lines and causes do not match."""
    found: dict[str, list[tuple[str, str, str]]] = {place: [] for place in _PLACES.values()}
    lines = messages()
    said = {message for _, message, _ in lines}
    if said != _CAUSES.keys():
        missing, idle = sorted(said - _CAUSES.keys()), sorted(_CAUSES.keys() - said)
        raise SystemExit(f"docs/messages.py: no cause for {missing}; never said: {idle}")
    for room, message, cure in lines:
        cause, otherwise = _CAUSES[message]
        found[_PLACES[room]].append((message, cause, cure or otherwise))
    return {place: rows for place, rows in found.items() if rows}


def messages() -> list[tuple[str, str, str]]:
    """Room, message and cure of every `CannotRun` and of every other line with an arrow; what varies is an ellipsis."""
    found: dict[tuple[str, str, str], None] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for text in _said(ast.parse(path.read_text("utf-8"))):
            for line in text.splitlines():
                message, _, cure = line.partition(_CURE)
                if message.strip(" …。"):
                    found[room, message.strip(" 。"), cure.strip()] = None
    return list(found)


def _said(tree: ast.AST) -> Iterator[str]:
    """Texts given to `CannotRun`, and texts with an arrow wherever they stand; docstrings are nobody's messages."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside: set[int] = set()
    for node in ast.walk(tree):
        if id(node) in docstrings or id(node) in inside:
            continue
        raised = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "CannotRun"
        text = _text(node.args[0]) if raised else _text(node) if isinstance(node, ast.expr) else ""
        if raised or _CURE in text:
            inside |= {id(part) for part in ast.walk(node)}
            yield text


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _text(left) + _text(right)
        case ast.FormattedValue() | ast.Call() | ast.Name() | ast.Attribute() | ast.Subscript() | ast.IfExp():
            return "…"
    return ""
