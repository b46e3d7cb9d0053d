// Message text: the server's HTML, let through an allow-list once more before it becomes DOM.
import { h } from "./dom.js";

const PLAIN = new Set(["B", "STRONG", "I", "EM", "U", "INS", "S", "STRIKE", "DEL", "CODE", "PRE", "BLOCKQUOTE", "BR"]);
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const COMMAND = /(^|[\s(])(\/[a-z][a-z0-9_]{0,31})(?![\w/])/gi;

/** A link's address if it is one of the harmless kinds, else null. */
export function safeAddress(address) {
  try {
    const url = new URL(address, window.location.href);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** `on`: {link(address), command(text) or null}; `t`: the phone's words. */
export function markup(html, on, t) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return h("div", { class: "text", dir: "auto" }, ...children(template.content, on, t));
}

function children(node, on, t) {
  return [...node.childNodes].flatMap((child) => admit(child, on, t));
}

function admit(node, on, t) {
  if (node.nodeType === Node.TEXT_NODE) return on.command ? withCommands(node.data, on.command) : [node.data];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const inner = children(node, on, t);
  if (PLAIN.has(node.tagName)) return [h(node.tagName.toLowerCase(), {}, ...inner)];
  if (node.tagName === "A") return [link(node, inner, on)];
  if (node.tagName === "SPAN" && node.classList.contains("tg-spoiler")) return [spoiler(inner, t)];
  if (node.tagName === "TG-SPOILER") return [spoiler(inner, t)];
  if (["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT"].includes(node.tagName)) return [];
  return inner;
}

function link(node, inner, on) {
  const href = safeAddress(node.getAttribute("href") ?? "");
  if (!href) return h("span", {}, ...inner);
  const follow = (event) => {
    event.preventDefault();
    on.link(href);
  };
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: follow }, ...inner);
}

function spoiler(inner, t) {
  const veil = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": t("reveal") }, ...inner);
  const lift = () => {
    veil.classList.add("open");
    ["role", "tabindex", "aria-label"].forEach((name) => veil.removeAttribute(name));
  };
  veil.addEventListener("click", lift);
  veil.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") lift();
  });
  return veil;
}

function withCommands(text, command) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(COMMAND)) {
    const start = found.index + found[1].length;
    parts.push(text.slice(end, start), h("button", { type: "button", class: "command", onclick: () => command(found[2]) }, found[2]));
    end = start + found[2].length;
  }
  return [...parts, text.slice(end)];
}
