// @ts-check
/** <ms-copy data-text="…" data-said="Copied">: its button copies the text and says so. */

/** @param {string} text Copies where there is no clipboard either (a page without TLS). */
function byHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

class Copy extends HTMLElement {
  connectedCallback() {
    this.querySelector("button")?.addEventListener("click", () => void this.copy());
  }

  async copy() {
    const text = this.dataset.text ?? "";
    if (navigator.clipboard) await navigator.clipboard.writeText(text).catch(() => byHand(text));
    else byHand(text);
    const said = this.querySelector("[role=status]");
    if (!said) return;
    said.textContent = this.dataset.said ?? "";
    setTimeout(() => (said.textContent = ""), 2000);
  }
}

customElements.define("ms-copy", Copy);
