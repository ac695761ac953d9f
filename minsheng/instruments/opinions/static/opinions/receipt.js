// @ts-check
/** The button that prints, where pages can be printed; else the browser's own menu does. */

const button = document.querySelector("[data-print]");
button?.removeAttribute("hidden");
button?.addEventListener("click", () => print());
