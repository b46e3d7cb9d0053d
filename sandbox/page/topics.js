// Forum topics as tabs over the conversation.
import { h, reconcile } from "./dom.js";

export class Topics {
  constructor({ t, changed }) {
    this.t = t;
    this.changed = changed;
    this.current = null;
    this.read = null;
    this.element = h("div", { class: "topics", role: "tablist", "aria-label": t("topics"), hidden: true });
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  /** Only the messages of the open topic (the general one has no id); all of them where there are no topics. */
  only(messages) {
    return this.element.hidden ? messages : messages.filter(({ topic }) => topic === this.current);
  }

  show(topics, messages) {
    this.element.hidden = topics.length === 0;
    const tabs = [{ id: null, name: this.t("general") }, ...topics];
    const newest = (id) => messages.findLast(({ topic }) => topic === id)?.id ?? 0;
    this.read ??= new Map(tabs.map(({ id }) => [id, newest(id)]));
    if (!tabs.some(({ id }) => id === this.current)) this.current = null;
    reconcile(this.element, tabs.map((topic) => this.tab(topic, newest(topic.id))));
  }

  tab({ id, name, closed }, newest) {
    const chosen = id === this.current;
    if (chosen) this.read.set(id, newest);
    const fresh = newest > (this.read.get(id) ?? 0);
    const make = () => h("button", { type: "button", role: "tab", class: fresh ? "fresh" : "", "aria-selected": String(chosen), tabindex: chosen ? 0 : -1,
      onclick: () => this.open(id) }, closed ? `${name} ✓` : name);
    return { key: `topic-${id}`, signature: JSON.stringify([name, closed, chosen, fresh]), make };
  }

  open(id) {
    this.current = id;
    this.changed();
    this.element.querySelector("[aria-selected=true]").scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...this.element.children];
    const at = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    tabs[(at + step + tabs.length) % tabs.length].click();
    this.element.querySelector("[aria-selected=true]").focus();
  }
}
