// Tracks on a map that play along their time, with each ship's events as bars below.

import { api, colour, make, makeSvg } from "./desk.js";
import { makeMap } from "./map.js";
import { offer } from "./picture.js";

const silent = 6 * 3600e6;
const playback = document.querySelector(".playback");
const said = (us) => new Date(us / 1000).toISOString().slice(0, 16).replace("T", " ");
const hues = () => ["--ship-1", "--ship-2", "--ship-3", "--ship-4"].map(colour);

function segments(ships) {
  const features = [];
  ships.forEach((ship, n) => {
    let run = [];
    const end = () => { if (run.length > 1) features.push(line(n, "heard", run)); run = []; };
    ship.points.forEach((point, at) => {
      if (at && point[0] - ship.points[at - 1][0] > silent) {
        const before = ship.points[at - 1];
        end();
        features.push(line(n, "silent", [[before[2], before[1]], [point[2], point[1]]]));
      }
      run.push([point[2], point[1]]);
    });
    end();
  });
  return { type: "FeatureCollection", features };
}

/** What an event's word means, beside its colour. */
const MEANS = { gap: "gap: not heard", loitering: "loitering: it lay or drifted", encounter: "encounter: another ship was near" };

const line = (n, kind, coordinates) => ({ type: "Feature", properties: { n, kind }, geometry: { type: "LineString", coordinates } });

/** Where a ship is at a time: between two reports it is drawn on the line; in a silence it is not drawn but at its last. */
function position(points, us) {
  let low = 0, high = points.length - 1;
  if (us < points[0][0] || us > points[high][0]) return null;
  while (high - low > 1) { const middle = (low + high) >> 1; if (points[middle][0] <= us) low = middle; else high = middle; }
  const [a, b] = [points[low], points[high]], gap = b[0] - a[0];
  if (gap > silent || gap === 0) return { lat: a[1], lon: a[2], silent: gap > silent && us > a[0] && us < b[0], since: a[0] };
  const part = (us - a[0]) / gap;
  return { lat: a[1] + (b[1] - a[1]) * part, lon: a[2] + (b[2] - a[2]) * part, silent: false };
}

async function play() {
  const track = await api(playback.dataset.track);
  if (!track.ships.length) { playback.replaceChildren(make("p", { class: "sub" }, "The case holds no positions around it.")); return; }
  const every = track.ships.flatMap((ship) => ship.points);
  const bounds = every.reduce(([w, s, e, n], [, lat, lon]) => [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)], [180, 90, -180, -90]);
  for (const { lat, lon } of track.places) { bounds[0] = Math.min(bounds[0], lon); bounds[1] = Math.min(bounds[1], lat); bounds[2] = Math.max(bounds[2], lon); bounds[3] = Math.max(bounds[3], lat); }
  const map = makeMap(document.getElementById("map"), { bounds, fitBoundsOptions: { padding: 45, maxZoom: 11 } });
  globalThis.deskMap = map;
  const colours = hues();
  let marks = [];
  if (map) {
    offer(map, document.getElementById("pictures"), "occasion-map");
    map.on("load", () => {
      map.addSource("own", { type: "geojson", data: segments(track.ships) });
      const hue = ["match", ["get", "n"], 0, colours[0], 1, colours[1], 2, colours[2], colours[3]];
      map.addLayer({ id: "heard", type: "line", source: "own", filter: ["==", ["get", "kind"], "heard"], paint: { "line-color": hue, "line-width": 2 } });
      map.addLayer({ id: "silent", type: "line", source: "own", filter: ["==", ["get", "kind"], "silent"], paint: { "line-color": hue, "line-width": 2, "line-dasharray": [0.6, 2.2] } });
    });
    const labels = track.places.map((place) => {
      const element = make("span", { class: `mark m-${place.role}`, role: "img" }, place.name ? `${place.role}: ${place.name}` : place.role);
      return new globalThis.maplibregl.Marker({ element, anchor: "center" }).setLngLat([place.lon, place.lat]).addTo(map);
    });
    map.on("moveend", () => spread(map, labels));
    spread(map, labels);
    marks = track.ships.map((ship, n) => new globalThis.maplibregl.Marker({ element: make("span", { class: `ship ship-${n % 4}`, role: "img", title: ship.label }) }).setLngLat([ship.points[0][2], ship.points[0][1]]).addTo(map));
  }
  const span = [Math.min(...every.map((point) => point[0])), Math.max(...every.map((point) => point[0]))];
  const cursor = lanes(track, span);
  const slider = document.getElementById("at"), out = document.getElementById("atsaid"), button = document.getElementById("play");
  const show = (part) => {
    const us = span[0] + part * (span[1] - span[0]);
    const words = track.ships.map((ship, n) => {
      const at = position(ship.points, us), mark = marks[n]?.getElement();
      if (mark) { mark.hidden = !at; mark.classList.toggle("dark", Boolean(at?.silent)); if (at) marks[n].setLngLat([at.lon, at.lat]); }
      return at ? (at.silent ? `${ship.label}: silent since ${said(at.since)}` : null) : null;
    }).filter(Boolean);
    out.textContent = [said(us) + " UTC", ...words].join("; ");
    slider.setAttribute("aria-valuetext", out.textContent);
    cursor(part);
  };
  slider.addEventListener("input", () => show(slider.value / 1000));
  document.getElementById("lanes").addEventListener("seek", (event) => { slider.value = event.detail * 1000; show(event.detail); });
  let running = false, before = 0;
  const frame = (now) => {
    if (!running) return;
    const part = Number(slider.value) / 1000 + (now - before) / 20000; // the whole in twenty seconds
    before = now;
    slider.value = Math.min(1, part) * 1000;
    show(Math.min(1, part));
    if (part >= 1) toggle(); else requestAnimationFrame(frame);
  };
  const toggle = () => {
    running = !running;
    button.textContent = running ? "Stop" : "Play";
    button.setAttribute("aria-pressed", String(running));
    if (running) { if (Number(slider.value) >= 1000) slider.value = 0; before = performance.now(); requestAnimationFrame(frame); }
  };
  slider.step = "any";
  button.addEventListener("click", toggle);
  document.addEventListener("keydown", (event) => { if (event.key === " " && event.target === document.body) { event.preventDefault(); toggle(); } });
  // What an occasion tells of begins at its start: signs beside it, such as damaged positions, may lie days before.
  const began = Math.max(span[0], track.at_us ?? (track.start ? Date.parse(track.start) * 1000 : span[0]));
  slider.value = Math.min(1, (began - span[0]) / (span[1] - span[0])) * 1000;
  show(slider.value / 1000);
}

/** Put each label above its place, else below, right or left of it: where it lies on the map and on no earlier label. */
function spread(map, labels) {
  const { clientWidth: width, clientHeight: height } = map.getContainer(), taken = [];
  for (const label of labels) {
    const at = map.project(label.getLngLat()), element = label.getElement(), [w, h] = [element.offsetWidth / 2, element.offsetHeight / 2];
    const ways = [[0, -h - 6], [0, h + 8], [w + 9, 0], [-w - 9, 0], [0, -3 * h - 8], [0, 3 * h + 10], [w + 9, -2 * h], [-w - 9, -2 * h]];
    const boxes = ways.map(([x, y]) => ({ x, y, left: at.x + x - w, right: at.x + x + w, top: at.y + y - h, bottom: at.y + y + h }));
    const free = (box) => box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height && !taken.some((one) => box.left < one.right && one.left < box.right && box.top < one.bottom && one.top < box.bottom);
    const best = boxes.find(free) ?? boxes[0];
    taken.push(best);
    label.setOffset([best.x, best.y]);
  }
}

/** Draw a lane for each ship with its events as bars; returns what moves the cursor. */
function lanes(track, span) {
  const width = 1000, tall = 26, head = 16, names = [...new Map(track.ships.map((ship) => [ship.mmsi, ship.label]))];
  const height = head + names.length * (tall + 12) + 4;
  const x = (us) => Math.min(width, Math.max(0, ((us - span[0]) / (span[1] - span[0])) * width));
  const svg = makeSvg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": "Events by ship and time" });
  const day = 86400e6;
  for (let us = Math.ceil(span[0] / day) * day; us < span[1]; us += day) svg.append(makeSvg("line", { class: "tick", x1: x(us), x2: x(us), y1: 0, y2: height }));
  names.forEach(([mmsi], n) => {
    const y = head + n * (tall + 12) + 8;
    svg.append(makeSvg("line", { class: "lane", x1: 0, x2: width, y1: y + tall / 2, y2: y + tall / 2 }));
    for (const event of track.events.filter((each) => each.mmsi === mmsi)) {
      const from = x(event.start_us), to = Math.max(from + 2, x(event.end_us ?? span[1]));
      const bar = makeSvg("rect", { class: `bar ${event.kind}${track.own.includes(event.id) ? " own" : ""}`, x: from, width: to - from, y, height: tall, rx: 2 });
      bar.append(makeSvg("title", {}, `${event.label} (${event.kind.replace("_", " ")}): ${said(event.start_us)} to ${event.end_us ? said(event.end_us) : "the end of the data"}`));
      svg.append(bar);
    }
  });
  const line = makeSvg("line", { class: "cursor", x1: 0, x2: 0, y1: 0, y2: height });
  svg.append(line);
  const room = document.getElementById("lanes");
  const seek = (event) => { const at = svg.getBoundingClientRect(); room.dispatchEvent(new CustomEvent("seek", { detail: Math.min(1, Math.max(0, (event.clientX - at.left) / at.width)) })); };
  svg.addEventListener("pointerdown", (event) => { svg.setPointerCapture(event.pointerId); seek(event); });
  svg.addEventListener("pointermove", (event) => { if (event.buttons) seek(event); });
  const legend = make("ul", { class: "lanenames" }, ...names.map(([, label], n) => make("li", {}, make("i", { class: `ship ship-${n % 4}` }), ` ${label}`)));
  const kinds = [...new Set(track.events.map((each) => each.kind))];
  const key = make("p", { class: "sub lanekey" }, ...kinds.flatMap((kind) => [make("i", { class: `key ${kind}` }), ` ${MEANS[kind] ?? kind.replace("_", " ")}  `]));
  const scale = make("p", { class: "sub" }, `${said(span[0])} to ${said(span[1])} UTC, a fine line at each midnight; one row for each ship, in the order above. `);
  room.replaceChildren(legend, svg, scale, key);
  return (part) => { line.setAttribute("x1", part * width); line.setAttribute("x2", part * width); };
}

if (playback) play().catch((failure) => playback.append(make("p", { class: "note" }, failure.message)));
