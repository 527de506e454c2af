"""A text paragraph by paragraph: which rule rests on each, or why none does; nothing of it is passed over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yicun.rulebook.schema import Article, Rule, Rulebook

_ENDS = ("。", "；", ";")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a text. `asked`: rulebook and id of those that quote it; `why`: why no rule asks the rest."""

    text: str
    asked: tuple[tuple[str, str], ...]
    why: tuple[str, ...]

    @property
    def accounted(self) -> bool:
        """Whether a rule rests on it or somebody said why none does; a heading says nothing that could be asked."""
        return bool(self.asked or self.why) or not self.text.endswith(_ENDS)


def paragraphs(text: str, rulebooks: Sequence[Rulebook]) -> tuple[Paragraph, ...]:
    """Every paragraph of a text beside the rules of the rulebooks that quote from it."""
    quotes = [(_bare(quote), (book.id.id, name)) for book in rulebooks for name, quote in _quotes(book)]
    reasons = [(_bare(each.quote), each.why) for book in rulebooks for each in book.unasked]
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        asked = dict.fromkeys(source for quote, source in quotes if quote in _bare(line))
        why = dict.fromkeys(reason for quote, reason in reasons if quote in _bare(line))
        found.append(Paragraph(line, tuple(asked), tuple(why)))
    return tuple(found)


def chapter(name: str, text: str, rulebooks: Sequence[Rulebook]) -> Iterator[str]:
    """The text as a table in markdown: each paragraph, and what asks it."""
    yield f"## 逐段对照：{name}"
    yield ""
    yield "| 原文 | 哪一条规则问到；没有的，为什么 |"
    yield "|---|---|"
    for each in paragraphs(text, rulebooks):
        named = "、".join(f"`{rule}`" for rule in dict.fromkeys(rule for _, rule in each.asked))
        told = "；".join((*filter(None, (named,)), *(f"不问：{why}" for why in each.why)))
        lacking = "**没有规则问到，也没有说明**"
        yield f"| {each.text.replace('|', '｜')} | {told or ('标题、落款等' if each.accounted else lacking)} |"
    yield ""


def _quotes(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Every quote of a rulebook with the id it stands under."""
    articles: tuple[Article, ...] = (*rulebook.rules, *rulebook.prefer, *rulebook.deadlines)
    for article in articles:
        steps = article.steps if isinstance(article, Rule) else ()
        for quote in (article.quote, *(quote for _, quote in article.also), *(step.quote for step in steps)):
            if quote:
                yield article.id, quote
    yield from ((name, one.quote) for name, one in rulebook.parameters.items() if one.quote)


def _bare(text: str) -> str:
    return "".join(text.split())
