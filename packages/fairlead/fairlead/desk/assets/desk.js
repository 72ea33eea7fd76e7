// What every screen has: keyboard, search as you type, theme, short messages. It decides nothing.

const $ = (selector, from = document) => from.querySelector(selector);
export const csrf = document.body.dataset.csrf;

/** Ask the API; an answer that is an error becomes an Error with the API's own words. */
export async function api(path, options = {}) {
  const headers = { accept: "application/json", ...(options.headers ?? {}) };
  if (options.method && options.method !== "GET") headers["x-csrf-token"] = csrf;
  if (options.json !== undefined) {
    headers["content-type"] = "application/json";
    options = { ...options, body: JSON.stringify(options.json) };
  }
  const answer = await fetch(path, { ...options, headers });
  if (answer.status === 204) return null;
  const body = await answer.json();
  if (!answer.ok) throw new Error([body.error?.message, body.error?.hint].filter(Boolean).join("; "));
  return body;
}

/** Make an element: make("a", {href: "/x"}, "text", child). Text is always text, never markup. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function makeSvg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function toast(text, action) {
  const line = make("p", { class: "toast" }, text);
  if (action) line.append(" ", action);
  $("#toasts").append(line);
  setTimeout(() => line.remove(), action ? 20000 : 6000);
}

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

$("#theme")?.addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme === "dark" || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("fairlead-theme", document.documentElement.dataset.theme);
  document.dispatchEvent(new Event("theme"));
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new Event("theme")));

const help = $("#keyhelp");
$("#keys")?.addEventListener("click", () => help.showModal());

// Search as you type: a list of addresses below the box; Enter without a choice goes to the whole answer.
const box = $("#q-all"), found = $("#found");
let asked = 0, timer;
if (box) {
  const close = () => { found.hidden = true; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
  const options = () => [...found.querySelectorAll('[role="option"]')];
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const text = box.value.trim(), turn = ++asked;
      if (text.length < 2) return close();
      try {
        const answer = await api(`/api/v1/search?${new URLSearchParams({ q: text, limit: 12 })}`);
        if (turn !== asked) return;
        found.replaceChildren(...answer.hits.map((hit, n) => make("a", { href: hit.address, role: "option", id: `hit-${n}`, tabindex: "-1", "aria-selected": "false" }, make("span", { class: "tag" }, hit.kind), " ", hit.title, hit.sub ? make("span", { class: "sub" }, ` ${hit.sub}`) : null)));
        if (!answer.hits.length) found.replaceChildren(make("p", { class: "sub", role: "option", "aria-selected": "false", "aria-disabled": "true" }, "nothing found"));
        found.hidden = false;
        box.setAttribute("aria-expanded", "true");
      } catch { close(); }
    }, 120);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); box.blur(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp" && event.key !== "Enter") return;
    const all = options().filter((each) => each.href), at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
    if (event.key === "Enter") { if (at >= 0) { event.preventDefault(); location.href = all[at].href; } return; }
    event.preventDefault();
    const next = (at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % Math.max(all.length, 1);
    all.forEach((each, n) => each.setAttribute("aria-selected", String(n === next)));
    if (all[next]) { box.setAttribute("aria-activedescendant", all[next].id); all[next].scrollIntoView({ block: "nearest" }); }
  });
  box.addEventListener("blur", () => setTimeout(close, 200));
}

// Keyboard: rows with j and k, screens with g and a letter.
let waiting = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") { $("#panel-x")?.click(); if (typing) typing.blur(); return; }
  if (typing) return;
  if (waiting) {
    waiting = false;
    const link = document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`);
    if (link) { location.href = link.href; return; }
  }
  if (event.key === "/") { event.preventDefault(); box?.focus(); }
  else if (event.key === "?") help?.showModal();
  else if (event.key === "u") $(".undo button")?.focus();
  else if (event.key === "a") { const first = $(".acts summary, .acts button"); first?.focus(); first?.scrollIntoView({ block: "center" }); }
  else if (event.key === "g") { waiting = true; setTimeout(() => { waiting = false; }, 1500); }
  else if (event.key === "j" || event.key === "k") {
    const rows = [...document.querySelectorAll("table.list tbody tr")].filter((row) => row.querySelector("a"));
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), rows.length - 1)];
    next.querySelector("td.what a, a").focus();
    next.scrollIntoView({ block: "nearest" });
  }
});

// After an act: say so, with the act that takes it back where there is one.
const query = new URLSearchParams(location.search);
if (query.has("done")) {
  const undo = document.querySelector(".undo");
  const said = { open: "Opened", dismiss: "Dismissed", request: "Request recorded", reply: "Reply recorded", propose: "Proposed; a second person must confirm it", confirm: "The finding is confirmed", correct: "Corrected", withdraw: "Withdrawn", statement: "Judged", row: "Judged; derive anew, under Add, to follow it", observe: "Recorded", identity: "Decided" }[query.get("done")] ?? "Done";
  toast(`${said}: signed, in the custody log.`, undo ? undo.cloneNode(true) : null);
  query.delete("done"); query.delete("entry");
  history.replaceState(null, "", location.pathname + (query.size ? `?${query}` : ""));
}
