// The mailbox: the words stay here; a token made from them fetches what is sealed, and it is opened here.

import { Decrypter } from "age-encryption";

import { unbase64 } from "./bytes.js";
import { readText } from "./container.js";
import { holds } from "./filing.js";
import { element, fill, saveLink, Screen, Stop } from "./screen.js";
import { selfTest } from "./selftest.js";
import { getTerms, openMailbox } from "./sending.js";
import { sendBy } from "./sealpage.js";
import { Words } from "./words.js";

async function openReply(sealed, words) {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(words.identity);
    return readText(await decrypter.decrypt(unbase64(sealed)));
  } catch {
    return null;
  }
}

async function replies(found, words, screen) {
  const shown = [element("h2", screen.text("replies"))];
  for (const reply of found.replies) {
    const text = await openReply(reply.sealed, words);
    shown.push(element("h3", screen.text("reply_number", { number: String(reply.number), day: reply.day })));
    shown.push(element("p", text ?? screen.text("reply_unreadable"), { class: "letter", dir: "auto" }));
  }
  if (!found.replies.length) shown.push(element("p", screen.text("mailbox_none")));
  return shown;
}

function filings(found, log, screen) {
  const shown = [element("h2", screen.text("filings"))];
  for (const tip of found.tips) {
    const leaf = JSON.parse(tip.leaf);
    const short = leaf.sha256.slice(0, 16);
    shown.push(element("p", screen.text("filing_line", { tier: leaf.tier, day: leaf.day, hash: short })));
    if (!tip.proof) {
      shown.push(element("p", screen.text("filing_waiting"), { class: "hint" }));
      continue;
    }
    shown.push(element("p", screen.text(holds(tip.proof, log) ? "filing_verified" : "filing_false")));
    const blob = new Blob([tip.proof], { type: "application/json" });
    shown.push(element("p", [saveLink(blob, `filing-${short}.json`, screen.text("filing_save"))]));
  }
  return shown;
}

async function show(words, screen) {
  const opened = document.getElementById("opened");
  const [found, terms] = [await openMailbox(words.token), await getTerms()];
  if (found.status === null) {
    screen.show("opened", false);
    screen.ask("mailbox_empty", document.getElementById("words"));
    return null;
  }
  const status = [element("h2", screen.text("status"), { tabindex: "-1" }), element("p", screen.text(`status_${found.status}`))];
  fill(opened, [...status, ...(await replies(found, words, screen)), ...filings(found, terms.log, screen)]);
  screen.show("opened");
  return found.status !== "closed";
}

export async function openPage() {
  const form = document.getElementById("mailbox");
  const answer = document.getElementById("seal");
  let screen, words;
  try {
    screen = await Screen.load();
    screen.state("state_checking");
    await selfTest();
    sendBy(answer, screen, () => ({ words, fresh: false }));
    screen.state("state_ready");
    screen.show("stopped", false);
    form.hidden = false;
  } catch (error) {
    return (screen ?? new Screen({ refused_malformed: "" }, "")).stopped(error);
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    answer.hidden = true;
    screen.state("state_opening");
    try {
      words = Words.parse(form.elements.words.value);
      const open = await show(words, screen);
      if (open === null) return;
      screen.state(null);
      answer.hidden = !open;
      form.reset(); // nobody who looks over a shoulder needs to see them any longer
      form.hidden = true;
      document.querySelector("#opened h2").focus();
    } catch (error) {
      if (error instanceof Stop && error.reason === "refused_words") return screen.ask("refused_words", form.elements.words);
      screen.stopped(error);
    }
  });
}
