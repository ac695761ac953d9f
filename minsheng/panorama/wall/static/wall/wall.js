// @ts-check
/** The wall's clock; when what it shows was last confirmed; a sign when it can't be. Refreshing itself is htmx's. */

const LOST = 15_000, RENEWED = 6 * 60 * 60_000;
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const live = part("live"), lost = part("lost"), began = Date.now();
const ahead = Date.parse(live.dataset.now ?? "") - began;
let edition = "", confirmed = began;

/** @param {number} at @param {Intl.DateTimeFormatOptions} [more] the time in China, as the server's clock has it */
const time = (at, more) => new Date(at + ahead).toLocaleTimeString("zh", { timeZone: "Asia/Shanghai", hourCycle: "h23", hour: "2-digit", minute: "2-digit", ...more });
/** @param {number} at */
const exact = (at) => time(at, { second: "2-digit" });
/** @param {HTMLElement} where @param {string} words */
const say = (where, words) => where.textContent === words || (where.textContent = words);

function tick() {
  const gone = Date.now() - confirmed > LOST;
  say(part("clock"), time(Date.now()));
  say(part("stamp"), exact(confirmed));
  say(lost, gone ? `${lost.dataset.words} ${exact(confirmed)}` : "");
}

document.addEventListener("htmx:configRequest", (event) => {
  if (edition) /** @type {CustomEvent} */ (event).detail.headers["If-None-Match"] = edition;
});

/** What has not changed is not drawn again; an answer without an edition is no wall: who was signed out signs in. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  const { status } = detail.xhr, tag = detail.xhr.getResponseHeader("ETag");
  if (tag || status === 304) confirmed = Date.now();
  if (status === 200 && !tag) location.reload();
  if (tag && confirmed - began > RENEWED && !document.fullscreenElement) location.reload();
  edition = tag ?? edition;
  detail.shouldSwap = status === 200 && Boolean(tag);
  tick();
});

const full = part("full");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
setInterval(tick, 1000);
