// @ts-check
/**
 * <ms-draft key="report">: text typed into the form inside survives a reload, an expired session, a lost page.
 * It is kept for this tab (keep="local": for this browser, one day) and dropped when a page says [data-draft-sent=key].
 */

const DAY = 86_400_000;
const FIELDS = "textarea, select, input:not([type=hidden], [type=password], [type=file], [type=tel], [type=checkbox])";

for (const sent of document.querySelectorAll("[data-draft-sent]")) {
  const name = `draft:${/** @type {HTMLElement} */ (sent).dataset.draftSent}`;
  sessionStorage.removeItem(name);
  localStorage.removeItem(name);
}

class Draft extends HTMLElement {
  connectedCallback() {
    this.name = `draft:${this.getAttribute("key")}`;
    this.store = this.getAttribute("keep") === "local" ? localStorage : sessionStorage;
    this.restore();
    this.addEventListener("input", () => this.keep());
    this.addEventListener("change", () => this.keep());
  }

  fields() {
    return /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll(FIELDS));
  }

  keep() {
    /** @type {Record<string, string>} */
    const values = {};
    for (const field of this.fields()) {
      if (field.name && (field.type !== "radio" || field.checked)) values[field.name] = field.value;
    }
    this.store?.setItem(this.name ?? "", JSON.stringify({ at: Date.now(), values }));
  }

  /** What the server filled in goes before what was kept. */
  restore() {
    const { at, values } = JSON.parse(this.store?.getItem(this.name ?? "") ?? '{"at":0,"values":{}}');
    if (Date.now() - at > DAY) return;
    for (const field of this.fields()) {
      if (!(field.name in values)) continue;
      if (field.type === "radio") field.checked ||= field.value === values[field.name];
      else if (!field.value) field.value = values[field.name];
    }
  }
}

customElements.define("ms-draft", Draft);
