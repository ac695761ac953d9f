// Measures a page as it stands: what runs out of it, what is cut, what is too small to tap. Returns sentences.
(least) => {
  const wide = document.documentElement.clientWidth;
  const told = [];
  const tag = (it) => `${it.tagName.toLowerCase()}${it.id ? `#${it.id}` : ""}${[...it.classList].map((c) => `.${c}`).join("")}`;
  const words = (it) => (it.getAttribute("aria-label") || it.innerText || it.name || "").trim().replace(/\s+/g, " ").slice(0, 30);
  const say = (what, it) => told.push(`${what}: ${tag(it)} “${words(it)}”`);
  const shown = (it) => {
    const box = it.getBoundingClientRect();
    return it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width > 1 && box.height > 1;
  };
  const scrolls = (it) => {
    for (let up = it.parentElement; up && up !== document.body; up = up.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return true;
    return false;
  };

  if (document.documentElement.scrollWidth > wide) told.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} > ${wide}`);
  for (const it of document.querySelectorAll("body *")) {
    const box = it.getBoundingClientRect();
    if (shown(it) && !it.closest("svg *") && (box.right > wide + 1 || box.left < -1) && !scrolls(it)) say(`out of sight (${Math.round(box.right)} of ${wide})`, it);
  }

  const LABELS = "button, label, legend, summary, .button, .badge, .tab, .tabbar-item, .segment, th, h1, h2, h3";
  for (const it of document.querySelectorAll(LABELS))
    if (shown(it) && it.clientWidth && !it.closest(".visually-hidden") && it.scrollWidth > it.clientWidth + 1) say(`cut (${it.scrollWidth} > ${it.clientWidth})`, it);

  const names = [...document.querySelectorAll("nav[aria-label], [role=region][aria-label]")].filter(shown).map((it) => it.getAttribute("aria-label"));
  for (const name of names.filter((name, i) => names.indexOf(name) < i)) told.push(`two parts of the page are called “${name}”`);

  if (!least) return [...new Set(told)];
  /** The box that reacts: of a box to tick its label, of a search field its frame, else the thing itself. */
  const reacts = (it) => {
    const boxes = [it.closest("form.search") ?? it, ...(it.labels ?? [])].filter(shown).map((part) => part.getBoundingClientRect());
    const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((box) => box[side])));
    return [right - left, bottom - top];
  };
  const WORD = 24; // a link of two characters is as wide as they are
  const inSentence = (it) => it.matches("a") && getComputedStyle(it).display === "inline";
  for (const it of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    if (!shown(it) || inSentence(it) || it.closest(".leaflet-container, .skip, .visually-hidden")) continue;
    const [width, height] = reacts(it).map((size) => Math.round(size * 10) / 10);
    if (width < (it.matches("a") && it.innerText.trim() ? WORD : least) || height < least) say(`too small to tap (${width} × ${height})`, it);
  }
  return [...new Set(told)];
}
