// The slider of days: says the day while it moves, and goes there when it is let go. Without this script its button does.
"use strict";
for (const form of document.querySelectorAll("form[data-asof]")) {
  const slider = form.querySelector("input[type=range]");
  const shown = document.querySelector("[data-asof-day]");
  const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const first = Date.parse(slider.dataset.first + "T00:00:00Z");
  const start = slider.value;
  const dayOf = (place) => new Date(first + place * 86400000);
  form.querySelector("[data-asof-button]").hidden = true;
  slider.addEventListener("input", () => {
    const day = dayOf(Number(slider.value));
    shown.textContent = words.format(day);
    shown.dateTime = day.toISOString().slice(0, 10);
    slider.setAttribute("aria-valuetext", words.format(day));
  });
  const go = () => {
    if (slider.value === start) return;
    const asked = new URLSearchParams(new FormData(form));
    asked.delete("day");
    asked.set("as_of", dayOf(Number(slider.value)).toISOString().slice(0, 10));
    window.location.search = asked.toString();
  };
  // Let go of with a pointer, or left or confirmed with the keyboard: arrow keys alone must not turn the page.
  slider.addEventListener("pointerup", () => setTimeout(go));
  slider.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); go(); } });
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
}
