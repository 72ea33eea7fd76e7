// Adding files by dragging, and how far background work is.

import { api, make, toast } from "./desk.js";

const drop = document.getElementById("drop"), add = document.getElementById("add"), list = document.getElementById("jobs");
const input = drop.querySelector("input");
for (const name of ["dragover", "dragleave", "drop"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.toggle("over", name === "dragover"); });
drop.addEventListener("drop", (event) => { input.files = event.dataTransfer.files; });

add.addEventListener("submit", (event) => { event.preventDefault(); begin("/api/v1/jobs/add", { body: new FormData(add) }); });
document.getElementById("find").addEventListener("submit", (event) => { event.preventDefault(); begin("/api/v1/jobs/find", {}); });

async function begin(path, options) {
  try { await api(path, { method: "POST", ...options }); await show(); } catch (failure) { toast(failure.message); }
}

async function show() {
  const jobs = await api("/api/v1/jobs");
  if (jobs.length) list.replaceChildren(...jobs.map(line));
  if (jobs.some((job) => job.state === "waiting" || job.state === "running")) setTimeout(show, 700);
}

function line(job) {
  const press = (words, path) => { const button = make("button", { type: "button", class: "quiet" }, words); button.addEventListener("click", () => begin(path, {})); return button; };
  const running = job.state === "waiting" || job.state === "running";
  const bar = running ? make("progress", { max: 1, value: job.fraction, "aria-label": job.what }) : null;
  const act = running ? press("Cancel", `/api/v1/jobs/${job.id}/cancel`) : job.state === "done" ? null : press("Go on", `/api/v1/jobs/${job.id}/again`);
  const said = running ? ` ${Math.round(job.fraction * 100)} % ${job.step}` : ` ${job.said}`;
  return make("li", {}, make("strong", {}, job.what), ` (${job.state}, by ${job.by})`, bar, said, " ", act);
}

show();
