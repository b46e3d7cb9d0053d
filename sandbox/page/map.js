// A sketch map of Bali, drawn from a few dozen coast points: no tiles, no network.
import { h, s } from "./dom.js";

const COAST = [
  [-8.16, 114.435], [-8.125, 114.5], [-8.14, 114.65], [-8.19, 114.8], [-8.185, 114.93], [-8.105, 115.08], [-8.065, 115.18],
  [-8.13, 115.34], [-8.2, 115.49], [-8.26, 115.58], [-8.34, 115.66], [-8.4, 115.71], [-8.455, 115.64], [-8.51, 115.57], [-8.535, 115.505],
  [-8.57, 115.45], [-8.6, 115.36], [-8.645, 115.285], [-8.69, 115.266], [-8.72, 115.25], [-8.74, 115.24], [-8.735, 115.215],
  [-8.75, 115.19], [-8.775, 115.195], [-8.765, 115.214], [-8.745, 115.222], [-8.775, 115.229], [-8.8, 115.236], [-8.83, 115.224],
  [-8.846, 115.187], [-8.85, 115.14], [-8.83, 115.085], [-8.81, 115.1], [-8.785, 115.125], [-8.782, 115.155], [-8.765, 115.17],
  [-8.75, 115.167], [-8.748, 115.15], [-8.742, 115.15], [-8.74, 115.167], [-8.715, 115.168], [-8.69, 115.156], [-8.667, 115.137], [-8.655, 115.124],
  [-8.645, 115.108], [-8.62, 115.086], [-8.565, 115.04], [-8.53, 114.99], [-8.46, 114.9], [-8.42, 114.8], [-8.4, 114.7], [-8.405, 114.6],
  [-8.375, 114.55], [-8.29, 114.48], [-8.24, 114.44],
];
const ROADS = [
  [[-8.72, 115.178], [-8.685, 115.167], [-8.648, 115.138], [-8.61, 115.12], [-8.54, 115.12], [-8.45, 115.06]],
  [[-8.8, 115.228], [-8.755, 115.182], [-8.72, 115.178], [-8.66, 115.215], [-8.6, 115.27], [-8.5069, 115.2625], [-8.42, 115.28]],
  [[-8.66, 115.215], [-8.648, 115.138], [-8.6, 115.09], [-8.54, 115.02]],
  [[-8.83, 115.11], [-8.79, 115.17], [-8.755, 115.182]],
  [[-8.65, 115.215], [-8.58, 115.4], [-8.51, 115.55]],
];
const TOWNS = [
  ["Denpasar", -8.652, 115.219], ["Canggu", -8.6478, 115.1385], ["Kuta", -8.718, 115.178], ["Nusa Dua", -8.8, 115.222],
  ["Ubud", -8.507, 115.2625], ["Mangupura", -8.585, 115.178], ["Uluwatu", -8.825, 115.1], ["Tabanan", -8.541, 115.125],
];

const number = (value) => value.toFixed(4);

/** A frame of the earth: its centre and the degrees it is wide, for a picture of `width` by `height` pixels. */
function frame(lat, lon, degrees, width, height) {
  const scale = width / degrees;
  const squeeze = Math.cos((lat * Math.PI) / 180);
  return {
    x: (longitude) => width / 2 + (longitude - lon) * scale,
    y: (latitude) => height / 2 - ((latitude - lat) * scale) / squeeze,
    lat: (y) => lat - ((y - height / 2) * squeeze) / scale,
    lon: (x) => lon + (x - width / 2) / scale,
  };
}

const line = (points, view) => points.map(([lat, lon]) => `${view.x(lon).toFixed(1)},${view.y(lat).toFixed(1)}`).join(" ");

function drawing(view, width, height) {
  const towns = TOWNS.map(([name, lat, lon]) => [
    s("circle", { class: "town", cx: view.x(lon), cy: view.y(lat), r: 2.2 }),
    s("text", { class: "town-name", x: view.x(lon) + 5, y: view.y(lat) + 3.5 }, name),
  ]);
  return s("svg", { class: "map", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    s("rect", { class: "sea", width, height }),
    s("polygon", { class: "shore", points: line(COAST, view) }),
    s("polygon", { class: "land", points: line(COAST, view) }),
    ROADS.map((road) => s("polyline", { class: "road", points: line(road, view) })), towns);
}

function pin(x, y) {
  return s("g", { class: "pin", transform: `translate(${x} ${y})` },
    s("ellipse", { class: "pin-shadow", rx: 6, ry: 2.4 }),
    s("path", { d: "M0 0C-3-6-10-11-10-19a10 10 0 0 1 20 0C10-11 3-6 0 0z" }), s("circle", { cy: -19, r: 3.8 }));
}

/** What a location or venue looks like in a bubble. */
export function mapCard({ lat, lon, title, address }, t) {
  const [width, height] = [280, 124];
  const view = frame(lat, lon, 0.26, width, height);
  const picture = drawing(view, width, height);
  picture.append(pin(width / 2, height / 2));
  return h("figure", { class: "place" }, picture,
    h("figcaption", {}, title ? h("b", {}, title) : h("b", {}, t("pin")), address ? h("span", {}, address) : null,
      h("span", { class: "coordinates" }, `${number(lat)}, ${number(lon)}`)));
}

/** The map in the pin dialog: a click chooses; `show(lat, lon)` moves the pin. */
export function mapPicker(choose) {
  const [width, height] = [480, 270];
  const view = frame(-8.665, 115.17, 0.7, width, height);
  const picture = drawing(view, width, height);
  const mark = pin(0, 0);
  picture.append(mark);
  picture.classList.add("picker");
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    const at = (offset, size, full) => (offset / size) * full;
    choose(view.lat(at(event.clientY - box.top, box.height, height)), view.lon(at(event.clientX - box.left, box.width, width)));
  });
  const show = (lat, lon) => mark.setAttribute("transform", `translate(${view.x(lon)} ${view.y(lat)})`);
  return { picture, show };
}
