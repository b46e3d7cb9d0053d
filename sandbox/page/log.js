// The conversation: bubbles between day lines, kept in view, and announced politely to screen readers.
import { bubble } from "./bubble.js";
import { calm, h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { inAlbums } from "./read.js";

const NEAR = 120;

export class Log {
  /** `prefix` makes element ids unique on the page; `on` is what a bubble can ask of the phone. */
  constructor({ prefix, locale, t, on }) {
    this.t = t;
    this.on = on;
    this.prefix = prefix;
    this.time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
    this.day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
    this.list = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": t("conversation"), tabindex: 0 });
    this.newer = h("button", { type: "button", class: "newer", hidden: true, onclick: () => this.toEnd() }, icon("down"), h("span", {}, t("newer")));
    this.element = h("div", { class: "log-frame" }, this.list, this.newer);
    this.seen = null;
    this.pinned = true;
    this.list.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.list.addEventListener("load", () => this.pinned && this.toEnd(true), true);
    new ResizeObserver(() => this.pinned && this.toEnd(true)).observe(this.list);
  }

  /** `empty` makes what an empty chat shows. */
  show(messages, { inGroup, empty }) {
    const newest = messages.at(-1);
    const first = this.seen === null;
    const arrived = !first && newest && newest.id > this.seen;
    const stay = this.pinned || (arrived && newest.from.me);
    const items = messages.length ? this.items(messages, inGroup) : [empty];
    reconcile(this.list, items);
    this.seen = newest ? Math.max(newest.id, this.seen ?? 0) : 0;
    if (stay) this.toEnd(first || !arrived);
    else if (arrived) this.newer.hidden = false;
    return Boolean(arrived && !newest.from.me);
  }

  items(messages, inGroup) {
    const items = [];
    const find = (id) => messages.find((message) => message.id === id);
    let previous = null;
    for (const group of inAlbums(messages)) {
      const [message] = group;
      const day = message.date.toDateString();
      const newDay = day !== previous?.date.toDateString();
      if (newDay) items.push(this.dayLine(message.date));
      const follows = !newDay && !previous.service && previous.from.me === message.from.me && previous.from.name === message.from.name;
      const look = { t: this.t, clock: (date) => this.time.format(date), inGroup, follows, find, anchor: (id) => `${this.prefix}-${id}` };
      const signature = JSON.stringify([group, follows, find(message.quote?.id)?.text]);
      items.push({ key: `message-${message.id}`, signature, make: () => bubble(group, look, this.on) });
      previous = group.at(-1);
    }
    return items;
  }

  dayLine(date) {
    const day = date.toDateString();
    const ago = (days) => new Date(Date.now() - days * 86_400_000).toDateString();
    const words = day === ago(0) ? this.t("today") : day === ago(1) ? this.t("yesterday") : this.day.format(date);
    return { key: `day-${day}`, signature: words, make: () => h("p", { class: "service day" }, h("span", {}, words)) };
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    this.pinned = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.pinned) this.newer.hidden = true;
  }

  toEnd(atOnce = false) {
    this.pinned = true;
    this.newer.hidden = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: atOnce || calm() ? "instant" : "smooth" });
  }

  /** Show a message that is quoted elsewhere, and let it glow for a moment. */
  goto(id) {
    const node = document.getElementById(`${this.prefix}-${id}`);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: calm() ? "instant" : "smooth" });
    node.classList.add("glow");
    setTimeout(() => node.classList.remove("glow"), 1600);
  }
}
