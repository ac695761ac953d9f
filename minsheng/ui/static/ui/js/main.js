// @ts-check
/** The one script of every page. What a page needs is loaded when its markup is there; all of it works without. */
import "./once.js";

/** @type {Record<string, () => Promise<unknown>>} */
const PARTS = {
  "details.menu": () => import("./menu.js"),
  "ms-copy": () => import("./copy.js"),
  "ms-photos": () => import("./photos.js"),
  "ms-place": () => import("./place.js"),
  "ms-place optgroup": () => import("./narrow.js"),
  "a[download]": () => import("./download.js"),
  "ms-draft, [data-draft-sent]": () => import("./draft.js"),
  "ms-batch": () => import("./batch.js"),
  "textarea[maxlength]": () => import("./count.js"),
  "a[data-zoom]": () => import("./zoom.js"),
};

/** Load what is newly on the page. */
function look() {
  for (const [selector, load] of Object.entries(PARTS)) {
    if (!document.querySelector(selector)) continue;
    delete PARTS[selector];
    void load();
  }
}

/**
 * After a part was put in place, go to what it asks for: what is wrong first, else its first field.
 * @param {Event} event
 */
function attend(event) {
  look();
  const part = event.target instanceof Element ? event.target : document.body;
  const wrong = part.querySelector("[data-summary]") ?? (part.matches("form[data-inplace]") ? part : null);
  const first = part.querySelector("form[data-inplace] :is(input, select, textarea):not([type=hidden])");
  const target = wrong ?? (part.matches("main") ? part : first);
  if (target instanceof HTMLElement) target.focus({ preventScroll: !wrong });
}

look();
document.addEventListener("htmx:afterSettle", attend);
