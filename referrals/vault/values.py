"""What the sealed columns of a case and its referrals hold."""

from typing import NotRequired, TypedDict


class Question(TypedDict):
    """Who would come, from where and when.

    `children`: how many by age. `who` and `access`: codes of Group. `rayon`: a code or "". `soon`: an Urgency.
    `need`: a Service; without it a place to stay.
    """

    adults: int
    children: dict[str, int]
    oldest_son: int | None
    rayon: str
    soon: str
    who: list[str]
    access: list[str]
    avoid: str
    need: NotRequired[str]


class Contact(TypedDict):
    """How to reach her. `way`: a ContactMethod. `word`: a caller says it first. `others`: for other listeners."""

    way: str
    reach: str
    hours: str
    word: str
    others: str


class Safe(TypedDict):
    """How a caseworker may reach a client. `way`: a SafeWay. `message`: one may be left. `spoken`: the language."""

    way: str
    reach: str
    hours: str
    message: bool
    others: str
    word: str
    spoken: str


class Minor(TypedDict):
    """Of somebody under 18: who knows, whom they want told, and why somebody must be told."""

    knows: str
    tell: str
    why: str


class MayTell(TypedDict):
    """Which items (ConsentItem) others may be told, and until which day."""

    items: list[str]
    until: str


class Exit(TypedDict):
    """How a stay ended. `because`: an ExitReason. `ended_by`: an EndedBy."""

    because: str
    ended_by: str


Opened = Question | Contact | Safe | Minor | MayTell | Exit | list[str] | str


class Sealed(TypedDict, total=False):
    """The sealed columns. `name`: the client's code name. `safety_plan`: lines. `outcome`: a CaseOutcome."""

    question: Question
    name: str
    safe_way: Safe | None
    safety_plan: list[str] | None
    minor: Minor | None
    may_tell: MayTell | None
    next_step: str | None
    given_word: str | None
    outcome: str | None
    contact: Contact | None
    exit: Exit
