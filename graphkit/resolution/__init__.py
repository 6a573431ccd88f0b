"""Which mention is whom: linking names, resolving pronouns and descriptions, grouping proposals."""
