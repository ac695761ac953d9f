// @ts-check
/** List and pane: on a desk a row opens beside the list. On a phone, and without this, it is a plain link. */

const desk = matchMedia("(min-width: 60em)");
const opened = () => /** @type {HTMLElement | null} */ (document.getElementById("opened"));

/** @param {HTMLAnchorElement} link */
function mark(link) {
  for (const row of document.querySelectorAll("a[data-pane]")) row.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  link.closest(".split")?.setAttribute("data-open", "");
}

/** @param {HTMLAnchorElement} link */
async function open(link) {
  mark(link);
  const way = { target: "#opened", select: "article.matter", swap: "innerHTML" };
  await /** @type {any} */ (window).htmx.ajax("GET", link.dataset.pane, way);
  opened()?.closest(".split-pane")?.scrollTo(0, 0);
}

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a[data-pane]");
  const plain = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!(link instanceof HTMLAnchorElement) || plain || !desk.matches || !opened()) return;
  event.preventDefault();
  history.pushState(null, "", link.dataset.address ?? "");
  void open(link);
});

addEventListener("popstate", (event) => {
  if (event.state?.htmx || !document.querySelector(".split")) return;
  const here = location.pathname + location.search;
  const link = [...document.querySelectorAll("a[data-pane]")].find(
    (row) => /** @type {HTMLElement} */ (row).dataset.address === here,
  );
  if (link instanceof HTMLAnchorElement && desk.matches) void open(link);
  else location.reload();
});

/** After a step another page may stand in #main: the address says which, and its open row is in sight. */
document.addEventListener("htmx:afterSettle", (event) => {
  const { target, detail } = /** @type {CustomEvent} */ (event);
  if (!(target instanceof Element)) return;
  const place = target.closest(".steps-place");
  if (place) for (const other of document.querySelectorAll(".steps-place")) if (other !== place) other.replaceChildren();
  if (!target.matches("main") || !detail?.pathInfo?.responsePath) return;
  history.replaceState(null, "", detail.pathInfo.responsePath);
  document.querySelector("a[data-pane][aria-current]")?.scrollIntoView({ block: "nearest" });
});
