"""The explorer: who said what about whom, seen in a browser, served from a store.

`views`, `reports`, `positions` and `actors` ask the store, `server` offers their `answers`, the
page in `static/` shows them. Its sources are in `web/`.
"""
