// @ts-check
/** Menus are <details>: they close on Escape, on a click elsewhere, and when another one opens. */

/** @param {Element | null} except */
function close(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.removeAttribute("open");
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const menu = target.closest("details.menu");
  close(target.closest("a.menu-item") ? null : menu);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  close(null);
  open?.querySelector("summary")?.focus();
});
