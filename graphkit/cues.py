"""The word of a cue that carries its meaning, and its entry in the lexicon of cues."""

from spacy.tokens import Token

from graphkit.knowledge.lexicons import lexicon

FUTURE = frozenset({"will", "would", "could", "might", "may", "shall", "'ll", "’ll", "should"})


def cue_head(cue: list[Token]) -> Token | None:
    """The word of the cue that carries its meaning: the verb that governs, else the noun."""
    wordy = [t for t in cue if t.is_alpha and t.pos_ not in {"AUX", "PART", "DET", "PRON"}]
    known = [t for t in wordy if cue_key(t) in lexicon("cues")]
    for pool in ([t for t in known if t.pos_ == "VERB"], known, wordy):
        if pool:
            return min(pool, key=lambda t: (len(list(t.ancestors)), t.i))
    return cue[0] if cue else None


def cue_key(token: Token) -> str:
    """The form under which the lexicon of cues has the word; else its lemma."""
    cues = lexicon("cues")
    return next(
        (form for form in (token.lemma_.lower(), token.lower_) if form in cues),
        token.lemma_.lower(),
    )
