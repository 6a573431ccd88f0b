"""`graphkit migrate`: a store of an older version brought to this one's."""

from graphkit.cli.options import (
    DatabaseOption,
    PasswordOption,
    SourceOption,
    UserOption,
    settings,
)
from graphkit.cli.output import message


def migrate(
    store: SourceOption = None,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
) -> None:
    """Bring a store of an older version to this one's.

    Forward only; harmless when there is nothing to do. Cut off, it goes on when it is run again.
    """
    from loaders import open_store
    from schemas.catalog import SCHEMA_VERSION

    chosen = settings(store=store, user=user, password=password, database=database)
    with open_store(
        chosen.store,
        user=chosen.user,
        password=chosen.password,
        database=chosen.database,
        create=False,
        migrating=lambda step: message("{}", step),
    ):
        message("{} is of schema version {}", chosen.store, SCHEMA_VERSION)
