// Passkeys (WebAuthn). Loaded by the pages that make or use one. The question for the device stands
// in the form's data-options; the device's answer goes into the form, and the form is sent as ever.

const CODED = ["challenge", "id"];

for (const part of document.querySelectorAll("[data-passkeys-only]")) {
  part.hidden = window.PublicKeyCredential === undefined;
}

const form = document.querySelector("form[data-passkey]");
form?.addEventListener("submit", async (event) => {
  const { name, answer } = form.elements;
  // A passkey that has no name yet is not made: the server says what is missing.
  const unnamed = name !== undefined && (name.value.trim() === "" || name.value.trim().length > 60);
  if (answer.value !== "" || unnamed || window.PublicKeyCredential === undefined) return;
  event.preventDefault();
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    const publicKey = decoded(JSON.parse(form.dataset.options));
    const passkey = await navigator.credentials[form.dataset.passkey]({ publicKey });
    answer.value = JSON.stringify(told(passkey));
    form.submit();
  } catch {
    problem.hidden = false;
    problem.focus();
  }
});
if (form?.dataset.passkeyNow !== undefined) form.requestSubmit();

/** The question with bytes where the browser wants bytes. */
function decoded(options) {
  const read = (value, key) => {
    if (typeof value === "string") return CODED.includes(key) ? bytes(value) : value;
    if (Array.isArray(value)) return value.map((item) => read(item));
    if (value === null || typeof value !== "object") return value;
    // The site's own id is a name, not bytes.
    const names = Object.entries(value).map(([name, item]) => [name, key === "rp" ? item : read(item, name)]);
    return Object.fromEntries(names);
  };
  return read(options);
}

/** The device's answer as text. */
function told({ id, rawId, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const coded = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  const transports = response.getTransports?.();
  return { id, rawId: text(rawId), type, response: { ...Object.fromEntries(coded), transports } };
}

function bytes(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (character) => character.codePointAt(0));
}

function text(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCodePoint(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
