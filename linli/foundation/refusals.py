"""A refusal: what a rule says when it says no.

A refusal carries a stable code, which tests assert, and a sentence in Chinese, which is the key of
its translation and says what to do next. Adapters turn it into a page, a JSON body or a line on
the terminal. A user's mistake is always a `Refused`; an `assert` is for a programmer's mistake.
"""

from __future__ import annotations


class Refused(Exception):
    """A rule forbids this.

    Parameters
    ----------
    code
        Stable name, `app.what_is_wrong`.
    sentence
        Chinese sentence with `%(name)s` placeholders: what is wrong and what to do next.
    field
        Name of the form field to mark, when one is to blame.
    **params
        Values for the placeholders.
    """

    def __init__(
        self, code: str, sentence: str, *, field: str | None = None, **params: object
    ) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence % self.params if self.params else self.sentence}"
