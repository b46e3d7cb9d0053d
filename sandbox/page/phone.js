// One phone: a person looking at one chat.
import { attachments } from "./attach.js";
import { Composer } from "./composer.js";
import * as control from "./control.js";
import { h, initials } from "./dom.js";
import { Log } from "./log.js";
import { menu } from "./menu.js";
import { askPlace } from "./placesheet.js";
import { readView } from "./read.js";
import { Topics } from "./topics.js";
import { words } from "./words.js";

// What one does in a forum happens in the open topic, except what concerns a given message or the whole bot.
const ANYWHERE = new Set(["edit", "tap", "start", "block", "unblock"]);

export class Phone {
  /** `record` is the server's; `chat` {title, kind, count}; `on` {arrived(phone), follow(phone, address)}. */
  constructor(record, chat, on) {
    this.record = record;
    this.chat = chat;
    this.on = on;
    this.id = record.id;
    this.t = words(record.locale);
    this.alert = undefined;
    this.view = null;
    this.build();
  }

  build() {
    const { t, record } = this;
    const { locale } = record;
    const acts = { link: (address) => this.on.follow(this, address), command: (text) => this.act("say", { text }), toast: (text) => this.toast(text),
      tap: (message, button) => this.act("tap", { message_id: message.id, button }), goto: (id) => this.log.goto(id),
      reply: (message) => this.composer.about({ mode: "reply", message }), edit: (message) => this.composer.about({ mode: "edit", message }) };
    this.log = new Log({ prefix: `phone${this.id}`, locale, t, on: acts });
    this.topics = new Topics({ t, changed: () => this.turn() });
    this.composer = new Composer({ t, on: { say: (text, context) => this.say(text, context), press: (key) => this.press(key),
      attachments: () => attachments({ t, lang: locale, send: (action, body) => this.send(action, body) }), commands: () => this.commands() } });
    this.subtitle = h("p", { class: "subtitle" });
    this.status = h("p", { class: "toast", role: "status" });
    this.element = h("section", { class: "phone", "aria-label": record.label, lang: locale, "data-phone": this.id },
      h("h2", { class: "owner" }, h("span", {}, record.label), h("small", { class: "tongue" }, locale.slice(0, 3).replace("-", ""))),
      h("div", { class: "device" }, this.bar(), this.topics.element, this.log.element, this.status, this.composer.element));
  }

  bar() {
    const { chat, t } = this;
    const more = menu({ mark: "more", label: t("more"), entries: () => this.more(), place: "below" });
    return h("header", { class: "bar" }, h("span", { class: `avatar ${chat.kind}`, "aria-hidden": "true" }, initials(chat.title)),
      h("div", { class: "names" }, h("h3", {}, chat.title), this.subtitle), chat.kind === "bot" ? more.element : null);
  }

  more() {
    const blocked = this.view?.blocked;
    return [
      { icon: "restart", label: this.t("startAgain"), act: () => this.act("start", {}) },
      { icon: "block", label: this.t(blocked ? "unblock" : "block"), act: () => this.act(blocked ? "unblock" : "block", {}) },
    ];
  }

  commands() {
    return (this.view?.commands ?? []).map(({ command, description }) => ({ label: `/${command}`, detail: description, act: () => this.act("say", { text: `/${command}` }) }));
  }

  /** Ask the server what this person sees now. Calls during a call are answered by one more call. */
  async refresh() {
    this.again = Boolean(this.busy);
    if (this.busy) return this.busy;
    this.busy = this.fetchView();
    await this.busy;
    this.busy = null;
    return this.again ? this.refresh() : undefined;
  }

  async fetchView() {
    try {
      this.view = readView(await control.view(this.id));
    } catch {
      return;
    }
    this.draw();
    clearTimeout(this.waiting);
    if (this.view.typing) this.waiting = setTimeout(() => this.refresh(), 3000);
  }

  draw() {
    const { view, chat } = this;
    if (!view) return;
    this.topics.show(view.topics, view.messages);
    const messages = this.topics.only(view.messages);
    const arrived = this.log.show(messages, { inGroup: chat.kind !== "bot", empty: this.empty(view) });
    this.composer.show(view);
    this.subtitle.classList.toggle("typing", view.typing);
    this.subtitle.textContent = this.about(view);
    this.notice(view.alert);
    if (arrived) this.on.arrived(this);
  }

  /** The line under the chat's name. */
  about({ typing, blocked }) {
    const { chat, t } = this;
    if (blocked) return t("blocked");
    if (typing) return t("typing");
    return chat.kind === "bot" ? t("bot") : `${t("group")}, ${t("members", { n: chat.count ?? 0 })}`;
  }

  /** Another topic: its newest message first. */
  turn() {
    this.log.pinned = true;
    this.draw();
  }

  empty(view) {
    const start = () => h("button", { type: "button", class: "primary start", onclick: () => this.act("start", {}) }, this.t("start"));
    const words = view.description || this.t("empty");
    const make = () => h("div", { class: "empty" }, h("span", { class: "avatar big", "aria-hidden": "true" }, initials(this.chat.title)),
      h("p", { class: "empty-words" }, words), this.chat.kind === "bot" ? start() : null);
    return { key: "empty", signature: words, make };
  }

  /** A callback alert is shown once; the one already there when the page opens is old. */
  notice(alert) {
    const seen = this.alert;
    this.alert = JSON.stringify(alert);
    if (seen !== undefined && alert?.text && this.alert !== seen) this.toast(alert.text, alert.show_alert ? 9000 : 4000);
  }

  toast(text, time = 3500) {
    this.status.textContent = text;
    this.status.classList.add("shown");
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => {
      this.status.classList.remove("shown");
      this.status.textContent = "";
    }, time + text.length * 30);
  }

  /** Do something on this phone; true when it worked, otherwise the phone says why not. */
  async act(action, body) {
    try {
      await this.send(action, body);
      return true;
    } catch (error) {
      this.toast(this.t("failed", { why: error.message }));
      return false;
    }
  }

  async send(action, body) {
    const thread = ANYWHERE.has(action) ? null : this.topics.current;
    if (thread && body instanceof FormData) body.append("thread", thread);
    await control.act(this.id, action, thread && !(body instanceof FormData) ? { thread, ...body } : body);
    await this.refresh();
  }

  say(text, context) {
    if (context?.mode === "edit") return this.act("edit", { message_id: context.message.id, text });
    return this.act("say", { text, ...(context ? { reply_to: context.message.id } : {}) });
  }

  press(key) {
    const { t } = this;
    if (key.request_contact) return this.act("contact", {});
    if (!key.request_location) return this.act("key", { text: key.text });
    return askPlace({ t, lang: this.record.locale, action: "key", send: (action, body) => this.send(action, { text: key.text, ...body }) });
  }

  /** Prepare a step of "what to try". */
  prepare(hint) {
    const entry = { photo: 0, pin: 1 }[hint.open];
    if (hint.say) this.composer.fill(hint.say);
    this.composer.field.focus();
    if (entry !== undefined) attachments({ t: this.t, lang: this.record.locale, send: (action, body) => this.send(action, body) })[entry].act();
  }
}
