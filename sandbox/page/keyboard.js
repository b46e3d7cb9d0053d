// Buttons: the inline ones under a bubble, and the reply keyboard under the composer.
import { h } from "./dom.js";
import { icon } from "./icons.js";

export function inlineKeyboard(message, on, t) {
  const rows = message.buttons.map((row, across) => h("div", { class: "row" }, row.map((button, along) => inlineButton(message, button, [across, along], on, t))));
  return h("div", { class: "inline-keys" }, ...rows);
}

function inlineButton(message, button, at, on, t) {
  const make = (kind, mark, act) => {
    const node = h("button", { type: "button", class: `key ${kind}` }, h("span", {}, button.text), mark ? icon(mark) : null);
    node.addEventListener("click", () => act(node));
    return node;
  };
  if (button.url) return make("to-url", "link", () => on.link(button.url));
  if (button.copy_text) return make("to-copy", "copy", (node) => copy(button.copy_text.text ?? button.copy_text, node, on, t));
  return make("to-bot", null, (node) => wait(node, on.tap(message, at)));
}

/** The button shows that it was pressed until the bot's side answered. */
async function wait(node, work) {
  node.setAttribute("aria-busy", "true");
  await work;
  node.removeAttribute("aria-busy");
}

async function copy(text, node, on, t) {
  await toClipboard(text);
  on.toast(`${t("copied")}: ${text}`);
  node.querySelector(".icon").replaceWith(icon("check"));
  setTimeout(() => node.querySelector(".icon")?.replaceWith(icon("copy")), 2000);
}

export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyTheOldWay(text);
  }
}

/** Pages not served from localhost or https have no clipboard API. */
function copyTheOldWay(text) {
  const field = h("textarea", { class: "offstage", readonly: true }, text);
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  before?.focus();
}

/** `press(key)` gets the whole key, so that location and contact keys can ask first. */
export function replyKeyboard(keyboard, press) {
  const bare = (key) => !/^\p{Extended_Pictographic}/u.test(key.text);
  const mark = (key) => (!bare(key) ? null : key.request_location ? icon("pin") : key.request_contact ? icon("contact") : null);
  const key = (one) => h("button", { type: "button", class: "key", onclick: () => press(one) }, mark(one), h("span", {}, one.text));
  return keyboard.keys.map((row) => h("div", { class: "row" }, row.map(key)));
}
