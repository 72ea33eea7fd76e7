// One occasion: every cell opens the very rows, words or region.

import { api, make } from "./desk.js";

const panel = document.getElementById("panel"), body = document.getElementById("panel-body"), heading = document.getElementById("panel-h");
let opener = null;

document.querySelector(".matrix")?.addEventListener("click", (event) => {
  const cell = event.target.closest("button.cell");
  if (!cell) return;
  document.querySelectorAll("button.cell[aria-expanded=true]").forEach((each) => each.setAttribute("aria-expanded", "false"));
  cell.setAttribute("aria-expanded", "true");
  opener = cell;
  heading.textContent = `${cell.dataset.element}: ${cell.dataset.who}`;
  body.replaceChildren(cell.nextElementSibling.content.cloneNode(true));
  panel.hidden = false;
  panel.querySelector("button").focus();
  const links = [...body.querySelectorAll("a.place")];
  links.slice(0, 4).forEach((link) => excerpt(link));
  links.slice(4).forEach((link) => link.addEventListener("click", (press) => { press.preventDefault(); excerpt(link); }, { once: true }));
});

document.getElementById("panel-x")?.addEventListener("click", () => {
  if (panel.hidden) return;
  panel.hidden = true;
  opener?.setAttribute("aria-expanded", "false");
  opener?.focus();
});

/** Bring what a place of an exhibit says, below its link. */
async function excerpt(link) {
  const url = new URL(link.href);
  const room = make("div", { class: "excerpt" }, make("p", { class: "sub" }, "reading…"));
  link.after(room);
  try {
    const said = await api(`/api/v1/exhibits/${link.dataset.sha}/excerpt${url.search}`);
    room.replaceChildren();
    if (said.words) room.append(make("blockquote", {}, said.words));
    if (said.image) room.append(make("img", { src: said.image, alt: `The cited region: ${said.where}`, loading: "lazy" }));
    if (said.rows.length) room.append(make("div", { class: "scroll", tabindex: "0" }, table(said)));
    if (said.left_out) room.append(make("p", { class: "sub" }, `${said.left_out} more rows; the link opens them all`));
    if (!room.childElementCount) room.append(make("p", { class: "sub" }, "No reader tells what stands there; look at the exhibit itself."));
  } catch (failure) {
    room.replaceChildren(make("p", { class: "note" }, failure.message));
  }
}

function table(said) {
  const head = make("tr", {}, ...said.columns.map((column) => make("th", { scope: "col" }, column)));
  return make("table", { class: "rows" }, make("thead", {}, head), make("tbody", {}, ...said.rows.map((row) => make("tr", { class: "asked" }, ...row.map((cell) => make("td", {}, cell))))));
}
