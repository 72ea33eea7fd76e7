// A map of our own land and ports, in the screen's colours. Points, lines and what they mean are the callers'.

import { api, colour, make } from "./desk.js";

const empty = { type: "FeatureCollection", features: [] };

/** A tile server that the desk was told of: its pictures lie under our own lines and points, in place of our land. */
function tiled(style) {
  const tiles = document.body.dataset.tiles;
  if (!tiles) return style;
  style.sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256, maxzoom: 19, attribution: document.body.dataset.tilesBy };
  style.layers = style.layers.filter((layer) => layer.id !== "world" && layer.id !== "land");
  style.layers.splice(1, 0, { id: "tiles", type: "raster", source: "tiles" });
  return style;
}

function style() {
  return tiled({
    version: 8,
    sources: {
      world: { type: "geojson", data: "/api/v1/base/world", maxzoom: 4, tolerance: 0.5, attribution: "Land: Natural Earth 1:10 million. Ports: World Port Index" },
      land: { type: "geojson", data: empty, tolerance: 0.5 },
      tracks: { type: "geojson", data: empty, tolerance: 0.2 },
      ports: { type: "geojson", data: empty },
      areas: { type: "geojson", data: empty },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--sea") } },
      { id: "world", type: "fill", source: "world", maxzoom: 3, paint: { "fill-color": colour("--land"), "fill-outline-color": colour("--coast") } },
      { id: "land", type: "fill", source: "land", minzoom: 3, paint: { "fill-color": colour("--land"), "fill-outline-color": colour("--coast") } },
      { id: "tracks", type: "line", source: "tracks", paint: { "line-color": colour("--faint-track"), "line-width": 0.8, "line-opacity": 0.7 } },
      { id: "areas", type: "line", source: "areas", paint: { "line-color": colour("--note"), "line-width": 1, "line-dasharray": [3, 2] } },
      { id: "ports", type: "circle", source: "ports", minzoom: 5, paint: { "circle-radius": 2.2, "circle-color": colour("--port") } },
    ],
  });
}

/** Make a map in an element; null where this browser cannot draw one, and the element says so. */
export function makeMap(element, options = {}) {
  const library = globalThis.maplibregl;
  let map = null;
  try {
    map = library && new library.Map({ container: element, style: style(), attributionControl: { compact: true }, dragRotate: false, pitchWithRotate: false, maxPitch: 0, renderWorldCopies: true, fadeDuration: 0, ...options });
  } catch { map = null; }
  if (!map) {
    element.replaceChildren(make("p", { class: "empty" }, "This browser draws no map (WebGL is off). The list holds everything that the map would show."));
    return null;
  }
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new library.ScaleControl({ unit: "nautical" }), "bottom-left");
  map.on("load", () => refine(map));
  map.on("moveend", () => refine(map));
  document.addEventListener("theme", () => recolour(map));
  spare(map, element);
  return map;
}

const DRAWN_BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Where no graphics card draws the map, draw a quarter of its pixels while it is moved, and all of them at rest.
 *  Who draws many points hears "sparing" and "spared", and may draw fewer in between. */
function spare(map, element) {
  const drawing = map.getCanvas().getContext("webgl2") ?? map.getCanvas().getContext("webgl");
  const named = drawing?.getExtension("WEBGL_debug_renderer_info");
  if (!named || !DRAWN_BY_PROCESSOR.test(drawing.getParameter(named.UNMASKED_RENDERER_WEBGL))) return;
  const whole = map.getPixelRatio();
  map.drawnByProcessor = true;
  let timer, fewer = false, held = false;
  const begin = () => { clearTimeout(timer); if (!fewer) { fewer = true; map.setPixelRatio(whole / 2); map.fire("sparing"); } };
  const end = () => { clearTimeout(timer); timer = setTimeout(() => { if (held || map.isMoving()) end(); else if (fewer) { fewer = false; map.setPixelRatio(whole); map.fire("spared"); } }, 300); };
  // Before the map's own: a change of its size would end a movement that has begun.
  for (const name of ["pointerdown", "wheel"]) element.addEventListener(name, () => { held = name === "pointerdown"; begin(); }, { capture: true, passive: true });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => { held = false; end(); });
  map.on("moveend", end);
}

export function box(map) {
  const bounds = map.getBounds();
  return [bounds.getWest(), Math.max(-90, bounds.getSouth()), bounds.getEast(), Math.min(90, bounds.getNorth())];
}

/** Draw where a place is read otherwise than by its distance from the coast, or no longer. */
export async function areas(map, chosen) {
  map.getSource("areas")?.setData(chosen ? `/api/v1/base/areas?bbox=${box(map).map((side) => side.toFixed(2)).join(",")}` : empty);
}

let labels = [], refined = "";

/** Bring the finer land and the ports of what is looked at. */
async function refine(map) {
  const zoom = map.getZoom();
  if (zoom < 3) { labels.forEach((label) => label.remove()); labels = []; refined = ""; return; }
  const [west, south, east, north] = box(map);
  const wide = Math.min((east - west) * 0.25, 12), tall = (north - south) * 0.25;
  const step = zoom < 4.5 ? 5 : zoom < 7 ? 1 : 0.25; // whole steps, so that the server and the browser may keep what they made
  const sides = [Math.floor((west - wide) / step) * step, Math.max(-90, Math.floor((south - tall) / step) * step), Math.ceil((east + wide) / step) * step, Math.min(90, Math.ceil((north + tall) / step) * step)];
  if (refined !== sides.join(",")) { refined = sides.join(","); map.getSource("land")?.setData(`/api/v1/base/land?bbox=${refined}`); }
  if (zoom < 5) { labels.forEach((label) => label.remove()); labels = []; return; }
  const ports = await api(`/api/v1/base/ports?bbox=${sides.join(",")}`);
  map.getSource("ports")?.setData(ports);
  labels.forEach((label) => label.remove());
  labels = zoom < 6.5 ? [] : spread(map, ports.features).map((port) => new globalThis.maplibregl.Marker({ element: make("span", { class: "portname" }, port.properties.name), anchor: "left", offset: [5, 0] }).setLngLat(port.geometry.coordinates).addTo(map));
}

/** Keep at most thirty names that do not lie upon each other. */
function spread(map, features) {
  const kept = [];
  for (const feature of features) {
    const at = map.project(feature.geometry.coordinates);
    if (kept.length < 30 && kept.every(([other]) => Math.abs(other.x - at.x) > 90 || Math.abs(other.y - at.y) > 16)) kept.push([at, feature]);
  }
  return kept.map(([, feature]) => feature);
}

function recolour(map) {
  map.setPaintProperty("sea", "background-color", colour("--sea"));
  for (const layer of ["world", "land"].filter((each) => map.getLayer(each))) {
    map.setPaintProperty(layer, "fill-color", colour("--land"));
    map.setPaintProperty(layer, "fill-outline-color", colour("--coast"));
  }
}

export const basisColour = () => ["match", ["get", "basis"], "observed", colour("--observed"), "documented", colour("--documented"), colour("--stated")];
