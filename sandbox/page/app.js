// The page: phones side by side, kept in step with the server.
import * as control from "./control.js";
import { calm, h, reconcile } from "./dom.js";
import { HINTS } from "./hints.js";
import { safeAddress } from "./markup.js";
import { toClipboard } from "./keyboard.js";
import { askPhone } from "./newphone.js";
import { Phone } from "./phone.js";
import { topbar } from "./topbar.js";
import { words } from "./words.js";

const at = (id) => document.getElementById(id);
const phones = new Map();
let world = { bots: [], people: [], chats: [], phones: [] };
let lang = localStorage.getItem("language") ?? (navigator.language.startsWith("en") ? "en" : "id");
let active = null;

function drawTop() {
  const t = words(lang);
  const title = world.title?.[lang] ?? (typeof world.title === "string" ? world.title : t("title"));
  const on = { add: addPhone, hint: (hint) => (phones.get(active) ?? [...phones.values()][0])?.prepare(hint), language: speak };
  document.documentElement.lang = lang;
  document.title = title;
  at("top").replaceChildren(...topbar({ t, lang, title, hints: (world.hints ?? HINTS)[lang] ?? [], on }));
  at("lost").textContent = t("lost");
  at("tabs").setAttribute("aria-label", t("phonesNav"));
}

function speak(code) {
  lang = code;
  localStorage.setItem("language", code);
  drawTop();
  drawPhones();
  document.querySelector(`.languages [lang=${code}]`).focus();
}

function addPhone() {
  const added = async (phone) => {
    await load();
    if (phone?.id !== undefined) turnTo(phone.id);
  };
  askPhone({ world, t: words(lang), lang, added });
}

/** The chat a phone looks at, as its header shows it. */
function chatOf(record) {
  const group = world.chats.find(({ id, type }) => id === record.chat_id && type !== "private");
  if (group) return { title: group.title, kind: "group", count: group.members?.length };
  const bot = world.bots.find(({ id, username }) => id === record.bot || username === record.bot);
  return { title: bot?.name ?? record.bot ?? "?", kind: "bot" };
}

function drawPhones() {
  const t = words(lang);
  const items = world.phones.map((record) => {
    const chat = chatOf(record);
    return { key: `phone-${record.id}`, signature: JSON.stringify([record, chat]), make: () => makePhone(record, chat) };
  });
  const nothing = { key: "none", signature: lang, make: () => h("p", { class: "none" }, t("none")) };
  reconcile(at("phones"), items.length ? items : [nothing]);
  const known = new Set(world.phones.map(({ id }) => id));
  [...phones.keys()].filter((id) => !known.has(id)).forEach((id) => phones.delete(id));
  drawTabs();
}

function makePhone(record, chat) {
  const phone = new Phone(record, chat, { arrived, follow });
  phones.set(record.id, phone);
  const touch = () => (active = record.id);
  phone.element.addEventListener("focusin", touch);
  phone.element.addEventListener("pointerdown", touch);
  sight.observe(phone.element);
  phone.refresh();
  return phone.element;
}

function drawTabs() {
  const tab = (record) => ({ key: `tab-${record.id}`, signature: record.label, make: () => h("button", { type: "button", onclick: () => turnTo(record.id) }, record.label) });
  reconcile(at("tabs"), world.phones.map(tab));
  at("tabs").hidden = world.phones.length < 2;
}

const tabOf = (id) => at("tabs").querySelector(`[data-key="tab-${id}"]`);

function turnTo(id) {
  active = id;
  phones.get(id)?.element.scrollIntoView({ behavior: calm() ? "instant" : "smooth", inline: "center", block: "nearest" });
}

const sight = new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio } of entries) {
    const tab = tabOf(target.dataset.phone);
    const seen = intersectionRatio > 0.6;
    target.dataset.seen = seen;
    if (!seen || !tab) continue;
    at("tabs").querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
    tab.setAttribute("aria-current", "true");
    tab.classList.remove("fresh");
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (at("phones").scrollWidth > at("phones").clientWidth * 1.5) active = Number(target.dataset.phone);
  }
}, { root: at("phones"), threshold: [0, 0.6, 1] });

function arrived(phone) {
  if (phone.element.dataset.seen !== "true") tabOf(phone.id)?.classList.add("fresh");
}

const DEEP = /^(?:https?:\/\/)?t\.me\/(\w+)(?:\?start=([\w-]+))?$/i;

/** A link in a message: a deep link to a bot of this sandbox is followed here, anything else in a new tab. */
async function follow(phone, address) {
  if (/^https:\/\/t\.me\/share\/url\?/i.test(address)) return share(phone, new URL(address).searchParams.get("url") ?? "");
  const [, name, payload] = DEEP.exec(address) ?? [];
  const bot = name && world.bots.find(({ username }) => username?.toLowerCase() === name.toLowerCase());
  if (bot) return deepLink(phone, bot, payload);
  const safe = safeAddress(address);
  return safe ? window.open(safe, "_blank", "noopener,noreferrer") : undefined;
}

/** Telegram's sheet for sharing: here the link is copied, as the command that somebody else's phone can send. */
async function share(phone, address) {
  const [, , payload] = DEEP.exec(address) ?? [];
  const text = payload ? `/start ${payload}` : address;
  await toClipboard(text);
  phone.toast(`${phone.t("copied")}: ${text}`, 9000);
}

async function deepLink(phone, bot, payload) {
  const { person, label, locale } = phone.record;
  const there = (other) => other.record.person === person && chatOf(other.record).kind === "bot" && [bot.id, bot.username].includes(other.record.bot);
  let target = [...phones.values()].find(there);
  if (!target) {
    const made = await control.addPhone({ person, chat: bot.username, label, locale });
    await load();
    target = phones.get(made.id);
  }
  turnTo(target.id);
  if (payload) await target.act("start", { payload });
}

async function load() {
  world = await control.state();
  drawTop();
  drawPhones();
}

drawTop();
control.listen({
  opened: async () => {
    at("lost").hidden = true;
    await load();
    phones.forEach((phone) => phone.refresh());
  },
  changed: (event) => {
    const phone = phones.get(event.phone);
    if (phone) phone.refresh();
    else load();
  },
  lost: () => (at("lost").hidden = false),
});
