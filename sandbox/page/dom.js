// Making and updating DOM nodes. Nothing here knows what a phone is.

/** h("button", {class: "key", onclick: fn, "aria-label": "…"}, child, "text", null) */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** The same for SVG. */
export function s(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value !== undefined && value !== null) node.setAttribute(name, String(value));
  }
  node.append(...children.flat(Infinity));
  return node;
}

const signatures = new WeakMap();

/**
 * Bring `parent`'s children in line with `items` ({key, signature, make}), touching only what changed:
 * a playing voice note goes on, the focus stays, and a screen reader hears only what is new.
 */
export function reconcile(parent, items) {
  const before = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let place = parent.firstChild;
  for (const { key, signature, make } of items) {
    let node = before.get(key);
    before.delete(key);
    if (!node || signatures.get(node) !== signature) {
      const fresh = make();
      fresh.dataset.key = key;
      signatures.set(fresh, signature);
      if (node === place) place = fresh;
      if (node) exchange(node, fresh);
      node = fresh;
    }
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  before.forEach((node) => node.remove());
}

function exchange(node, fresh) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  node.replaceWith(fresh);
  if (!focused) return;
  const controls = [...fresh.querySelectorAll("button, a[href]")];
  const same = controls.find((control) => control.textContent === focused.textContent);
  (same ?? fresh.closest("[role=log]"))?.focus({ preventScroll: true });
}

/** "Made (resident)" → "M"; "Kanal Badung" → "KB" */
export function initials(name) {
  const words = name.replace(/\(.*?\)/g, "").match(/[\p{L}\p{N}]+/gu) ?? ["?"];
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

/** A stable small number for a name: which of `size` colours it gets. */
export function tint(name, size = 7) {
  let sum = 0;
  for (const sign of name) sum = (sum * 31 + sign.codePointAt(0)) >>> 0;
  return sum % size;
}

export const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
