// A button that opens a small panel of further buttons next to it.
import { h } from "./dom.js";
import { icon } from "./icons.js";

let opened = null;

/** `entries()` is asked each time the menu opens: [{icon, label, detail, act}]. */
export function menu({ mark, label, entries, place = "above" }) {
  const panel = h("div", { class: `menu ${place}`, role: "group", "aria-label": label, hidden: true });
  const button = h("button", { type: "button", class: "round", "aria-label": label, title: label, "aria-expanded": "false" }, icon(mark));
  const shut = (back = false) => {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (opened === shut) opened = null;
    if (back) button.focus();
  };
  const open = () => {
    opened?.();
    panel.replaceChildren(...entries().map((entry) => row(entry, shut)));
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    opened = shut;
    panel.querySelector("button")?.focus({ preventScroll: true });
  };
  button.addEventListener("click", () => (panel.hidden ? open() : shut()));
  const element = h("div", { class: "menu-anchor" }, button, panel);
  element.addEventListener("keydown", (event) => onKey(event, panel, shut));
  return { element, button };
}

function row(entry, shut) {
  const act = () => {
    shut(true);
    entry.act();
  };
  return h("button", { type: "button", class: "entry", onclick: act }, entry.icon ? icon(entry.icon) : null, h("b", {}, entry.label),
    entry.detail ? h("span", {}, entry.detail) : null);
}

function onKey(event, panel, shut) {
  if (panel.hidden) return;
  if (event.key === "Escape") shut(true);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...panel.children];
  buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
}

document.addEventListener("pointerdown", (event) => event.target.closest?.(".menu-anchor") || opened?.());
document.addEventListener("focusin", (event) => event.target.closest?.(".menu-anchor") || opened?.());
