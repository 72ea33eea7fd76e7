// The tour: a note beside the very thing it tells of, on the real screens; it goes on where the next page opens.

import { make } from "./desk.js";

const KEY = "fairlead-tour";
const here = document.querySelector("[data-tour]");
const STEPS = [
  { on: "/occasions", at: "#list", says: "Each row is one dated instance of conduct that engages a paragraph. A machine candidate is not for release, and every row tells the reply." },
  { on: "/occasions", at: "#facets", says: "Narrow the list here: by status, basis, State, measure, goods, or by the element that is missing." },
  { on: "/occasions", at: ".right", says: "Map and time narrow it too: tick “Only what the map shows”, or drag over the bars." },
  { on: "first", at: ".matrix button.cell, .matrix", says: "What each paragraph requires of each addressee. Open a cell: the very rows or words of the exhibit stand there." },
  { on: "first", at: ".playback, #h-ref", says: "Space plays the track. Dotted means that nothing was heard; a silence is no evasion by itself." },
  { on: "first", at: "#h-ref", says: "What would refute it, and whether that was checked. Read this before anything else." },
  { on: "first", at: "#h-dns", says: "What this way of looking cannot show. It is seen wherever the result is seen." },
  { on: "first", at: ".acts, #h-hi", says: "Open it, ask the addressee, record the reply, propose a finding; a second person confirms it. Each act is signed, and can be taken back by another." },
  { on: "/findings", at: "main h1", says: "Findings, letters with their deadlines, and what was handed over. A dossier verifies without us, offline." },
];

function state() { return JSON.parse(sessionStorage.getItem(KEY) ?? "null"); }
function keep(value) { if (value) sessionStorage.setItem(KEY, JSON.stringify(value)); else sessionStorage.removeItem(KEY); }
const address = (step, first) => (step.on === "first" ? `/occasions/${first}` : step.on);

function show() {
  document.querySelector(".tournote")?.remove();
  document.querySelectorAll(".tourat").forEach((each) => each.classList.remove("tourat"));
  const tour = state(), step = tour && STEPS[tour.at];
  if (!step || location.pathname !== address(step, tour.first)) return;
  const thing = step.at.split(", ").map((each) => document.querySelector(each)).find(Boolean);
  const back = make("button", { type: "button", class: "quiet" }, "Back"), next = make("button", { type: "button" }, tour.at + 1 < STEPS.length ? "Next" : "Done"), end = make("button", { type: "button", class: "quiet" }, "End the tour");
  const note = make("aside", { class: "tournote", role: "dialog", "aria-label": "Tour" }, make("p", {}, step.says), make("p", { class: "row" }, make("span", { class: "sub" }, `${tour.at + 1} of ${STEPS.length}`), back, next, end));
  back.disabled = tour.at === 0;
  back.addEventListener("click", () => go(tour.at - 1));
  next.addEventListener("click", () => go(tour.at + 1));
  end.addEventListener("click", () => { keep(null); show(); });
  document.body.append(note);
  if (thing) {
    thing.classList.add("tourat");
    thing.scrollIntoView({ block: "center" });
    const box = thing.getBoundingClientRect(), below = Math.min(box.bottom + 10, innerHeight - note.offsetHeight - 12);
    note.style.left = `${Math.min(Math.max(12, box.left), innerWidth - note.offsetWidth - 12)}px`;
    note.style.top = `${Math.max(60, below)}px`;
  }
  next.focus();
}

function go(at) {
  const tour = { ...state(), at };
  if (at >= STEPS.length) { keep(null); show(); return; }
  keep(tour);
  const where = address(STEPS[at], tour.first);
  if (location.pathname === where) show(); else location.href = where;
}

here?.addEventListener("click", () => { keep({ at: 0, first: here.dataset.tour }); location.href = "/occasions"; });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state()) { keep(null); show(); } });
if (document.readyState === "complete") show(); else addEventListener("load", show);
