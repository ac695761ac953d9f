// @ts-check
/** The report form: long lists show what belongs to the chosen street, and the text says how much of it is used. */

/**
 * Let a grouped list hold only the group of a street, as long as one is chosen.
 * @param {HTMLSelectElement} select
 * @param {() => string} street the words of the chosen street, "" for none
 */
function narrow(select, street) {
  const all = [...select.children];
  const show = () => {
    const only = street();
    const fits = all.some((part) => part instanceof HTMLOptGroupElement && part.label === only);
    const chosen = select.value;
    const kept = (/** @type {Element} */ part) =>
      !(part instanceof HTMLOptGroupElement) || part.label === only || Boolean(part.querySelector(":checked[value]"));
    select.replaceChildren(...all.filter((part) => !fits || kept(part)));
    select.value = chosen;
  };
  for (const name of ["pointerdown", "focus"]) select.addEventListener(name, show);
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

const form = document.querySelector("form[data-report]");
const street = /** @type {HTMLSelectElement | null} */ (form?.querySelector("[name=street]"));
const words = () => (street?.value ? (street.selectedOptions[0]?.textContent ?? "") : "");
for (const name of ["community", "deputy"]) {
  const select = form?.querySelector(`[name=${name}]`);
  if (select instanceof HTMLSelectElement) narrow(select, words);
}
for (const area of form?.querySelectorAll("textarea[data-most]") ?? []) count(/** @type {HTMLTextAreaElement} */ (area));
const code = form?.querySelector("[name=code]");
if (code instanceof HTMLInputElement && !form?.querySelector("[data-summary]")) code.focus();
