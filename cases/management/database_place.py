"""The database of the settings, in the words of PostgreSQL's own tools."""

from django.db import connection
from psycopg import pq
from psycopg.conninfo import make_conninfo

from tracker.embedded.dumps import Database


def current_database() -> Database:
    """Where the default database is. OperationalError if it does not answer."""
    connection.ensure_connection()
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    # Not our options: a statement timeout would cut a long dump.
    known -= {"password", "options"}
    params = connection.get_connection_params()
    place = {key: value for key, value in params.items() if key in known and value}
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    return Database(
        place=make_conninfo("", **place),
        password=str(params.get("password") or ""),
        server_major=version // 10_000,
    )
