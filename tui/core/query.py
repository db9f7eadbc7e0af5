"""The filter language: what a person types, as a tree, and back as text. Knows no columns.

    status = paid total > 100 name ~ "ali*" tags has vip (state = new or state = sent)
    email is null  id in (a, b)  total between 1 and 9  createdAt > 3d  just words

Terms follow each other or are joined by `and`; `or` joins within brackets or at the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


class FilterError(Exception):
    """What was typed is no filter: where (`start` to `stop`, in characters), and why.

    What is `unfinished` may become right by what is typed next; `instead` is what may have been
    meant, as it is typed.
    """

    def __init__(
        self, message: str, start: int, stop: int, unfinished: bool = False, instead: str = ""
    ) -> None:
        super().__init__(message)
        self.start = start
        self.stop = max(stop, start + 1)
        self.unfinished = unfinished
        self.instead = instead


class Op(Enum):
    """How a field is compared."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    LESS_EQUAL = "<="
    GREATER = ">"
    GREATER_EQUAL = ">="
    LIKE = "~"
    NOT_LIKE = "!~"
    HAS = "has"
    HAS_NOT = "has not"
    IN = "in"
    NOT_IN = "not in"
    BETWEEN = "between"
    IS_NULL = "is null"
    IS_NOT_NULL = "is not null"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in the text."""

    start: int = 0
    stop: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it was typed, without its quotes. A quoted one is never a keyword or a date."""

    text: str
    quoted: bool = False
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field compared with values; how many depends on the operator."""

    name: str
    op: Op
    values: tuple[Value, ...] = ()
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class Words:
    """A bare word, which is searched."""

    value: Value


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of which all must be true, or (`any_of`) at least one."""

    terms: tuple[Term, ...]
    any_of: bool = False


Term = Comparison | Words | Group

DEEPEST = 40
"""How deep brackets may nest: nobody means more, and whoever reads them calls itself."""

_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'(?=[\s(),]|\Z))|(?P<open_quote>")"""
    r"""|(?P<sign>!=|!~|<=|>=|==|<>|[=<>~(),])|(?P<word>(?:[^\s"=<>~(),!]|!(?![=~]))+)""",
    re.DOTALL,
)
_SPACE = re.compile(r"\s*")
_PLAIN = re.compile(r"""(?:[^\s"=<>~(),!]|!(?![=~]))+""")
_NULLS = {Op.EQUAL: Op.IS_NULL, Op.NOT_EQUAL: Op.IS_NOT_NULL}
"""`= null` means what SQL would call `is null`; the text null stands in quotes."""
_SIGNS = {op.value: op for op in Op if not op.value[0].isalpha()}
_SIGNS |= {"==": Op.EQUAL, "<>": Op.NOT_EQUAL}
_OPS = ("is", "not", "in", "has", "between", "search")
_AND, _OR = ("and", "&&"), ("or", "||")
"""Also as programmers type them; they are printed as words."""
_KEYWORDS = frozenset({*_AND, *_OR, "is", "not", "in", "has", "between", "search", "null"})


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    kind: str
    span: Span

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.lower() in words


def parse(text: str) -> Group:
    """The filter that a text means. Raises FilterError."""
    return _Parser(text).whole()


def expected(text: str) -> tuple[str, str]:
    """What may follow a text that is being typed: the column at hand (or ""), and what is due.

    That is `term`, `operator`, `value`, `null`, `comma` or `and`. Raises FilterError where the text
    cannot be read.
    """
    name, due, listed, between = "", "term", False, False
    for token in _tokens(text):
        is_sign = token.kind == "sign"
        if (
            due == "operator"
            and not (token.text in _SIGNS and is_sign)
            and not token.is_word(*_OPS)
        ):
            due = "term"
        if due == "term":
            if token.kind == "word" and not token.is_word(*_AND, *_OR):
                name, due = token.text, "operator"
        elif due == "operator":
            between = token.is_word("between")
            due = "null" if token.is_word("is") else "operator" if token.is_word("not") else "value"
        elif due == "value":
            if token.text == "(" and is_sign:
                listed = True
            elif not token.is_word("not"):
                due = "comma" if listed else "and" if between else "term"
        elif due == "comma":
            listed = token.text == ","
            due = "value" if listed else "term"
        elif due == "and":
            due, between = "value", False
        elif not token.is_word("not"):
            due = "term"
    return (name, due) if due != "term" else ("", due)


def show(term: Term, inside: bool = False) -> str:
    """A filter as text: parsed again, it is the same."""
    if isinstance(term, Words):
        return written(term.value)
    if isinstance(term, Group):
        joined = (" or " if term.any_of else " ").join(show(one, True) for one in term.terms)
        return f"({joined})" if inside else joined
    shown = [written(value) for value in term.values]
    name = term.name
    if term.op in (Op.IS_NULL, Op.IS_NOT_NULL):
        return f"{name} {term.op.value}"
    if term.op is Op.BETWEEN:
        return f"{name} between {shown[0]} and {shown[1]}"
    if term.op in (Op.IN, Op.NOT_IN) or len(shown) > 1:
        return f"{name} {term.op.value} ({', '.join(shown)})"
    return f"{name} {term.op.value} {shown[0]}"


class _Parser:
    """Reads tokens from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def whole(self) -> Group:
        group = self._alternatives()
        token = self._next()
        if token is not None:
            raise FilterError(f"This {token.text!r} closes nothing.", *_ends(token.span))
        return group

    def _alternatives(self) -> Group:
        """Terms joined by `or`; those that just follow each other hold more tightly."""
        sides = [self._sequence()]
        while (token := self._peek()) is not None and token.is_word(*_OR):
            self._at += 1
            sides.append(self._sequence())
        if len(sides) == 1:
            return sides[0]
        return Group(tuple(_single(side) for side in sides), any_of=True)

    def _sequence(self) -> Group:
        terms: list[Term] = []
        while (token := self._peek()) is not None and token.text != ")" and not token.is_word(*_OR):
            if token.is_word(*_AND) and terms:
                self._at += 1
                continue
            terms.append(self._term())
        if not terms and (self._at or self._peek() is not None):
            raise self._expected("a comparison, like status = paid")
        return Group(tuple(terms))

    def _term(self) -> Term:
        token = self._take("a column or a word")
        if token.text == "(" and token.kind == "sign":
            return self._bracket(token)
        if token.kind == "sign":
            raise FilterError(f"{token.text} needs a column before it.", *_ends(token.span))
        if not self._begins_operator(self._at):
            if token.is_word("not") and self._begins_term(self._at):
                said = "not stands in: not in, has not, is not null; else use != or !~."
                raise FilterError(said, *_ends(token.span))
            return Words(_value(token))
        return self._comparison(token)

    def _bracket(self, opening: _Token) -> Term:
        if self._depth >= DEEPEST:
            raise FilterError(f"Brackets nest at most {DEEPEST} deep.", *_ends(opening.span))
        self._depth += 1
        group = self._alternatives()
        self._depth -= 1
        if self._next() is None:
            raise FilterError("This bracket is not closed.", *_ends(opening.span), unfinished=True)
        return _single(group)

    def _begins_operator(self, at: int) -> bool:
        token, *after = self._tokens[at : at + 2] or (None,)
        if token is None:
            return False
        if token.kind == "sign":
            return token.text in _SIGNS
        if token.is_word("not"):
            return bool(after) and after[0].is_word("in")
        return token.is_word("is", "in", "has", "between", "search")

    def _begins_term(self, at: int) -> bool:
        """Whether a bracket or a comparison stands there, nothing that is searched."""
        opens = at < len(self._tokens) and self._tokens[at].text == "("
        return opens or self._begins_operator(at + 1)

    def _comparison(self, name: _Token) -> Comparison:
        if name.kind == "quoted":
            raise FilterError("A column stands without quotes.", *_ends(name.span))
        op = self._operator()
        following = self._peek()
        if op in _NULLS and following is not None and following.is_word("null"):
            self._at += 1
            return Comparison(name.text, _NULLS[op], (), name.span)
        if op in (Op.IS_NULL, Op.IS_NOT_NULL):
            values: tuple[Value, ...] = ()
        elif op in (Op.IN, Op.NOT_IN):
            values = self._list()
        elif op is Op.BETWEEN:
            low = self._one()
            joint = self._take("and")
            if not joint.is_word("and"):
                raise FilterError("Expected: between LOW and HIGH.", *_ends(joint.span))
            values = (low, self._one())
        elif op in (Op.HAS, Op.HAS_NOT, Op.EQUAL) and self._at_list():
            values = self._list()
        else:
            values = (self._one(),)
        return Comparison(name.text, op, values, name.span)

    def _operator(self) -> Op:
        token = self._take("an operator")
        word = token.text.lower()
        if token.kind == "sign":
            return _SIGNS[word]
        following = self._peek()
        negated = following is not None and following.is_word("not")
        if word == "is":
            if negated:
                self._at += 1
            null = self._take("null")
            if not null.is_word("null"):
                raise FilterError("Expected: is null, or is not null.", *_ends(null.span))
            return Op.IS_NOT_NULL if negated else Op.IS_NULL
        if word == "has" and negated:
            self._at += 1
            return Op.HAS_NOT
        if word == "not":
            self._at += 1
            return Op.NOT_IN
        return Op(word)

    def _at_list(self) -> bool:
        token = self._peek()
        return token is not None and token.kind == "sign" and token.text == "("

    def _list(self) -> tuple[Value, ...]:
        opening = self._take("a list in brackets, (a, b)")
        if opening.text != "(":
            raise FilterError("Expected: a list in brackets, (a, b).", *_ends(opening.span))
        values = [self._one()]
        while True:
            token = self._next()
            if token is None:
                said = "This bracket is not closed."
                raise FilterError(said, *_ends(opening.span), unfinished=True)
            if token.kind == "sign" and token.text == ")":
                return tuple(values)
            if token.text != "," or token.kind != "sign":
                raise FilterError("Expected: a comma or a closing bracket.", *_ends(token.span))
            values.append(self._one())

    def _one(self) -> Value:
        token = self._take("a value")
        if token.kind == "sign":
            raise FilterError("Expected: a value.", *_ends(token.span))
        return _value(token)

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> _Token | None:
        token = self._peek()
        if token is not None:
            self._at += 1
        return token

    def _take(self, what: str) -> _Token:
        token = self._next()
        if token is None:
            raise self._expected(what)
        return token

    def _expected(self, what: str) -> FilterError:
        token = self._peek()
        start = token.span.start if token is not None else len(self._text)
        return FilterError(f"Expected: {what}.", start, start + 1, unfinished=token is None)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while (found := _TOKEN.match(text, _end_of_space(text, at))) is not None:
        kind = found.lastgroup or ""
        span = Span(found.start(), found.end())
        if kind == "open_quote":
            said = "This quote is not closed."
            raise FilterError(said, span.start, span.stop, unfinished=True)
        yield _Token(found[kind], kind, span)
        at = found.end()


def _end_of_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found is not None else at


def _value(token: _Token) -> Value:
    if token.kind == "quoted":
        return Value(re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL), True, token.span)
    # A keyword that stands where a value is meant is printed in quotes, and so is a lone quote.
    in_quotes = token.text.lower() in _KEYWORDS or token.text.startswith("'")
    return Value(token.text, in_quotes, token.span)


def written(value: Value) -> str:
    """A value as it has to be typed."""
    plain = _PLAIN.fullmatch(value.text) is not None and value.text[0] != "'"
    is_keyword = value.text.lower() in _KEYWORDS
    if not value.quoted and plain and not is_keyword:
        return value.text
    escaped = value.text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _single(group: Group) -> Term:
    """A group of one term is that term."""
    return group.terms[0] if len(group.terms) == 1 else group


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.stop
