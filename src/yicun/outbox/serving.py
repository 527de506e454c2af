"""The documents of after the appointment, onto the disk."""

from pathlib import Path

from yicun.model.results import Result
from yicun.model.service import Payroll
from yicun.outbox.delivery import Delivery, must_end
from yicun.pipeline import Run
from yicun.tenure import ServiceOutcome


def write_service(run: Run, served: ServiceOutcome, path: Path, *, internal: bool, force: bool) -> str:
    """The workbook of `service -o`; names stand in 内部审核版 only."""
    from yicun.report import service_book

    must_end(path, ".xlsx")
    content = service_book.workbook(served.result, served.report, served.rulebook, internal=internal)
    return Delivery(run, served.result, force=force).put(path, content, private=internal)


def write_service_page(run: Run, served: ServiceOutcome, path: Path, *, force: bool) -> str:
    """The page of `service --html`."""
    from yicun.report import service_page

    must_end(path, ".html")
    return Delivery(run, served.result, force=force).put(path, service_page.page(served.result, served.report))


def write_stipend(run: Run, result: Result, payroll: Payroll, path: Path, *, force: bool) -> str:
    """The 补贴发放表 of `stipend -o`."""
    from yicun.report import stipend_book

    must_end(path, ".xlsx")
    return Delivery(run, result, force=force).put(path, stipend_book.workbook(result, payroll), private=True)
