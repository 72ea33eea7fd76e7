// What an occasion's dossier draws, or the same of a ship around a day: brought when somebody scrolls to it.

import { api, make } from "./desk.js";

const room = document.getElementById("drawn");

/** Drawings come from our own server, which escapes every word in them; they hold no script, and none would run. */
function drawing(told) {
  const page = new DOMParser().parseFromString(told.svg, "text/html");
  return make("figure", { class: "drawn" }, document.importNode(page.querySelector("svg"), true), make("figcaption", {}, told.caption));
}

async function bring() {
  const waiting = room.querySelector("p");
  try {
    const { pictures } = await api(room.dataset.address);
    waiting.remove();
    room.append(...pictures.map(drawing));
    if (!pictures.length) room.append(make("p", { class: "sub" }, "Nothing that was heard of these ships can be drawn."));
  } catch (failure) {
    waiting.textContent = failure.message;
  }
}

if (room) {
  const near = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    near.disconnect();
    bring();
  }, { rootMargin: "600px" });
  near.observe(room);
}
