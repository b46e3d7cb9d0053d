// Where a person writes: the text field, send, attach, the bot's commands, the reply keyboard.
import { summary } from "./bubble.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { replyKeyboard } from "./keyboard.js";
import { menu } from "./menu.js";

export class Composer {
  /** `on`: {say(text, context), press(key), attachments, commands}; a context is {mode: "reply"|"edit", message} or null. */
  constructor({ t, on }) {
    this.t = t;
    this.on = on;
    this.context = null;
    this.board = null;
    this.field = h("textarea", { rows: 1, "aria-label": t("message"), placeholder: t("write"), enterkeyhint: "send", autocomplete: "off" });
    this.sendButton = h("button", { type: "submit", class: "round send", "aria-label": t("send"), title: t("send") }, icon("send"));
    this.commands = menu({ mark: "commands", label: t("commands"), entries: on.commands });
    const attach = menu({ mark: "attach", label: t("attach"), entries: on.attachments });
    this.toggle = h("button", { type: "button", class: "round", "aria-label": t("keyboard"), title: t("keyboard"), "aria-expanded": "true", onclick: () => this.fold() }, icon("keyboard"));
    this.banner = h("div", { class: "context", hidden: true });
    this.keys = h("div", { class: "reply-keys", role: "group", "aria-label": t("keyboard"), hidden: true });
    const row = h("div", { class: "row" }, this.commands.element, attach.element, h("div", { class: "box" }, this.field, this.toggle), this.sendButton);
    this.element = h("form", { class: "composer", onsubmit: (event) => this.submit(event) }, this.banner, row, this.keys);
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.grow());
    this.show({ keyboard: null, commands: [] });
  }

  show({ keyboard, commands }) {
    this.commands.element.hidden = commands.length === 0;
    this.toggle.hidden = !keyboard;
    this.field.placeholder = keyboard?.hint ?? this.t("write");
    const board = JSON.stringify(keyboard);
    if (board === this.board) return;
    this.board = board;
    this.keys.replaceChildren(...(keyboard ? replyKeyboard(keyboard, (key) => this.press(key, keyboard)) : []));
    this.fold(Boolean(keyboard));
  }

  fold(open = this.keys.hidden) {
    this.keys.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
  }

  press(key, keyboard) {
    if (keyboard.once) this.fold(false);
    this.on.press(key);
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    if (event.key === "Escape" && this.context) this.about(null);
  }

  async submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    const context = this.context;
    this.fill("");
    this.about(null, true);
    if (await this.on.say(text, context)) return;
    this.fill(text);
    if (context) this.about(context);
  }

  /** Reply to or edit a message; null ends it. */
  about(context, keep = false) {
    const wasEdit = this.context?.mode === "edit";
    this.context = context;
    this.banner.hidden = !context;
    this.sendButton.setAttribute("aria-label", this.t(context?.mode === "edit" ? "save" : "send"));
    if (!context) {
      if (wasEdit && !keep) this.fill("");
      return;
    }
    const { mode, message } = context;
    const title = mode === "edit" ? this.t("editing") : this.t("replyingTo", { name: message.from.me ? this.t("you") : message.from.name });
    this.banner.replaceChildren(icon(mode), h("div", {}, h("b", {}, title), h("span", {}, summary(message, this.t))),
      h("button", { type: "button", class: "round", "aria-label": this.t("cancel"), onclick: () => this.about(null) }, icon("close")));
    if (mode === "edit") this.fill(message.text);
    this.field.focus();
  }

  fill(text) {
    this.field.value = text;
    this.grow();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 132)}px`;
    this.element.classList.toggle("ready", this.field.value.trim() !== "");
  }
}
