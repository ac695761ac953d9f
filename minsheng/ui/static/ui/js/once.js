// @ts-check
/** A form is sent once: further taps are swallowed until it failed, came back, or took too long. */

const PATIENCE = 20_000;
/** @type {Set<HTMLFormElement>} */
const sent = new Set();

/** @param {HTMLFormElement} form @param {boolean} busy */
function mark(form, busy) {
  for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
    button.toggleAttribute("data-busy", busy);
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

/** @param {HTMLFormElement} form */
function release(form) {
  if (sent.delete(form)) mark(form, false);
}

addEventListener(
  "submit",
  (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "post" || "many" in form.dataset) return;
    if (sent.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent.add(form);
    mark(form, true);
    setTimeout(() => release(form), PATIENCE);
  },
  true,
);
addEventListener("pageshow", () => [...sent].forEach(release));
document.addEventListener("htmx:afterRequest", ({ target }) => target instanceof HTMLFormElement && release(target));
document.addEventListener("ms-held", ({ target }) => {
  const form = target instanceof Element ? target.closest("form") : null;
  if (form) release(form);
});
