// @ts-check
/** A photo opens large over the page, with its neighbours a key or a tap away; without this the link opens it alone. */

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("zoom"));
const image = /** @type {HTMLImageElement} */ (dialog.querySelector("img"));
const said = /** @type {HTMLElement} */ (dialog.querySelector("p"));
/** @type {HTMLAnchorElement[]} */
let links = [];
let at = 0;

/** @param {number} index */
function show(index) {
  at = (index + links.length) % links.length;
  const small = links[at].querySelector("img");
  image.src = links[at].href;
  image.alt = small?.alt ?? "";
  said.textContent = [small?.alt, links.length > 1 ? `${at + 1} / ${links.length}` : ""].filter(Boolean).join(" · ");
  for (const button of dialog.querySelectorAll("[data-go]")) button.toggleAttribute("hidden", links.length < 2);
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const link = target.closest("a[data-zoom]");
  if (link instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    links = [...(link.closest("[data-zoom-group]") ?? document).querySelectorAll("a[data-zoom]")].map(
      (found) => /** @type {HTMLAnchorElement} */ (found),
    );
    show(links.indexOf(link));
    dialog.showModal();
  }
});

dialog.addEventListener("click", (event) => {
  const go = /** @type {HTMLElement} */ (event.target).closest("[data-go]");
  if (go instanceof HTMLElement) show(at + Number(go.dataset.go));
  else if (event.target !== image) dialog.close();
});

dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft") show(at - 1);
  if (event.key === "ArrowRight") show(at + 1);
});
