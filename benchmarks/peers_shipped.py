"""Runs Global Fishing Watch's programs as they ship, whole, under Beam's DirectRunner, files for BigQuery's tables.

    PEERS/bin/python benchmarks/peers_shipped.py PROGRAM TABLES OUT FIRST_DAY LAST_DAY

PROGRAM is gaps, encounters, ports or loitering; TABLES a folder of JSON lines, a file for each table that the program
reads; OUT the file of its rows. It runs in the programs' own Python, not in Fairlead's, and imports nothing of it:

    python3.12 -m venv PEERS
    PEERS/bin/pip install ./pipe-gaps 'gfw-common[beam,bq]==0.4.2' more-itertools s2sphere six pytz
    PEERS/bin/pip install --no-deps ./pipe-encounters ./pipe-anchorages ./pipe-loitering

pipe-gaps reads and writes JSON by its own options: nothing of it is replaced. The three others know BigQuery alone;
of these three names are replaced, and nothing else: ``ReadFromBigQuery`` reads the file instead of asking the query,
``WriteToBigQuery`` writes JSON lines, and BigQuery's ``Client`` does nothing. Left out: what they do in BigQuery's SQL
(joins with tables that nobody publishes: vessels of segments, distances from shore and port), so that encounters stay
unfiltered by port; cloud runners.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import time
import types
from unittest import mock

import apache_beam as beam

DATASET = "local.tables"
THINNED = {"input": "messages", "anchorage": "anchorages", "output": "thinned"}
VISITS = {"thinned_message": "thinned", "vessel_id": "ids", "output": "visits"}
RUNNER = ["--runner", "BundleBasedDirectRunner", "--project", "local"]


def days(first, last):
    """Return the options that all of Beam's programs here share."""
    return ["--start_date", first, "--end_date", last, "--labels", "a=b", "--wait_for_job"]


def main() -> None:
    """Run one program; print how long it took."""
    program, tables, out, first, last = sys.argv[1:]
    began = time.perf_counter()
    PROGRAMS[program](pathlib.Path(tables), pathlib.Path(out), first, last)
    print(json.dumps({"seconds": round(time.perf_counter() - began, 1)}))


class Table(beam.PTransform):
    """What a query would give: the rows of a file."""

    def __init__(self, path, times=()):
        super().__init__()
        self.path, self.times = str(path), times

    def expand(self, begin):
        """Return the rows; ``times`` are made datetimes, as BigQuery gives its timestamps."""
        times = self.times

        def row(line):
            read = json.loads(line)
            for name in times:
                read[name] = datetime.datetime.fromtimestamp(read[name], datetime.UTC)
            return read

        return begin | beam.io.ReadFromText(self.path) | beam.Map(row)


class Written(beam.PTransform):
    """Rows into JSON lines."""

    def __init__(self, path):
        super().__init__()
        self.path = str(path)

    def expand(self, rows):
        """Write them, times in seconds."""
        return (
            rows
            | beam.WindowInto(beam.window.GlobalWindows())
            | beam.Map(lambda row: json.dumps(row, default=_told))
            | beam.io.WriteToText(self.path, shard_name_template="")
        )


def _told(value):
    return value.timestamp() if isinstance(value, datetime.datetime) else str(value)


def instead_of_bigquery(tables, out, times=()):
    """Return the patch: reads take the file whose table a query names, writes go to ``out``."""

    def read(query, **_):
        named = [path for path in tables.glob("*.jsonl") if f"`{DATASET}.{path.stem}`" in query]
        return Table(named[0], times)

    both = contextlib.ExitStack()
    both.enter_context(
        mock.patch.multiple(beam.io, ReadFromBigQuery=read, WriteToBigQuery=lambda *_, **__: Written(out))
    )
    both.enter_context(mock.patch("google.cloud.bigquery.Client", mock.MagicMock()))
    return both


def gaps(tables, out, first, last):
    """pipe-gaps by its own command line: JSON in, JSON out, nothing replaced."""
    work = out.with_suffix(".work")
    shutil.rmtree(work, ignore_errors=True)
    command = [sys.executable, "-m", "pipe_gaps.cli.main", "detect", "-i", str(tables / "messages.jsonl")]
    command += ["--skip-open-gaps", "true", "--save-json", "true", "--work-dir", str(work), "--project", "local"]
    command += ["--date-range", f"{first},{last}", "--min-gap-length", "12", "--eval-last", ""]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (written,) = work.glob("*.json")
    shutil.move(written, out)


def encounters(tables, out, first, last):
    """pipe-encounters, its first program: raw encounters. The second joins them in SQL with tables not published."""
    from apache_beam.options.pipeline_options import PipelineOptions
    from pipe_encounters import create_raw_pipeline

    options = ["--source_table", f"{DATASET}.messages", "--raw_table", f"{DATASET}.raw"]
    options += ["--max_encounter_dist_km", "0.5", "--min_encounter_time_minutes", "120"]
    with instead_of_bigquery(tables, out):
        create_raw_pipeline.run(PipelineOptions([*options, *days(first, last), *RUNNER]))


def thinned(tables, out, first, last):
    """pipe-anchorages, its first program: of each day what stands beside a change."""
    from apache_beam.options.pipeline_options import PipelineOptions
    from pipe_anchorages import thin_port_messages_pipeline

    names = [f"--{name}_table={DATASET}.{table}" for name, table in THINNED.items()]
    with instead_of_bigquery(tables, out):
        thin_port_messages_pipeline.run(PipelineOptions([*names, *days(first, last), *RUNNER]))


def ports(tables, out, first, last):
    """pipe-anchorages: thinned messages, then visits of them; each ship is its own vessel and segment."""
    from apache_beam.options.pipeline_options import PipelineOptions
    from pipe_anchorages import port_visits_pipeline

    kept = tables / "thinned.jsonl"  # in a process of its own: Beam knows no two options of one name
    subprocess.run([sys.executable, __file__, "thinned", str(tables), str(kept), first, last], check=True)
    joined = []
    for line in kept.read_text().splitlines():  # its query's join with vessels' ids
        row = json.loads(line)
        ship = row.pop("identifier")
        joined.append(json.dumps({**row, "ssvid": ship, "vessel_id": ship, "seg_id": ship}))
    kept.write_text("\n".join(joined))
    names = [f"--{name}_table={DATASET}.{table}" for name, table in VISITS.items()]
    with instead_of_bigquery(tables, out):
        port_visits_pipeline.run(PipelineOptions([*names, *days(first, last), *RUNNER]))


def loitering(tables, out, first, last):
    """pipe-loitering: raw rows, then its merging query, which DuckDB runs with one function named otherwise."""
    import duckdb
    from pipe_loitering.create_raw_loitering import pipeline

    raw = tables / "raw.jsonl"
    options = types.SimpleNamespace(
        bq_input=f"{DATASET}.messages",
        bq_output=f"{DATASET}.raw",
        date_range=(first, last),
        slow_threshold=2,
        source_timestamp_field="timestamp",
        labels={},
        unknown_unparsed_args=(),
        unknown_parsed_args={"runner": RUNNER[1], "project": "local"},
    )
    with instead_of_bigquery(tables, raw, times=["timestamp"]):
        pipeline.LoiteringPipeline(options).run()
    query = (pathlib.Path(pipeline.__file__).parents[1] / "merge_raw_loitering" / "aggregate.sql.j2").read_text()
    connection = duckdb.connect()
    connection.execute("create macro safe_divide(a, b) as a / nullif(b, 0)")
    connection.execute(f"create table daily as from read_json('{raw}')")
    query = query.replace("`{{ source_daily_partitioned_table }}`", "daily")
    connection.execute(f"copy ({query}) to '{out}' (format json)")


PROGRAMS = {"gaps": gaps, "encounters": encounters, "thinned": thinned, "ports": ports, "loitering": loitering}

if __name__ == "__main__":
    main()
