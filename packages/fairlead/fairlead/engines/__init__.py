"""Where tables are derived: DuckDB inside this process, a cluster of Spark's, or another engine that Ibis connects to.

    duckdb://                          this process; the default. ?memory_limit=8GB&threads=8 are DuckDB's own settings
    spark://HOST:7077  yarn  k8s://…   a cluster of Spark's at that master; local-cluster[2,1,1024] and local[4] as well
    pyspark://                         a cluster as spark-defaults.conf or SPARK_CONF_DIR says
    anything else                      what ``ibis.connect`` takes; told to be untried

Settings of Spark's follow a question mark: ``spark://HOST:7077?spark.executor.memory=8g&store=s3a://BUCKET/FOLDER``.
``store`` is where tables lie while they are derived: a place that the driver and all workers reach, by default the
case's own folder.

The rules (events, typologies) name no engine. Left out: what they say.
"""

from __future__ import annotations

import gc
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl

from fairlead.errors import MisuseError
from fairlead.events.tracks import Keep

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

DEFAULT = "duckdb://"
_OBJECTS = 50_000  # measured: a third of the time that making SQL takes went into looking after every 700
_SPARK = re.compile(r"(spark://|k8s://|pyspark://|yarn$|local(-cluster)?(\[|$))")


class Engine(Protocol):
    """What derives, as ``deriving.derive`` sees it."""

    name: str  # which one, with its version; stands in the log, so it holds no host
    inside: bool  # whether rules run in this process, so that they can take things down beside a table

    def table(self, files: Sequence[Path], schema: pa.Schema) -> ir.Table:
        """Return Parquet files of this machine as one table; an empty one of that shape where there are none."""

    def keep(self, folder: Path, *, resume: bool) -> Keep:
        """Return what stores the tables that are made for a folder of this machine."""

    def home(self, name: str, folder: Path) -> None:
        """Put a kept table into ``<folder>/<name>.parquet`` on this machine, if it is not there."""


@contextmanager
def at(engine: str | Any, folder: Path) -> Iterator[Engine]:
    """Open an engine by its URL, or by an Ibis connection that the caller keeps; it may spill into ``folder``.

    Raises MisuseError where there is no such engine, or what it needs is not installed.
    """
    import ibis

    # Fused selects are nicer to read and give the same rows, but compiling them takes longer than running them.
    ibis.options.sql.fuse_selects = False
    with _seldom_swept(), _usual_memory():
        if not isinstance(engine, str):
            yield _of_connection(engine, folder)
            return
        master, _, given = engine.partition("?")
        settings = dict(parse_qsl(given, keep_blank_values=True))
        if _SPARK.match(master):
            with _spark().session(master, settings, folder) as found:
                yield found
        else:
            from fairlead.engines import inside

            with inside.session(master, settings, folder) as found:
                yield found


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """Let Python look for cycles less often: expressions are trees of many small objects, and hardly any is garbage."""
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def _usual_memory() -> Iterator[None]:
    """Let Arrow take memory as all else does: its own pool gives freed pages back at once, and asks for them again.

    Measured: a tenth of the processor time of deriving 4.8 million positions, with the same peak.
    """
    import pyarrow as pa

    own = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(own)


def _of_connection(connection: Any, folder: Path) -> Engine:
    if getattr(connection, "name", None) == "pyspark":
        found: Engine = _spark().Spark(connection._session, folder)
        return found
    from fairlead.engines import inside

    return inside.Inside(connection)


def _spark() -> Any:
    """Return the module for Spark, which is an extra. Raises MisuseError where it is not installed."""
    # nothing goes through pandas here, see spark_connection.py
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    try:
        from fairlead.engines import spark
    except ModuleNotFoundError as missing:
        raise MisuseError(
            f"this engine needs pyspark, which is not installed ({missing})",
            "pip install 'fairlead[spark]', and a Java runtime of version 17 or later",
        ) from missing
    return spark
