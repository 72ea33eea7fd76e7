// What the pages say and show. Texts come from the server's own file of texts; nothing is ever set as HTML.

const byId = (id) => document.getElementById(id);

export class Stop extends Error {
  // A reason to stop that the source can read: the key of a text.
  constructor(reason, detail = "") {
    super(detail || reason);
    this.reason = reason;
  }
}

export class Screen {
  constructor(texts, name) {
    this.texts = texts;
    this.name = name;
  }

  static async load() {
    const body = document.body;
    const answer = await fetch(body.dataset.texts, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (!answer.ok) throw new Stop("reason_line");
    return new Screen(await answer.json(), body.dataset.name);
  }

  text(key, values = {}) {
    let found = this.texts[key] ?? this.texts.refused_malformed;
    for (const [name, value] of Object.entries({ name: this.name, ...values })) {
      found = found.replaceAll(`{${name}}`, value);
    }
    return found;
  }

  state(key, values) {
    byId("state").textContent = key ? this.text(key, values) : "";
    byId("state").classList.remove("warning");
  }

  // Something that the source has to mend: said where it is seen, and the place to mend it is at hand.
  ask(key, field) {
    this.state(key);
    byId("state").classList.add("warning");
    field.focus();
  }

  show(id, visible = true) {
    byId(id).hidden = !visible;
  }

  // Stop for good: no form, no way on but the source's own choice.
  stopped(error) {
    const reason = error instanceof Stop ? error.reason : "reason_selftest";
    for (const form of document.forms) form.hidden = true;
    this.state(null);
    byId("stopped-title").textContent = this.text("state_failed");
    byId("reason").textContent = this.text(reason);
    byId("stopped").classList.add("final");
    byId("stopped").setAttribute("role", "alert");
    this.show("stopped");
    byId("stopped").scrollIntoView();
  }

  words(words) {
    fill(byId("words-list"), words.map((word) => element("li", word)));
    this.show("words-shown");
  }
}

// While something is being sent, the browser asks before the page is closed.
export function holdPage(held) {
  window.onbeforeunload = held ? (event) => event.preventDefault() : null;
}

export function element(tag, content = null, attributes = {}) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  if (Array.isArray(content)) made.append(...content.filter((part) => part !== null));
  else if (content !== null) made.textContent = content;
  return made;
}

export function fill(parent, children) {
  parent.replaceChildren(...children);
}

export function saveLink(blob, name, label) {
  return element("a", label, { href: URL.createObjectURL(blob), download: name, class: "button" });
}
