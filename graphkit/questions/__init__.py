"""The query library: one `.cypher` file a question, actors by the names people use."""

from graphkit.questions.headers import Parameter, Question
from graphkit.questions.library import ask, questions
from graphkit.questions.parts import part_around, part_of_answer
from graphkit.questions.store import AskableStore
from graphkit.questions.unstored import who_said_what

__all__ = [
    "AskableStore",
    "Parameter",
    "Question",
    "ask",
    "part_around",
    "part_of_answer",
    "questions",
    "who_said_what",
]
