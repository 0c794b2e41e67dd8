"""The model's answer as a script. pydantic reads it; nothing of it is believed before that."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from reprise.domain.presets import Passage, Script
from reprise.domain.text import clean_prompt, clean_title
from reprise.providers.openai.bounds import ALL_SECONDS, BRIEF, PASSAGES, PROMPT, SECONDS, TECHNIQUE, TITLE
from reprise.providers.writer import Unwritten

_BLANKS = re.compile(r"[\t\n\r ]+")
_LINE_ENDS = {"Zl", "Zp"}
_OUT_OF_BOUNDS = frozenset({
    "string_too_short", "string_too_long", "too_short", "too_long", "greater_than_equal", "less_than_equal",
    "value_error",
})  # fmt: skip
_ENDS = {"stop": "", "length": "cut_off", "content_filter": "filtered"}


def _cleaned(value: object) -> object:
    return clean_prompt(_BLANKS.sub(" ", value)) if isinstance(value, str) else value


def _cleaned_title(value: object) -> object:
    return clean_title(_BLANKS.sub(" ", value)) if isinstance(value, str) else value


def _printable(text: str) -> str:
    if any(_is_control(character) for character in text):
        raise ValueError("a control character")
    return text


def _is_control(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("C") or category in _LINE_ENDS


_Title = Annotated[
    str,
    BeforeValidator(_cleaned_title),
    Field(min_length=TITLE.least, max_length=TITLE.most),
    AfterValidator(_printable),
]
_Text = Annotated[str, BeforeValidator(_cleaned), AfterValidator(_printable)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Passage(_Strict):
    title: _Title
    technique: _Text = Field(min_length=TECHNIQUE.least, max_length=TECHNIQUE.most)
    prompt: _Text = Field(min_length=PROMPT.least, max_length=PROMPT.most)
    seconds: int = Field(ge=SECONDS.low, le=SECONDS.high)


class _Script(_Strict):
    title: _Title
    brief: _Text = Field(min_length=BRIEF.least, max_length=BRIEF.most)
    passages: list[_Passage] = Field(min_length=PASSAGES.least, max_length=PASSAGES.most)

    @model_validator(mode="after")
    def _is_as_long_as_a_journey(self) -> Self:
        total = sum(passage.seconds for passage in self.passages)
        if not ALL_SECONDS.low <= total <= ALL_SECONDS.high:
            raise ValueError("too short or too long in all")
        return self


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    finish_reason: str
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


def script_of(body: bytes) -> Script:
    """The script in a completion, or Unwritten."""
    written = _read(_content(body))
    passages = tuple(Passage(one.title, one.technique, one.prompt, one.seconds) for one in written.passages)
    return Script(written.title, written.brief, passages)


def _content(body: bytes) -> str:
    try:
        choice = _Completion.model_validate_json(body).choices[0]
    except ValidationError:
        raise Unwritten("answer") from None
    if choice.message.refusal:
        raise Unwritten("refusal")
    if reason := _ENDS.get(choice.finish_reason, "answer"):
        raise Unwritten(reason)
    return choice.message.content or ""


def _read(content: str) -> _Script:
    try:
        return _Script.model_validate_json(content)
    except ValidationError as error:
        wrong = {one["type"] for one in error.errors(include_url=False, include_context=False, include_input=False)}
        raise Unwritten("bounds" if wrong <= _OUT_OF_BOUNDS else "shape") from None
