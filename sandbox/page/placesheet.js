// "Location" and "Place": a preset, a click on the sketch map, or coordinates by hand.
import { h } from "./dom.js";
import { mapPicker } from "./map.js";
import { field, sheet } from "./sheet.js";

const PLACES = [
  ["Pantai Berawa", -8.6655, 115.1396, "Tibubeneng, Kuta Utara"],
  ["Jalan Raya Canggu", -8.6478, 115.1385, "Canggu, Kuta Utara"],
  ["Kuta", -8.718, 115.169, "Kuta, Badung"],
  ["Nusa Dua", -8.8, 115.23, "Benoa, Kuta Selatan"],
  ["Ubud", -8.5069, 115.2625, "Ubud, Gianyar"],
];

/** `venue`: with a name and an address. `send(action, body)` gets {lat, lon, title?, address?}. */
export function askPlace({ t, lang, send, venue = false, action = "location" }) {
  const lat = coordinate("lat", 90);
  const lon = coordinate("lon", 180);
  const title = h("input", { name: "title", required: true, maxlength: 120 });
  const address = h("input", { name: "address", maxlength: 160 });
  const map = mapPicker((y, x) => choose([null, y, x, null]));
  const presets = PLACES.map((place) => h("button", { type: "button", class: "chip", onclick: () => choose(place) }, place[0]));
  const choose = ([name, y, x, where]) => {
    lat.value = y.toFixed(4);
    lon.value = x.toFixed(4);
    if (name || PLACES.some((place) => place[0] === title.value)) [title.value, address.value] = [name ?? "", where ?? ""];
    point();
  };
  const point = () => {
    map.show(Number(lat.value), Number(lon.value));
    const same = ([, y, x]) => Number(lat.value) === y && Number(lon.value) === x;
    presets.forEach((chip, index) => chip.setAttribute("aria-pressed", String(same(PLACES[index]))));
  };
  [lat, lon].forEach((input) => input.addEventListener("input", point));
  const fields = [
    h("p", { class: "lead" }, t("places")), h("div", { class: "chips" }, presets), h("div", { class: "map-frame", title: t("sketch") }, map.picture),
    h("div", { class: "pair" }, field(t("lat"), lat), field(t("lon"), lon)),
    ...(venue ? [field(t("venueTitle"), title), field(t("venueAddress"), address)] : []),
  ];
  const body = () => ({ lat: Number(lat.value), lon: Number(lon.value), ...(venue ? { title: title.value, address: address.value } : {}) });
  choose(PLACES[0]);
  sheet({ title: t(venue ? "venue" : "pin"), action: t(venue ? "sendVenue" : "sendPin"), t, lang, fields, send: () => send(action, body()) });
}

function coordinate(name, limit) {
  return h("input", { name, type: "number", step: "any", min: -limit, max: limit, required: true, inputmode: "decimal" });
}
