// Single keys for what the page can do anyway: an element with data-key is pressed, followed or opened by that key.
// They can be switched off (WCAG 2.1.4), which this browser remembers.
"use strict";
(() => {
  const STORED = "tierwatch-keys";
  const remembered = () => { try { return localStorage.getItem(STORED) !== "off"; } catch { return true; } };
  let on = remembered();

  const toggle = document.querySelector("[data-keys-switch]");
  const show = () => {
    document.documentElement.classList.toggle("no-keys", !on);
    if (toggle) { toggle.hidden = false; toggle.textContent = on ? "Switch single keys off" : "Switch single keys on"; }
  };
  if (toggle) toggle.addEventListener("click", () => {
    on = !on;
    try { localStorage.setItem(STORED, on ? "on" : "off"); } catch { /* a private window forgets it */ }
    show();
  });
  show();

  const isWritten = (element) => element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

  const press = (element) => {
    if (element.tagName === "DETAILS") {
      element.open = true;
      const first = element.querySelector("form input:not([type=hidden]):checked, form input:not([type=hidden]), form textarea, form select, button");
      if (first) { first.focus(); if (first.select) first.select(); }
      element.scrollIntoView({ block: "nearest" });
    } else {
      element.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key === "Escape") {
      const open = target.closest("details[open][data-key]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      return;
    }
    // A text of one paragraph is sent with Enter, as a field is.
    if (event.key === "Enter" && !event.shiftKey && target.matches("textarea[data-submit]")) {
      event.preventDefault();
      target.form.requestSubmit(target.form.querySelector("button"));
      return;
    }
    if (!on || event.ctrlKey || event.metaKey || event.altKey || isWritten(target)) return;
    if (event.key === "Enter" && target.closest("a, button, summary, input")) return;
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (wanted) { event.preventDefault(); press(wanted); }
  });
})();
