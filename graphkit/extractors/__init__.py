"""`Doc` in, mentions out: small generators without state that do not know each other."""
