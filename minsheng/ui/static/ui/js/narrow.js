// @ts-check
/** In <ms-place>, choosing a street leaves only its group in the list of communities; "none chosen" leaves all. */

document.addEventListener("change", (event) => {
  const select = event.target;
  if (!(select instanceof HTMLSelectElement) || !select.name.endsWith("street")) return;
  const place = select.closest("ms-place");
  const chosen = select.value ? select.selectedOptions[0].text : "";
  for (const group of place?.querySelectorAll("optgroup") ?? []) {
    const other = chosen !== "" && group.label !== chosen;
    group.hidden = group.disabled = other;
    const within = group.closest("select");
    if (other && within?.selectedOptions[0]?.parentElement === group) within.value = "";
  }
});
