// @ts-check
/** The report form: long lists show what belongs to the chosen street, and the text says how much of it is used. */

/**
 * Let a grouped list hold only the group of a street, as long as one is chosen.
 * @param {HTMLSelectElement} select
 * @param {HTMLSelectElement} street
 */
function narrow(select, street) {
  const all = [...select.children];
  const show = () => {
    const only = street.value ? street.selectedOptions[0]?.textContent : "";
    const fits = all.some((part) => part instanceof HTMLOptGroupElement && part.label === only);
    const [chosen, within] = [select.value, select.selectedOptions[0]?.parentElement];
    const kept = (/** @type {Element} */ part) =>
      !(part instanceof HTMLOptGroupElement) || part.label === only || part === within;
    select.replaceChildren(...all.filter((part) => !fits || kept(part)));
    select.value = chosen;
  };
  street.addEventListener("change", show);
  show();
}

/** @param {HTMLTextAreaElement} area */
function count(area) {
  const counter = Object.assign(document.createElement("p"), { className: "counter" });
  counter.setAttribute("aria-live", "polite");
  area.after(counter);
  const most = Number(area.dataset.most);
  const tell = () => {
    const long = [...area.value.trim()].length;
    counter.textContent = long > most * 0.8 ? `${long} / ${most}` : "";
    counter.classList.toggle("counter-over", long > most);
  };
  area.addEventListener("input", tell);
  tell();
}

/** Once for each form: a form that was refused comes back as another one in its place. */
function look() {
  const form = document.querySelector("form[data-report]:not([data-ready])");
  form?.setAttribute("data-ready", "");
  const street = form?.querySelector("[name=street]");
  for (const select of form?.querySelectorAll("[name=community], [name=deputy]") ?? [])
    if (select instanceof HTMLSelectElement && street instanceof HTMLSelectElement) narrow(select, street);
  for (const area of form?.querySelectorAll("textarea[data-most]") ?? [])
    count(/** @type {HTMLTextAreaElement} */ (area));
}

/** When the report is sent, hints are dropped and none is asked for: with the old session it would end the new one. */
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form[data-report]") : null;
  const hints = event.target === form ? (form?.querySelectorAll("[data-hint]") ?? []) : [];
  for (const hint of hints) hint.dispatchEvent(new CustomEvent("htmx:abort"));
  if (event.target !== form && form?.matches(".htmx-request")) event.preventDefault();
});

look();
document.addEventListener("htmx:afterSettle", look);
