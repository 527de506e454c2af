"""Commands about the office's own ledger: receive, ledger, appoint."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from yicun.cli import completion, options
from yicun.cli.terminal import echo


class As(StrEnum):
    """What a file is, where that is said."""

    FULL = "全量"
    MORE = "补报"
    CORRECTION = "更正"
    NIL = "零报告"


@options.sharing("workspace", "quiet")
def receive(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="文件", help="收到的文件；不写则登记报送中还没有登记的")
    ] = None,
    *,
    shared: options.Shared,
    station: Annotated[
        str, typer.Option(metavar="派出所", help="哪个派出所报的，默认从文件中看", autocompletion=completion.stations)
    ] = "",
    manner: Annotated[As | None, typer.Option("--as", help="这份是什么，默认按内容判断")] = None,
    on: Annotated[
        date | None, typer.Option("--on", parser=options.day, metavar="日期", help="收到日期，默认今天")
    ] = None,
    withdraw: Annotated[int | None, typer.Option(metavar="收文号", help="作废一件收文；文件不删")] = None,
) -> None:
    """收文登记：抄存文件，编号，记下是全量、补报还是更正。

    例：yicun receive 省新所.xlsx
    """
    if withdraw is not None and (files or station or manner):
        raise typer.BadParameter("--withdraw 不与其他内容同用")
    day = on or options.today()
    with replace(shared, as_of=day).run(files) as named:
        from yicun.ledger.receipts import Manner
        from yicun.outbox import office_ledger

        run = replace(named, files=())
        if withdraw is not None:
            echo(office_ledger.withdraw(run, withdraw, day))
            return
        wanted = office_ledger.Wanted(day, station, Manner(manner.value) if manner is not None else None)
        for line in office_ledger.receive(run, named.files, wanted):
            echo(line)


@options.sharing("workspace", "as_of", "quiet")
def ledger(
    *,
    shared: options.Shared,
    suggest: Annotated[bool, typer.Option("--suggest", help="把不认得的列名和用语列入“写法”")] = False,
) -> None:
    """把新报来的人选列入台账的“审核”，说明还有几人待审核。

    例：yicun ledger
    """
    with shared.run() as run:
        from yicun.outbox import office_ledger

        lines = office_ledger.add_spellings(run) if suggest else office_ledger.add_candidates(run)
        for line in lines:
            echo(line)


@options.sharing("workspace", "rulebook", "quiet")
def appoint(
    *,
    shared: options.Shared,
    on: Annotated[
        date | None, typer.Option("--on", parser=options.day, metavar="日期", help="聘任日期，默认今天")
    ] = None,
) -> None:
    """把已审核确定、还不在岗的人列入台账的“在岗”，逐一说明。

    例：yicun appoint --on 2020-05-20
    """
    with replace(shared, as_of=on or options.today()).run() as run:
        from yicun.outbox.appointing import appoint as moved

        for line in moved(run):
            echo(line)
