// Makes pages smoother; without it every page still works.
"use strict";

// The summary of faults is read first. (`autofocus` does this without script in most browsers.)
document.getElementById("faults")?.focus();

// A list that was filtered or sorted in place: say how long it is now.
document.addEventListener("htmx:after:swap", () => {
  const count = document.querySelector("#results [data-announce]");
  const announcement = document.getElementById("announcement");
  if (count && announcement) announcement.textContent = count.textContent;
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "true";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Filters apply as they are chosen.
document.addEventListener("change", (event) => {
  if (event.target.matches("#filters select")) event.target.form.requestSubmit();
});
