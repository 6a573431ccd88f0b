"""Descriptions and bodies of the whole text, denoted before anyone is asked who speaks."""

from graphkit.resolution.sources import Sources


def denote_descriptions(sources: Sources) -> None:
    """Denote "China's commerce ministry" and "the former U.S. president" wherever they stand."""
    resolver = sources.resolver
    for token in resolver.doc:
        if token.pos_ == "NOUN" and sources.entities.at(token.i) is None:
            sources.described(token)
