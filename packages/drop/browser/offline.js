// T2: the page that seals on a device without a network, into a file to carry. It asks nothing of any network.

import { element, fill, saveLink, Screen, Stop } from "./screen.js";
import { pieces, seal } from "./sealing.js";
import { readTip } from "./sealpage.js";
import { selfTest } from "./selftest.js";
import { Words } from "./words.js";

const PIECE = 1 << 22;

function field(id, label, hint, input) {
  const parts = [element("label", label, { for: id })];
  if (hint) parts.push(element("p", hint, { id: `${id}-hint`, class: "hint" }));
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  return [...parts, input];
}

function formFor(screen) {
  const kinds = ["tip", "message", "claim", "contest", "withdraw"];
  const kind = element("select", kinds.map((one) => element("option", screen.text(`kind_${one}`), { value: one })), { name: "kind" });
  const message = element("textarea", null, { name: "message", rows: "12", dir: "auto", spellcheck: "false", autocomplete: "off" });
  const files = element("input", null, { type: "file", name: "file", multiple: "" });
  const call = element("input", null, { name: "call", maxlength: "64", autocomplete: "off", class: "short" });
  const form = element("form", null, { id: "seal", autocomplete: "off" });
  form.append(
    ...field("kind", screen.text("kind_label"), null, kind),
    ...field("call", screen.text("call_label"), null, call),
    ...field("message", screen.text("message_label"), screen.text("message_hint"), message),
    ...field("files", screen.text("files_label"), screen.text("files_hint"), files),
    element("p", [element("button", screen.text("offline_seal"), { type: "submit", class: "button" })]),
  );
  return form;
}

function stopped(main, screen, error) {
  const reason = error instanceof Stop ? error.reason : "reason_selftest";
  const heading = element("h1", screen.text("state_failed"));
  fill(main, [heading, element("p", screen.text(reason), { class: "warning", role: "alert", id: "reason" })]);
}

async function sealInto(main, screen, terms, tip) {
  const words = Words.generate();
  const sealed = await seal(terms, "T2", words, tip);
  const state = document.getElementById("state");
  const parts = [];
  let done = 0;
  for await (const piece of pieces(sealed.chunks, PIECE)) {
    parts.push(piece);
    done += piece.size;
    state.textContent = `${Math.floor((100 * done) / sealed.size)} %`;
  }
  const list = element("ol", words.list().map((word) => element("li", word)), { class: "words", id: "words-list", lang: "en", dir: "ltr" });
  fill(main, [
    element("h1", screen.text("offline_title"), { tabindex: "-1" }),
    element("p", screen.text("offline_done"), { class: "lead" }),
    element("h2", screen.text("words_title")),
    element("p", screen.text("words_lead"), { class: "warning" }),
    list,
    element("p", [saveLink(new Blob(parts, { type: "application/octet-stream" }), "sealed.age", screen.text("offline_save"))]),
  ]);
  main.querySelector("h1").focus();
}

export async function offlinePage() {
  const main = document.getElementById("offline");
  const terms = JSON.parse(document.getElementById("terms").textContent);
  let tested = null;

  async function draw(language) {
    const screen = new Screen(terms.texts[language], terms.name);
    document.documentElement.lang = language;
    document.documentElement.dir = screen.text("dir");
    document.title = screen.text("offline_title");
    const choices = Object.keys(terms.texts).map((one) => {
      const button = element("button", terms.texts[one].language, { type: "button", lang: one, class: "button quiet" });
      button.setAttribute("aria-pressed", String(one === language));
      button.addEventListener("click", () => draw(one));
      return button;
    });
    const form = formFor(screen);
    fill(main, [
      element("nav", choices, { "aria-label": screen.text("languages"), class: "choices" }),
      element("h1", screen.text("offline_title")),
      element("p", screen.text("offline_lead"), { class: "lead" }),
      navigator.onLine ? element("p", screen.text("offline_online"), { class: "warning" }) : element("span"),
      element("aside", [element("p", screen.text("rule"))]),
      element("p", screen.text("state_checking"), { id: "state", role: "status", "aria-live": "polite" }),
      form,
      element("p", screen.text("offline_keys", { epoch: String(terms.epoch), hash: terms.fingerprint }), { class: "hint" }),
    ]);
    form.hidden = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const tip = readTip(form);
      if (!tip) return screen.ask("state_empty", form.elements.message);
      form.hidden = true;
      try {
        await sealInto(main, screen, terms, tip);
      } catch (error) {
        stopped(main, screen, error);
      }
    });
    try {
      tested ??= selfTest();
      await tested;
      document.getElementById("state").textContent = screen.text("state_ready");
      form.hidden = false;
    } catch (error) {
      stopped(main, screen, error);
    }
  }

  const wanted = (navigator.language || "en").slice(0, 2);
  await draw(wanted in terms.texts ? wanted : "en");
}
