// What all figures are made of: elements, pictures, bars, controls, and a voice for screen readers.
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const DRAWN = ["svg", "g", "rect", "line", "polyline", "polygon", "path", "circle", "text", "title"];
  const REST = 700;

  // An element with attributes and children, in HTML or SVG.
  function element(name, attributes = {}, ...children) {
    const made = DRAWN.includes(name) ? document.createElementNS(SVG, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  // A picture of size × size pixels in the page's own ink, and a way to change it.
  function picture(size, label) {
    const pixels = Array.from({ length: size * size }, (_, i) =>
      element("rect", { x: i % size, y: Math.floor(i / size), width: 1.02, height: 1.02, "fill-opacity": 0 }));
    const view = element("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label }, ...pixels);
    return { view, show: (ink) => pixels.forEach((pixel, i) => pixel.setAttribute("fill-opacity", ink?.[i] ?? 0)) };
  }

  // Says sentences to a screen reader when nothing has moved for a while.
  function sayer(place) {
    const parts = {};
    let wait;
    return (key, sentence) => {
      parts[key] = sentence;
      clearTimeout(wait);
      wait = setTimeout(() => {
        place.textContent = Object.values(parts).join(" ");
        delete parts.brush;
      }, REST);
    };
  }

  // The place of the largest number in each row.
  function choices({ shape: [count, width], data }) {
    return Array.from({ length: count }, (_, row) => {
      const scores = data.subarray(row * width, (row + 1) * width);
      return scores.indexOf(Math.max(...scores));
    });
  }

  // Rows with a bar for a share from 0 to 1, and what is written at its end.
  function bars(labels) {
    const rows = labels.map((label) => {
      const [bar, count] = [element("span", { class: "live-bar" }), element("span", { class: "live-count" })];
      return { bar, count, row: element("div", { class: "live-row" }, element("span", {}, label), bar, count) };
    });
    return {
      rows: rows.map(({ row }) => row),
      show: (shares, texts) => rows.forEach(({ bar, count }, i) => {
        bar.style.setProperty("--share", shares[i]);
        count.textContent = texts[i];
      }),
    };
  }

  // A label with its article: "a 3", "an 8".
  const named = (label) => `${/^[8aeiou]/i.test(label) ? "an" : "a"} ${label}`;

  const button = (label, pressed) => element("button", { type: "button", onclick: pressed }, label);
  const group = (label, ...children) =>
    element("div", { class: "live-tools", role: "group", "aria-label": label }, ...children);

  // A slider with its label and its value in words. changed(value) is called while it moves.
  function range(label, { min, max, step = 1, value, written = String }, changed) {
    const shown = element("output", {}, written(value));
    const input = element("input", { type: "range", min, max, step, value, "aria-valuetext": written(value) });
    input.oninput = () => {
      shown.textContent = written(+input.value);
      input.setAttribute("aria-valuetext", shown.textContent);
      changed(+input.value);
    };
    return { input, view: element("label", { class: "live-control" }, element("span", {}, label), input, shown) };
  }

  // A list to choose from. options: pairs of a name and a value; changed(value).
  function choice(label, options, changed) {
    const input = element("select", { onchange: () => changed(options[input.selectedIndex][1]) },
      ...options.map(([name]) => element("option", {}, name)));
    return { input, view: element("label", { class: "live-control" }, element("span", {}, label), input) };
  }

  // What stands in a figure: its sides, a sentence that is also said, and hints.
  function frame(figure, ...hints) {
    const said = figure.querySelector(".live-said");
    const say = sayer(said);
    const words = element("p", { class: "live-words" });
    const sides = element("div", { class: "live-sides" });
    said.classList.add("live-hidden");
    figure.append(sides, words, element("p", { class: "live-hint" }, hints.join(" ")));
    const tell = (sentence) => {
      words.textContent = sentence;
      say("answer", sentence);
    };
    return { sides, say, tell };
  }

  // Runs what answers the reader; a fault becomes the sentence that stands where the answer would.
  function guarded(tell, action) {
    try {
      action();
    } catch (error) {
      tell(error instanceof RangeError
        ? "This device has too little memory left for this. Close other pages and try again."
        : error.message);
    }
  }

  // The models and the arrays that a figure was given beside its own model, by their names.
  function given({ models = {}, arrays }) {
    const held = arrays ? LiveModels.load(arrays).steps : [];
    return {
      models: Object.fromEntries(Object.entries(models).map(([name, file]) => [name, LiveModels.load(file)])),
      arrays: Object.fromEntries(held.map((step) => [step.name, step.weights.value])),
    };
  }

  LiveModels.parts = { element, picture, sayer, choices, bars, button, group, range, choice, frame, guarded, given, named };
  LiveModels.figures = {};
})();
