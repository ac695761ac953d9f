// @ts-check
/** What was wrong with a field: said beside it, and gone again once it is mended, in the summary above the form too. */

/** @param {Element} within the part of a field that has a [role=status] @param {string} [words] */
export function say(within, words = "") {
  const said = within.querySelector("[role=status]");
  if (said) said.textContent = words;
}

/** @param {Element} within */
export function mended(within) {
  say(within);
  const field = within.closest(".field-wrong");
  field?.classList.remove("field-wrong");
  field?.querySelector(".wrong")?.remove();
  const id = field?.querySelector("input[id], select, textarea")?.id;
  const summary = field?.closest("form")?.querySelector("[data-summary]");
  for (const link of summary?.querySelectorAll(`a[href="#${id}"]`) ?? []) link.closest("li")?.remove();
  summary?.querySelector(".summary-title")?.toggleAttribute("hidden", true);
  if (!summary?.querySelector("li")) summary?.remove();
}
