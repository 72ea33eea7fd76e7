"""The cluster that the tests of this room share; they skip where pyspark or Java is not installed."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import own_cluster
import pytest

from fairlead import engines


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the cluster and return the URL of an engine on it; skip where pyspark or Java is not installed."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: pip install 'fairlead[spark]', or .ci/run, which installs it")
    if shutil.which("java") is None:
        pytest.skip("no Java runtime on this machine: apt-get install default-jre-headless")
    with (
        pytest.MonkeyPatch.context() as patch,
        own_cluster.started(tmp_path_factory.mktemp("cluster"), patch) as master,
    ):
        yield f"{master}?{urlencode(own_cluster.PROCESSES | own_cluster.QUICK)}"


@pytest.fixture(scope="session")
def spark(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One session for all tests; the engine that is opened by its URL uses it."""
    with engines.at(cluster, tmp_path_factory.mktemp("session")):
        from pyspark.sql import SparkSession

        yield SparkSession.getActiveSession()
