"""Spark as an engine: a session at some master, and a store that the driver and all workers reach.

1. Readings are used where they lie, or copied into the store once, by the hash of their content.
2. Positions are cut into ranges of numbers, sorted, and passed through the workers' Python (``Keep.through``).
3. Every table is written into the store as a folder of Parquet files, stage by stage (``stages.py``).
4. The legs come home as one file, range by range, so that a case looks the same whichever engine derived it.

Left out: Spark Connect (``sc://``), which has no hold on the cluster's file system; and installing Fairlead on workers.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pyspark
from ibis.backends.pyspark.datatypes import PySparkSchema
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from fairlead import shapes
from fairlead.engines import stages
from fairlead.engines.spark_connection import Connection
from fairlead.errors import MisuseError, UnreachableError
from fairlead.events import keeping, legs_folder
from fairlead.events.tracks import Follow, Keep

SETTINGS = {
    "spark.app.name": "fairlead",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, as in DuckDB; Spark's own default since version 4
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(1 << 16),
    # a task's share of a ship with far more positions than others, where tables are joined; Spark's own are 256 and 64
    "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes": "64MB",
    "spark.sql.adaptive.advisoryPartitionSizeInBytes": "32MB",
    # the rules' longest expressions are deeper than the usual stack of Spark's compiler
    "spark.driver.extraJavaOptions": "-Xss8m",
    "spark.executor.extraJavaOptions": "-Xss8m",
}
"""What a session has unless the URL says otherwise; the session of a caller's own keeps what it has."""


class Spark:
    """Spark, through a session that the caller keeps, for tables of one folder of this machine and those below it.

    ``store`` None: the tables lie in that folder itself.
    """

    inside = False

    def __init__(self, session: SparkSession, root: Path, store: str | None = None) -> None:
        self._connection = Connection.of(session)
        self._root = root.resolve()
        self._store = store.rstrip("/") if store else None
        self._base = f"{self._store}/{root.name.lstrip('.')}" if self._store else f"{self._root.as_uri()}/spark"
        self.name = f"pyspark {session.version}"

    def table(self, files: Sequence[Path], schema: pa.Schema) -> ir.Table:
        """Return many Parquet files as one table; an empty one of the same shape where there are none."""
        session = self._connection.session
        if not files:
            kept = PySparkSchema.from_ibis(ibis.schema(schema))
            return self._connection.viewed(session.createDataFrame([], kept))
        return self._connection.viewed(session.read.parquet(*(self._reachable(path) for path in files)))

    def keep(self, folder: Path, *, resume: bool) -> Keep:
        """Return a store of one folder of files for each table."""
        return SparkFolder(self._connection, self._where(folder), resume=resume)

    def home(self, name: str, folder: Path) -> None:
        """Write a kept table, in its order, into one file on this machine."""
        target = folder / f"{name}.parquet"
        if target.exists():
            return
        files, at = _files(self._connection, f"{self._where(folder)}/{name}")
        part = target.with_suffix(".part")
        with tempfile.TemporaryDirectory(prefix=".home-", dir=folder) as copied:
            # one after the other: the whole need not lie here twice
            ranges = sorted(each.getPath().toString() for each in files.listStatus(at))
            local = Path(copied) / "range.parquet"

            def batches() -> Iterator[pa.RecordBatch]:
                for path in ranges:
                    if path.endswith(".parquet"):
                        files.copyToLocalFile(
                            False, _path(self._connection, path), _local(self._connection, local), True
                        )
                        yield from pq.ParquetFile(local).iter_batches(keeping.BATCH_ROWS)

            legs_folder.write_file(part, batches())
        part.replace(target)

    def forget(self) -> None:
        """Remove the tables kept, not the readings."""
        files, at = _files(self._connection, self._base)
        files.delete(at, True)

    def _where(self, folder: Path) -> str:
        return f"{self._base}/{folder.resolve().relative_to(self._root).as_posix()}"

    def _reachable(self, file: Path) -> str:
        """Return a URL under which workers find a file's content, copying it into the store if it is not there."""
        if self._store is None:
            return file.resolve().as_uri()
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        url = f"{self._store}/readings/{sha256}.parquet"
        files, at = _files(self._connection, url)
        if not files.exists(at) or files.getFileStatus(at).getLen() != file.stat().st_size:
            files.copyFromLocalFile(False, True, _local(self._connection, file.resolve()), at)
        return url


class SparkFolder:
    """Keeps each table as a folder of Parquet files under ``where``, a URL that driver and workers reach alike.

    ``resume``: a folder that Spark finished writing is what would be made.
    """

    def __init__(self, connection: Connection, where: str, *, resume: bool = False) -> None:
        self._connection = connection
        self._where = where.rstrip("/")
        self._resume = resume
        self._stages = 0

    def __call__(self, name: str, table: ir.Table) -> ir.Table:
        """Write the table, stage by stage, and return a scan of it."""
        made: list[str] = []

        def store(part: ir.Table) -> ir.Table:
            self._stages += 1
            made.append(f"{self._where}/stages/{self._stages}")
            return self._written(made[-1], self._connection.frame(part))

        whole = f"{self._where}/{name}"
        if not self._is_whole(whole):
            self._written(whole, self._connection.frame(stages.staged(table, store)))
            for path in made:
                self.remove(path)
        return self._scan(whole)

    def through(self, name: str, positions: ir.Table, follow: Follow) -> ir.Table:
        """Write what ``follow`` makes of the positions and return a scan of it.

        Each task gets a range of numbers, sorted by number and time. The ranges hold about as many rows each; a number
        is never in two, so that one with more positions than all others has a task for itself.
        """
        whole = f"{self._where}/{name}"
        if not self._is_whole(whole):
            rows = self._connection.frame(positions)
            ordered = rows.repartitionByRange("mmsi").sortWithinPartitions("mmsi", "t_us")
            self._written(whole, ordered.mapInArrow(follow, PySparkSchema.from_ibis(ibis.schema(shapes.LEGS))))
        return self._scan(whole)

    def remove(self, path: str) -> None:
        """Remove what was written under a URL."""
        files, at = _files(self._connection, path)
        files.delete(at, True)

    def _written(self, path: str, frame: DataFrame) -> ir.Table:
        frame.write.mode("overwrite").parquet(path)
        return self._scan(path)

    def _scan(self, path: str) -> ir.Table:
        return self._connection.viewed(self._connection.session.read.parquet(path))

    def _is_whole(self, path: str) -> bool:
        files, at = _files(self._connection, f"{path}/_SUCCESS")
        return self._resume and bool(files.exists(at))


@contextmanager
def session(master: str, settings: Mapping[str, str], folder: Path) -> Iterator[Spark]:
    """Open a session for one derivation and stop it afterwards; one that the process has already is used and kept.

    Raises MisuseError where Spark does not start, UnreachableError where it fails while it derives.
    """
    own = dict(settings)
    store = own.pop("store", None)
    running = SparkSession.getActiveSession()
    if master.startswith("local"):
        _here()
    builder: Any = SparkSession.builder
    if not master.startswith("pyspark:"):
        builder = builder.master(master)
    for name, value in {**SETTINGS, **own}.items():
        builder = builder.config(name, value)
    try:
        opened = running or builder.getOrCreate()
        opened.sparkContext.setLogLevel("ERROR")
    except Exception as refusal:  # Java is missing, or the master does not answer: as many kinds as causes
        raise MisuseError(
            f"Spark does not start at {master}: {str(refusal).splitlines()[0]}",
            "is a Java runtime of version 17 or later installed, and does the master answer? docs/spark.md has more",
        ) from refusal
    try:
        engine = Spark(opened, folder, store)
        yield engine
        engine.forget()
    except PySparkException as failure:
        raise UnreachableError(
            f"Spark failed while it derived: {str(failure).splitlines()[0]}",
            "run it again: tables that are whole are not made again",
        ) from failure
    finally:
        if running is None:
            opened.stop()


def _here() -> None:
    """Tell the processes of a cluster inside this machine what the scripts of a full distribution would tell them."""
    home = Path(pyspark.__file__).parent
    core = next((home / "jars").glob("spark-core_*.jar")).name  # as spark-core_2.13-4.0.0.jar
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_HOME", str(home))
    os.environ.setdefault("SPARK_SCALA_VERSION", core.split("_")[1].split("-")[0])


def _files(connection: Connection, url: str) -> tuple[Any, Any]:
    """Return the cluster's file system for a URL, and the URL as it knows it."""
    at = _path(connection, url)
    hadoop: Any = connection.session
    return at.getFileSystem(hadoop._jsc.hadoopConfiguration()), at


def _path(connection: Connection, url: str) -> Any:
    session: Any = connection.session
    return session._jvm.org.apache.hadoop.fs.Path(url)


def _local(connection: Connection, file: Path) -> Any:
    return _path(connection, file.as_uri())
