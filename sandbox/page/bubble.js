// One message (or one album) as a bubble.
import { h, tint } from "./dom.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboard.js";
import { mapCard } from "./map.js";
import { markup } from "./markup.js";
import { attachment, photos } from "./media.js";

/**
 * `group`: the messages of one bubble. `look`: {t, clock, inGroup, follows, find}.
 * `on`: what the phone can do: {link, command, tap, reply, edit, goto}.
 */
export function bubble(group, look, on) {
  const message = group[0];
  if (message.service) return h("p", { class: "service" }, h("span", {}, message.service.replace(/^[^:]+/, (words) => look.t(words))));
  const last = group.at(-1);
  const side = message.from.me ? "mine" : "theirs";
  const words = group.find(({ html }) => html);
  const classes = ["message", side, look.follows ? "follows" : "", message.photo || message.place ? "rich" : ""].join(" ");
  const keyboard = group.find(({ buttons }) => buttons.length);
  return h("article", { class: classes, id: look.anchor(message.id), "data-message": message.id, "aria-label": spoken(message, look) },
    h("div", { class: "line" },
      h("div", { class: "bubble" }, sender(message, look), quote(message, look, on), body(group, look.t),
        words ? markup(words.html, { link: on.link, command: message.from.me ? null : on.command }, look.t) : null, foot(last, group, look)),
      tools(message, look, on)),
    keyboard ? inlineKeyboard(keyboard, on, look.t) : null,
    message.reactions.length ? h("p", { class: "reactions" }, message.reactions.map((sign) => h("span", {}, sign.emoji ?? sign))) : null);
}

function spoken(message, { t, clock }) {
  return `${message.from.me ? t("you") : message.from.name}, ${clock(message.date)}`;
}

function sender(message, { inGroup, follows }) {
  if (!inGroup || message.from.me || follows) return null;
  return h("p", { class: `sender tint${tint(message.from.name)}` }, message.from.name);
}

function quote(message, { find, t }, on) {
  if (!message.quote) return null;
  const source = find(message.quote.id);
  const name = source?.from.me ? t("you") : (source?.from.name ?? message.quote.name);
  const text = (source ? summary(source, t) : message.quote.text) || "…";
  return h("button", { type: "button", class: "quote", onclick: () => on.goto(message.quote.id) }, h("b", {}, name), h("span", {}, text));
}

/** A message in a few words: for quotes. */
export function summary(message, t) {
  if (message.text) return message.text.slice(0, 120);
  if (message.photo) return t("photo");
  if (message.place) return message.place.title ?? t("pin");
  if (message.file) return message.file.file_name ?? t(message.file.kind === "audio" ? "voice" : message.file.kind);
  return t(message.contact ? "contact" : message.poll ? "poll" : "message");
}

function body(group, t) {
  const message = group[0];
  if (message.photo || (group.length > 1 && message.file?.kind === "video")) return photos(group, t);
  if (message.place) return mapCard(message.place, t);
  if (message.file) return group.map(({ file }) => attachment(file, t));
  if (message.contact) return card("contact", [message.contact.first_name, message.contact.last_name].filter(Boolean).join(" "), message.contact.phone_number);
  if (message.poll) return card("poll", message.poll.question ?? t("poll"), (message.poll.options ?? []).map((option) => option.text ?? option).join(" · "));
  return message.html ? null : h("p", { class: "text faint" }, t("unknown"));
}

function card(name, title, detail) {
  return h("div", { class: "file" }, h("span", { class: "disc" }, icon(name)),
    h("span", { class: "file-words" }, h("b", {}, title), detail ? h("small", {}, detail) : null));
}

function foot(last, group, { t, clock }) {
  const changed = group.some(({ edited }) => edited);
  return h("p", { class: "foot" }, changed ? h("span", { class: "edited" }, t("edited")) : null, " ",
    h("time", { datetime: last.date.toISOString() }, clock(last.date)));
}

function tools(message, { t }, on) {
  const tool = (name, act) => h("button", { type: "button", class: "tool", "aria-label": t(name), title: t(name), onclick: () => act(message) }, icon(name));
  const canEdit = message.from.me && message.text;
  return h("div", { class: "tools" }, tool("reply", on.reply), canEdit ? tool("edit", on.edit) : null);
}
