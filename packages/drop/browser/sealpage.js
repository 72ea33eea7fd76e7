// T1: the page that seals in the browser. The form appears after the self-test; any failure takes it away for good.

import { holdPage, Screen, Stop } from "./screen.js";
import { selfTest } from "./selftest.js";
import { getTerms, send } from "./sending.js";
import { Words } from "./words.js";

export function readTip(form) {
  const text = form.elements.message.value;
  const files = [...form.elements.file.files];
  if (!text.trim() && !files.length) return null;
  return {
    kind: form.elements.kind.value,
    call: form.elements.call?.value ?? null,
    language: document.documentElement.lang,
    text,
    files,
  };
}

// Let a form send. `wordsOf` gives the words to send under; new ones are shown at once, so that no crash can lose them.
export function sendBy(form, screen, wordsOf) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const tip = readTip(form);
    if (!tip) return screen.ask("state_empty", form.elements.message);
    form.hidden = true;
    holdPage(true);
    try {
      const { words, fresh } = wordsOf();
      if (fresh) screen.words(words.list());
      document.getElementById("state").scrollIntoView({ block: "center" });
      await send(await getTerms(), words, tip, screen);
      form.reset();
      screen.state("state_filed");
    } catch (error) {
      screen.stopped(error instanceof Stop ? error : new Stop("reason_selftest", String(error)));
    } finally {
      holdPage(false);
    }
  });
}

export async function sealPage() {
  const form = document.getElementById("seal");
  let screen;
  try {
    screen = await Screen.load();
    screen.state("state_checking");
    await selfTest();
    await getTerms();
    sendBy(form, screen, () => ({ words: Words.generate(), fresh: true }));
    screen.state("state_ready");
    screen.show("stopped", false);
    form.hidden = false;
  } catch (error) {
    (screen ?? (await fallback())).stopped(error);
  }
}

// Without texts the page still shows its links, which the server wrote.
async function fallback() {
  return new Screen({ refused_malformed: "" }, "");
}
