// @ts-check
/** A phrase goes into its field at once. Without this script the form is sent, and comes back with the phrase in it. */
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[name=phrase]") : null;
  if (!(button instanceof HTMLButtonElement)) return;
  const [name, ...words] = button.value.split(":");
  const field = button.form?.elements.namedItem(name);
  if (!(field instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  field.value += words.join(":");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  button.closest("details")?.removeAttribute("open");
  field.focus();
});
