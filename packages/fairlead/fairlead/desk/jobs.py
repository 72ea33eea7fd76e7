"""Long work in the background: adding and reading files, finding. With progress, cancel, and doing it again.

What a job did stands in the custody log; the job itself is only a thread and how far it is. Each kind of work here goes
on where it stopped when it is done again, which is what "resume" means.
"""

from __future__ import annotations

import contextvars
import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from fairlead.errors import FairleadError
from fairlead.progress import Progress

State = Literal["waiting", "running", "done", "failed", "cancelled"]
KEPT = 50  # jobs remembered; ours

log = logging.getLogger("fairlead.desk")


class CancelledError(FairleadError):
    """A person stopped this job."""


@dataclass
class Job:
    """One piece of work; ``said`` is its result in a sentence, or why there is none."""

    id: str
    what: str
    work: Callable[[Progress], str]
    by: str
    account: str | None = None  # whose it is, on a shared desk
    state: State = "waiting"
    fraction: float = 0.0
    step: str = ""
    said: str = ""
    began: float = field(default_factory=time.time)
    ended: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def report(self, fraction: float, what: str | None = None) -> None:
        """Take progress from the work; raises where the job was cancelled, so that the work ends here."""
        if self.stop.is_set():
            raise CancelledError("cancelled")
        self.fraction = max(0.0, min(1.0, fraction))
        self.step = what or self.step


class Jobs:
    """The jobs of one desk; one at a time, since each of them takes the whole machine."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._turn = threading.Lock()
        self._lock = threading.Lock()

    def start(self, what: str, work: Callable[[Progress], str], by: str, account: str | None = None) -> Job:
        """Start work; its acts are signed by whoever starts it."""
        job = Job(secrets.token_hex(8), what, work, by, account)
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                ended = next((id for id, each in self._jobs.items() if each.ended is not None), None)
                if ended is None:
                    break
                del self._jobs[ended]
        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(self._run, job), name=f"job {what}", daemon=True).start()
        return job

    def all(self) -> list[Job]:
        """Return the jobs, newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def find(self, id: str) -> Job | None:
        """Return one job."""
        return self._jobs.get(id)

    def cancel(self, id: str) -> Job | None:
        """Ask a job to end at its next step."""
        job = self.find(id)
        if job is not None:
            job.stop.set()
        return job

    def again(self, id: str, by: str, account: str | None = None) -> Job | None:
        """Do a job again that ended: it goes on where it stopped."""
        job = self.find(id)
        return self.start(job.what, job.work, by, account) if job is not None and job.ended is not None else None

    def _run(self, job: Job) -> None:
        with self._turn:
            try:
                job.report(0.0)
                job.state = "running"
                job.said = job.work(job.report)
                job.state, job.fraction = "done", 1.0
            except CancelledError:
                job.state, job.said = "cancelled", "cancelled; do it again and it goes on where it stopped"
            except FairleadError as failure:
                job.state, job.said = "failed", f"{failure}{f' ({failure.hint})' if failure.hint else ''}"
            except Exception:
                log.exception("job %s failed", job.what)
                job.state, job.said = "failed", "an error of the program; its log tells which"
            finally:
                job.ended = time.time()
