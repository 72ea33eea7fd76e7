// Passkeys: what the desk asks goes to the authenticator, and what it answers goes back with the secret that it makes.

import { api } from "./desk.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (every) => every?.map((each) => ({ ...each, id: bytes(each.id) }));

function said(credential) {
  const answer = credential.response, response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) if (answer[name]) response[name] = text(answer[name]);
  if (answer.getTransports) response.transports = answer.getTransports();
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} };
}

const secretOf = (credential) => credential.getClientExtensionResults().prf?.results?.first;

async function go(button) {
  const { why, token = "" } = button.dataset;
  const asked = await api("/passkey/ask", { method: "POST", json: { why, token } });
  const options = asked.options, prf = { eval: { first: bytes(asked.prf) } };
  options.challenge = bytes(options.challenge);
  options.extensions = { prf };
  let credential, secret;
  if (why === "sign in") {
    options.allowCredentials = listed(options.allowCredentials);
    credential = await navigator.credentials.get({ publicKey: options });
    secret = secretOf(credential);
  } else {
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = listed(options.excludeCredentials);
    credential = await navigator.credentials.create({ publicKey: options });
    secret = secretOf(credential);
    if (!secret && credential.getClientExtensionResults().prf?.enabled) {
      // Many authenticators make their secret only when they sign: so ask the new passkey once.
      const once = await navigator.credentials.get({ publicKey: { challenge: crypto.getRandomValues(new Uint8Array(32)), rpId: options.rp.id, userVerification: "required", allowCredentials: [{ type: "public-key", id: credential.rawId }], extensions: { prf } } });
      secret = secretOf(once);
    }
  }
  const json = { why, token, challenge: asked.challenge, credential: said(credential), secret: secret ? text(secret) : "" };
  location.href = (await api("/passkey", { method: "POST", json })).to;
}

for (const button of document.querySelectorAll("button.passkey")) {
  if (!window.PublicKeyCredential) { button.disabled = true; button.textContent += " (this browser has none)"; continue; }
  button.addEventListener("click", async () => {
    const line = document.getElementById("passkey-said");
    line.hidden = true;
    button.disabled = true;
    try { await go(button); } catch (failure) {
      line.textContent = failure.name === "NotAllowedError" ? "No passkey was given." : failure.message;
      line.hidden = false;
    } finally { button.disabled = false; }
  });
}
