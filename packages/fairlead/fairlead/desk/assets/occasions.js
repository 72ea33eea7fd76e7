// The list, the map and the time brush narrow each other. The server draws the list; here it is only asked for again.

import { api, colour, toast } from "./desk.js";
import { areas, basisColour, box, makeMap } from "./map.js";
import { offer } from "./picture.js";

const form = document.getElementById("facets");
const day = 86400000;
let map = null, all = null, turn = 0;

/** The address of the list as the form asks for it now. */
function address(extra = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(document.getElementById("facets"))) if (String(value).trim()) query.append(name, value);
  for (const [name, value] of Object.entries(extra)) if (value) query.set(name, value); else query.delete(name);
  return query.size ? `/occasions?${query}` : "/occasions";
}

/** Load a list and put it in the place of the present one; facets stay open as they were. */
async function load(url, push = true) {
  const mine = ++turn;
  document.getElementById("list").setAttribute("aria-busy", "true");
  const answer = await fetch(url, { headers: { accept: "text/html" } });
  const text = await answer.text();
  if (mine !== turn) return; // a later one is on its way
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!page.getElementById("list")) { location.href = url; return; }
  const focused = document.activeElement, open = new Map([...document.querySelectorAll("details[data-facet]")].map((each) => [each.dataset.facet, each.open]));
  for (const id of ["facets", "list", "time"]) document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)));
  for (const each of document.querySelectorAll("details[data-facet]")) if (open.has(each.dataset.facet)) each.open = open.get(each.dataset.facet);
  if (focused?.name) {
    const again = [...document.querySelectorAll(`[name="${CSS.escape(focused.name)}"]`)].find((each) => each.type !== "checkbox" || each.value === focused.value);
    again?.focus();
    if (again?.type === "search") again.setSelectionRange(again.value.length, again.value.length);
  }
  if (push) history.pushState(null, "", url);
  brush();
  draw();
}

let timer;
document.addEventListener("change", (event) => { if (event.target.form?.id === "facets") load(address()); });
document.addEventListener("input", (event) => { if (event.target.name === "q" && event.target.form?.id === "facets") { clearTimeout(timer); timer = setTimeout(() => load(address()), 180); } });
document.addEventListener("submit", (event) => { if (event.target.id === "facets") { event.preventDefault(); load(address()); } });
document.addEventListener("click", (event) => {
  const link = event.target.closest(".pager a, #facets a, .empty a[href='/occasions']");
  if (link && !event.ctrlKey && !event.metaKey) { event.preventDefault(); load(link.href); if (link.href.endsWith("/occasions")) document.getElementById("bymap").checked = false; }
});
addEventListener("popstate", () => load(location.href, false));

// The brush: drag to choose days, click to let go.
function brush() {
  const svg = document.getElementById("brush"), band = document.getElementById("band"), span = document.getElementById("span");
  if (!span.dataset.first) return;
  const first = Date.parse(span.dataset.first), last = Date.parse(span.dataset.last) + day, width = svg.viewBox.baseVal.width;
  const since = document.querySelector('[name="since"]'), until = document.querySelector('[name="until"]');
  const at = (event) => { const at = svg.getBoundingClientRect(); return Math.min(Math.max((event.clientX - at.left) / at.width, 0), 1); };
  const show = (from, to) => { band.setAttribute("x", from * width); band.setAttribute("width", Math.max(0, to - from) * width); };
  if (since.value || until.value) {
    const from = since.value ? (Date.parse(since.value) - first) / (last - first) : 0;
    const to = until.value ? (Date.parse(until.value) + day - first) / (last - first) : 1;
    show(Math.max(0, from), Math.min(1, to));
  }
  let began = null;
  svg.addEventListener("pointerdown", (event) => { began = at(event); svg.setPointerCapture(event.pointerId); });
  svg.addEventListener("pointermove", (event) => { if (began !== null) { const now = at(event); show(Math.min(began, now), Math.max(began, now)); } });
  svg.addEventListener("pointerup", (event) => {
    const now = at(event), [from, to] = [Math.min(began, now), Math.max(began, now)];
    began = null;
    const iso = (part) => new Date(first + part * (last - first)).toISOString().slice(0, 10);
    [since.value, until.value] = to - from < 0.005 ? ["", ""] : [iso(from), iso(to)];
    load(address());
  });
}

// The map.
const member = (bits, n) => (parseInt(bits.substr((n >> 3) * 2, 2), 16) >> (n & 7)) & 1;

function features() {
  const bits = document.getElementById("list").dataset.bits, kept = [];
  for (let n = 0; n < all.ids.length; n++) {
    if (all.points[n] && member(bits, n)) kept.push({ type: "Feature", id: n, properties: { n, basis: all.basis[n] }, geometry: { type: "Point", coordinates: all.points[n] } });
  }
  return { type: "FeatureCollection", features: kept };
}

const none = { type: "FeatureCollection", features: [] };
const CELL = 9, ENOUGH = 1500; // pixels; points that any map is drawn with quickly

/** Of what the map shows, one point of each colour in each cell: what lies nearer can hardly be told apart while it moves. */
function thinned() {
  const [west, south, east, north] = box(map), seen = new Set();
  const inside = features().features.filter(({ geometry: { coordinates: [lon, lat] } }) => lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east));
  if (inside.length <= ENOUGH) return { type: "FeatureCollection", features: inside };
  return { type: "FeatureCollection", features: inside.filter((each) => {
    const { x, y } = map.project(each.geometry.coordinates), cell = `${Math.round(x / CELL)},${Math.round(y / CELL)},${each.properties.basis}`;
    return !seen.has(cell) && seen.add(cell);
  }) };
}

/** Show all points, or those few while the map is moved by a processor that draws it alone. */
function show(few) {
  map.setPaintProperty("occasions", "circle-opacity", few ? 0 : 0.85);
  map.setPaintProperty("occasions", "circle-stroke-width", few ? 0 : 1);
  map.setPaintProperty("few", "circle-opacity", few ? 1 : 0);
}

function draw() {
  if (!map?.getSource("occasions")) return;
  map.getSource("occasions").setData(features());
  prepare();
}

function prepare() {
  if (map.drawnByProcessor) map.getSource("few")?.setData(thinned());
}

async function begin() {
  brush();
  const start = JSON.parse(sessionStorage.getItem("fairlead-view") ?? "null");
  const [points] = await Promise.all([api("/api/v1/occasions/points")]);
  all = points;
  const placed = all.points.filter(Boolean);
  const bounds = placed.length ? placed.reduce(([w, s, e, n], [lon, lat]) => [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)], [180, 90, -180, -90]) : [100, 0, 150, 50];
  map = makeMap(document.getElementById("map"), start ?? { bounds, fitBoundsOptions: { padding: 40, maxZoom: 9 } });
  if (!map) return;
  globalThis.deskMap = map; // for measuring
  map.on("load", () => {
    map.addSource("occasions", { type: "geojson", data: features() });
    map.addLayer({ id: "occasions", type: "circle", source: "occasions", paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 3, 3.5, 9, 7], "circle-color": basisColour(), "circle-stroke-color": colour("--paper"), "circle-stroke-width": 1, "circle-opacity": 0.85, "circle-opacity-transition": { duration: 0 }, "circle-stroke-width-transition": { duration: 0 } } });
    map.addSource("few", { type: "geojson", data: none });
    map.addLayer({ id: "few", type: "circle", source: "few", paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 3, 3.5, 9, 7], "circle-color": basisColour(), "circle-opacity": 0, "circle-opacity-transition": { duration: 0 } } });
    prepare();
    map.on("sparing", () => show(true));
    map.on("spared", () => show(false));
    map.addSource("near", { type: "geojson", data: none });
    map.addLayer({ id: "near", type: "circle", source: "near", paint: { "circle-radius": 11, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": colour("--accent"), "circle-stroke-width": 2.5 } });
  });
  map.on("click", "occasions", (event) => popup(event.lngLat, event.features.map((each) => each.properties.n)));
  map.on("mouseenter", "occasions", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "occasions", () => { map.getCanvas().style.cursor = ""; });
  let looked = "";
  map.on("moveend", () => {
    if (looked === box(map).join()) return; // the same place, drawn finer
    looked = box(map).join();
    prepare();
    sessionStorage.setItem("fairlead-view", JSON.stringify({ center: map.getCenter().toArray(), zoom: map.getZoom() }));
    if (document.getElementById("bymap").checked) byMap();
    if (document.getElementById("alltracks").checked) tracks();
    if (document.getElementById("areas").checked) areas(map, true);
  });
  offer(map, document.getElementById("pictures"), "occasions-map");
  const watching = document.getElementById("watcharea");
  watching.hidden = false;
  watching.addEventListener("click", async () => {
    const words = document.querySelector('#facets [name="q"]').value.trim();
    try {
      await api("/api/v1/watches", { method: "POST", json: { words, box: box(map) } });
      toast("This area is watched: what is new in it is told under New. It is yours alone, and no act.");
    } catch (failure) { toast(failure.message); }
  });
}

function popup(at, numbers) {
  const list = document.createElement("ul");
  for (const n of [...new Set(numbers)].slice(0, 8)) {
    const link = document.createElement("a");
    link.href = `/occasions/${all.ids[n]}`;
    link.textContent = all.titles[n];
    list.append(document.createElement("li"));
    list.lastChild.append(link);
  }
  new globalThis.maplibregl.Popup({ maxWidth: "320px" }).setLngLat(at).setDOMContent(list).addTo(map);
}

document.addEventListener("pointerover", (event) => {
  const row = event.target.closest?.("tr[data-id]");
  if (!row || !map?.getLayer("near")) return;
  const at = all.points[all.ids.indexOf(row.dataset.id)];
  map.getSource("near").setData(at ? { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } } : none);
});

function byMap() {
  const chosen = document.getElementById("bymap").checked;
  document.querySelector('[name="bbox"]').value = chosen && map ? box(map).map((side) => side.toFixed(3)).join(",") : "";
  load(address());
}

function tracks() {
  const chosen = document.getElementById("alltracks").checked;
  const query = new URLSearchParams({ bbox: box(map).map((side) => side.toFixed(3)).join(","), zoom: map.getZoom().toFixed(1) });
  for (const name of ["since", "until"]) { const value = document.querySelector(`[name="${name}"]`).value; if (value) query.set(name, value); }
  map.getSource("tracks").setData(chosen ? `/api/v1/tracks?${query}` : { type: "FeatureCollection", features: [] });
}

document.getElementById("bymap").addEventListener("change", byMap);
document.getElementById("alltracks").addEventListener("change", tracks);
document.getElementById("areas").addEventListener("change", (event) => areas(map, event.target.checked));
document.getElementById("bymap").checked = Boolean(document.querySelector('[name="bbox"]').value);
begin();
