// @ts-check
/** How much of a text field is used, from four fifths on; the server counts again. */

/** @param {HTMLTextAreaElement} area */
function watch(area) {
  const counter = document.createElement("span");
  counter.className = "counter";
  counter.setAttribute("aria-live", "polite");
  area.after(counter);
  const tell = () => {
    const long = [...area.value].length;
    counter.textContent = long > area.maxLength * 0.8 ? `${long} / ${area.maxLength}` : "";
    counter.classList.toggle("counter-over", long >= area.maxLength);
  };
  area.addEventListener("input", tell);
  area.dataset.counted = "";
  tell();
}

function look() {
  for (const area of document.querySelectorAll("textarea[maxlength]:not([data-counted])")) {
    watch(/** @type {HTMLTextAreaElement} */ (area));
  }
}

look();
document.addEventListener("htmx:afterSettle", look);
