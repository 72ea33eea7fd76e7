"""A cluster of Spark's on this machine: a master and two workers, each a process of its own, as on many machines."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

WORKERS = 2
# small and quick to start: nothing is compiled for tables of a few thousand rows, and every join is a shuffle
QUICK = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
}
PROCESSES = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-Xss8m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-Xss8m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "spark.executor.cores": "1",
    "spark.executor.memory": "900m",
    "spark.ui.enabled": "false",
}


@contextmanager
def started(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[str]:
    import pyspark

    home = Path(pyspark.__file__).parent
    for name, value in {
        "SPARK_HOME": str(home),
        # what the scripts of a full distribution find out: spark-core_2.13-4.0.0.jar
        "SPARK_SCALA_VERSION": next((home / "jars").glob("spark-core_*.jar")).name.split("_")[1].split("-")[0],
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder),
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }.items():
        patch.setenv(name, value)
    port = _free_port()
    master = f"spark://127.0.0.1:{port}"
    running = [_java(home, folder, "master", "master.Master", "--port", str(port))]
    try:
        _answers(port, running[0], folder)
        for nth in range(WORKERS):
            own = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work-{nth}"), master)
            running.append(_java(home, folder, f"worker-{nth}", "worker.Worker", *own))
        yield master
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


def _java(home: Path, folder: Path, name: str, what: str, *arguments: str) -> subprocess.Popen[bytes]:
    java = ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{home}/jars/*"]
    web = ["--host", "127.0.0.1", "--webui-port", str(_free_port())]
    with (folder / f"{name}.log").open("wb") as log:
        command = [*java, f"org.apache.spark.deploy.{what}", *web, *arguments]
        return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)


def _answers(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until a master answers."""
    for _ in range(600):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"the master did not start: {(folder / 'master.log').read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def work_done(session: Any) -> dict[str, tuple[int, int]]:
    """Return what each worker process did: how many tasks, and how many bytes it handed to others."""
    found = session.sparkContext._jsc.sc().statusStore().executorList(True)
    each = [found.apply(nth) for nth in range(found.size())]
    return {one.id(): (one.totalTasks(), one.totalShuffleWrite()) for one in each if one.id() != "driver"}
