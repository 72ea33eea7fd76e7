// Pictures to take along: a chart as PNG beside its SVG, the map as PNG and as SVG. Drawn in this browser, sent nowhere.

import { make, toast } from "./desk.js";

function save(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const said = () => `${document.querySelector(".case")?.textContent ?? ""} · ${new Date().toISOString().slice(0, 10)} · drawn from what the case holds; machine candidates are not for release`;

/** Draw an SVG of ours as PNG, twice as fine as it is shown. */
async function asPng(address, name) {
  const answer = await fetch(address);
  if (!answer.ok) { toast("This chart could not be drawn."); return; }
  await drawnAsPng(await answer.text(), name);
}

async function drawnAsPng(text, name) {
  const picture = new Image();
  picture.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await picture.decode();
  const canvas = make("canvas", { width: (picture.naturalWidth || 960) * 2, height: (picture.naturalHeight || 540) * 2 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(blob, name), "image/png");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.aspng");
  if (button) asPng(button.dataset.svg, button.dataset.name);
});

const LOOK = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "text-anchor"];

/** Return a drawing of this page as an SVG of its own: as it looks here, in light colours, with what it is drawn from. */
function standing(drawing) {
  const root = document.documentElement, was = root.dataset.theme;
  root.dataset.theme = "light"; // it is for paper
  const copy = drawing.cloneNode(true), of = drawing.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((each, n) => { const look = getComputedStyle(of[n]); for (const name of LOOK) each.setAttribute(name, look.getPropertyValue(name)); });
  if (was) root.dataset.theme = was; else delete root.dataset.theme;
  const { width, height } = drawing.viewBox.baseVal;
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height: height + 20, viewBox: `0 0 ${width} ${height + 20}` })) copy.setAttribute(name, value);
  const foot = document.createElementNS("http://www.w3.org/2000/svg", "text");
  for (const [name, value] of Object.entries({ x: 2, y: height + 14, "font-size": "11", "font-family": "sans-serif" })) foot.setAttribute(name, value);
  foot.textContent = said();
  copy.append(foot);
  return new XMLSerializer().serializeToString(copy);
}

for (const drawing of document.querySelectorAll("svg[data-picture]")) {
  const png = make("button", { type: "button", class: "quiet" }, "PNG"), svg = make("button", { type: "button", class: "quiet" }, "SVG");
  png.addEventListener("click", () => drawnAsPng(standing(drawing), `${drawing.dataset.picture}.png`));
  svg.addEventListener("click", () => save(new Blob([standing(drawing)], { type: "image/svg+xml" }), `${drawing.dataset.picture}.svg`));
  drawing.parentElement.after(make("p", { class: "taken" }, png, " ", svg));
}

function mapPng(map, name) {
  map.once("render", () => { // what was drawn is there only until the next frame
    const drawn = map.getCanvas(), foot = 26 * devicePixelRatio;
    const canvas = make("canvas", { width: drawn.width, height: drawn.height + foot }), pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(drawn, 0, 0);
    pen.fillStyle = "#222";
    pen.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
    pen.fillText(`${said()} · land: Natural Earth; ports: World Port Index`, 6, canvas.height - foot / 3);
    canvas.toBlob((blob) => save(blob, `${name}.png`), "image/png");
  });
  map.triggerRepaint();
}

async function dataOf(map, source) {
  const data = map.getStyle().sources[source]?.data;
  return typeof data === "string" ? (await fetch(data)).json() : data ?? { features: [] };
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);
}

/** Draw what the map shows as an SVG of paths and circles. */
async function mapSvg(map, name) {
  const { clientWidth: width, clientHeight: height } = map.getContainer(), parts = [];
  const at = (place) => { const point = map.project(place); return `${point.x.toFixed(1)} ${point.y.toFixed(1)}`; };
  const path = (places, end = "") => `M${places.map(at).join("L")}${end}`;
  for (const layer of map.getStyle().layers) {
    if (!layer.source || layer.layout?.visibility === "none" || map.getZoom() < (layer.minzoom ?? 0) || map.getZoom() >= (layer.maxzoom ?? 99)) continue;
    for (const { geometry, properties } of (await dataOf(map, layer.source)).features ?? []) {
      if (["near", "few"].includes(layer.id)) continue; // what is pointed at, and what stands in for all while the map moves
      const every = geometry.type.startsWith("Multi") ? geometry.coordinates : [geometry.coordinates];
      if (layer.type === "fill" && geometry.type.endsWith("Polygon")) parts.push(`<path class="l-${layer.id}" d="${every.map((rings) => rings.map((ring) => path(ring, "Z")).join("")).join("")}"/>`);
      if (layer.type === "line" && geometry.type.endsWith("LineString")) parts.push(`<path class="l-${layer.id}" fill="none" d="${every.map((line) => path(line)).join("")}"/>`);
      if (layer.type === "line" && geometry.type.endsWith("Polygon")) parts.push(`<path class="l-${layer.id}" fill="none" d="${every.map((rings) => rings.map((ring) => path(ring, "Z")).join("")).join("")}"/>`);
      if (layer.type === "circle" && geometry.type.endsWith("Point")) for (const place of every) { const [x, y] = at(place).split(" "); parts.push(`<circle class="l-${layer.id} b-${escaped(String(properties?.basis ?? ""))}" cx="${x}" cy="${y}" r="${layer.id === "ports" ? 2 : 4}"/>`); }
    }
  }
  const style = ".l-world,.l-land{fill:#e7e3da;stroke:#9a948a;stroke-width:.5}.l-tracks,.l-track{stroke:#777;stroke-width:.8}.l-ports{fill:#555}.l-areas{stroke:#8a5a00;stroke-dasharray:4 3}circle{fill:#0072b2;stroke:#fff}.b-documented{fill:#d55e00}.b-stated{fill:#777}";
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + 22}" width="${width}" height="${height + 22}"><style>${style}</style><rect width="${width}" height="${height}" fill="#dfe9ee"/><svg width="${width}" height="${height}">${parts.join("")}</svg><text x="4" y="${height + 15}" font-family="sans-serif" font-size="11">${escaped(said())}</text></svg>`;
  save(new Blob([text], { type: "image/svg+xml" }), `${name}.svg`);
}

/** Offer what a map shows as pictures. */
export function offer(map, room, name) {
  if (!room) return;
  const png = make("button", { type: "button", class: "quiet" }, "PNG"), svg = make("button", { type: "button", class: "quiet" }, "SVG");
  png.addEventListener("click", () => mapPng(map, name));
  svg.addEventListener("click", () => mapSvg(map, name));
  room.append(png, " ", svg);
}
