// The keys of the staff desk. Loaded on its pages only, and only where a person has them on: a key
// presses the control whose data-key it is. Everything works without it.

const TYPED_INTO = "input:not([type=radio], [type=checkbox], [type=submit], [type=button]), textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.closest(TYPED_INTO)) return;
  if (/^[1-9]$/.test(event.key)) {
    const standard = document.querySelectorAll(".standard")[event.key - 1];
    standard?.querySelector("input:checked, input")?.focus();
    return;
  }
  if (event.key === "m" && meetsAll()) return;
  document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});

/** Answers every standard on the spot, where the button without script asks the server to. */
function meetsAll() {
  const meets = [...document.querySelectorAll('.standard input[value="meets"]')];
  for (const radio of meets) radio.checked = true;
  return meets.length > 0;
}
