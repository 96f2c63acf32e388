// A net small enough to see every number: typed, walked forward and back edge by edge, checked by nudges.
"use strict";

LiveModels.figures.walk = (figure, model, settings) => {
  const { element, button, group, range, frame, guarded } = LiveModels.parts;
  const { examples, most = 10 } = settings;
  const trainer = LiveModels.trainer(model, settings.training);
  const [WIDE, HIGH, GAP, DIGITS, ENOUGH] = [96, 50, 4, 7, 0.01];
  // Where each value stands, in rows from the input down to the loss.
  const places = {
    w1: [50, 27], x: [210, 27], w2: [370, 27], z1: [157, 115], z2: [263, 115],
    w3: [50, 203], h1: [157, 203], h2: [263, 203], w4: [370, 203], prediction: [210, 291], y: [370, 379], loss: [210, 379],
  };
  const symbols = { x: "x", y: "y", w1: "w₁", w2: "w₂", w3: "w₃", w4: "w₄", z1: "z₁", z2: "z₂", h1: "h₁", h2: "h₂",
    prediction: "ŷ", loss: "loss" };
  const [typed, learned] = [["x", "w1", "w2", "y", "w3", "w4"], ["w1", "w2", "w3", "w4", "x"]];
  const uses = { z1: ["w1", "x"], z2: ["w2", "x"], h1: ["z1"], h2: ["z2"], prediction: ["h1", "w3", "h2", "w4"],
    loss: ["prediction", "y"] };
  const forth = Object.keys(uses);
  const back = [["loss", "prediction"], ["prediction", "w3"], ["prediction", "h1"], ["prediction", "w4"],
    ["prediction", "h2"], ["h1", "z1"], ["z1", "w1"], ["z1", "x"], ["h2", "z2"], ["z2", "w2"], ["z2", "x"]];

  const { sides, say, tell } = frame(figure, `Type numbers from −${most} to ${most}. The net computes in single precision, as`
    + " Keras does, so two gradients within 1 percent or 0.001 of each other agree.");
  let [numbers, step, exponent, wrong] = [{ ...examples[0][1] }, forth.length, 3, ""];

  // Four digits, with a power of ten where there would be many zeros: boxes and the table have room for nine characters.
  const written = (value) => {
    const rounded = Number(value.toPrecision(4)) + 0;
    const plain = rounded === 0 || (Math.abs(rounded) >= 1e-3 && Math.abs(rounded) < 1e4);
    return (plain ? String(rounded) : rounded.toExponential()).replaceAll("-", "−").replace("e+", "e");
  };
  const one = (value) => LiveModels.tensor([1, 1], [value]);
  const input = (name) => one(numbers[name]);
  const put = ({ w1, w2, w3, w4 }) => {
    model.layer("z").weights.kernel.data.set([w1, w2]);
    model.layer("prediction").weights.kernel.data.set([w3, w4]);
  };

  // All values, and the gradients of half the squared error, by their names in the graph.
  function passes() {
    put(numbers);
    const { loss, slopes, gradients, named } = trainer.gradients(input("x"), input("y"));
    const at = (name) => model.steps.findIndex((layer) => layer.name === name);
    const pair = (name, [first, second]) => ({ [`${name}1`]: first, [`${name}2`]: second });
    const [prediction] = named.prediction.data;
    const [[w1, w2], [w3, w4]] = ["z", "prediction"].map((name) => gradients[name].kernel);
    const found = { ...pair("z", slopes[at("z")]), ...pair("h", slopes[at("h")]), w1, w2, w3, w4,
      x: slopes[model.file.inputs[0]][0], prediction: slopes[at("prediction")][0] };
    const halved = Object.fromEntries(Object.entries(found).map(([name, slope]) => [name, slope / 2]));
    const values = { ...numbers, ...pair("z", named.z.data), ...pair("h", named.h.data), prediction, loss: loss / 2 };
    return { values, gradients: { ...halved, loss: 1 } };
  }

  // The slope of the loss between two nets, one number of which is a nudge less and a nudge more.
  function difference(name, values) {
    const [above, below] = [1, -1].map((sign) => {
      const moved = { ...numbers, [name]: numbers[name] + sign * 10 ** -exponent };
      put(moved);
      const { named } = model.run(one(moved.x));
      const loss = Math.fround(0.5 * (named.prediction.data[0] - moved.y) ** 2);
      return { on: [...named.z.data].map((z) => z > 0), loss };
    });
    // The units that are on at one of the two nets alone: both stand on their kink, or both pass it.
    const units = [1, 2].filter((unit) => above.on[unit - 1] !== below.on[unit - 1]);
    const standing = units.some((unit) => values[`z${unit}`] === 0);
    return { slope: (above.loss - below.loss) / (2 * 10 ** -exponent), units, standing };
  }

  // The derivative of one operation by one of its inputs: what it is called, and its value.
  function local(from, to, v) {
    if (from === "loss") return ["ŷ − y", v.prediction - v.y];
    if (from[0] === "h") return ["the slope of ReLU", +(v[to] > 0)];
    const [other] = from === "prediction"
      ? [{ w3: "h1", h1: "w3", w4: "h2", h2: "w4" }[to]]
      : uses[from].filter((name) => name !== to);
    return [symbols[other], v[other]];
  }

  function sentence({ values: v, gradients: g }) {
    const said = (name) => written(v[name]);
    if (!step) return "Forward: press Next to compute the first value.";
    if (step <= forth.length) {
      const name = forth[step - 1];
      const formula = {
        z: () => `${symbols[uses[name][0]]} · x = ${said(uses[name][0])} · ${said("x")}`,
        h: () => `the larger of ${symbols[uses[name][0]]} and 0`,
        p: () => `w₃ · h₁ + w₄ · h₂ = ${said("w3")} · ${said("h1")} + ${said("w4")} · ${said("h2")}`,
        l: () => `½ (ŷ − y)² = ½ (${said("prediction")} − ${said("y")})²`,
      }[name[0]]();
      return `Forward, ${step} of ${forth.length}: ${symbols[name]} = ${formula} = ${said(name)}.`;
    }
    const [from, to] = back[step - forth.length - 1];
    const [called, slope] = local(from, to, v);
    const arrived = `${written(g[from])} at ${symbols[from]}, times ${called} = ${written(slope)},`
      + ` is ${written(g[from] * slope)}`;
    const more = to !== "x" ? "" : from === "z1"
      ? " The other path to x is still to come."
      : ` With ${written(g.z1 * v.w1)} from the other path it is ${written(g.x)}.`;
    return `Back, ${step - forth.length} of ${back.length}, to ${symbols[to]}: ${arrived}.${more}`;
  }

  // Line and arrowhead from the edge of one box to that of another.
  function arrow(from, to, look) {
    const [[x0, y0], [x1, y1]] = [places[from], places[to]];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = Math.hypot(dx, dy);
    const reach = Math.min((WIDE / 2 + GAP) / Math.abs(dx), (HIGH / 2 + GAP) / Math.abs(dy));
    const [ux, uy] = [dx / length, dy / length];
    const [ax, ay, bx, by] = [x0 + dx * reach, y0 + dy * reach, x1 - dx * reach, y1 - dy * reach];
    const head = [[bx, by], [bx - 9 * ux - 5 * uy, by - 9 * uy + 5 * ux], [bx - 9 * ux + 5 * uy, by - 9 * uy - 5 * ux]];
    return element("g", { class: `live-edge ${look}` },
      element("line", { x1: ax, y1: ay, x2: bx - 5 * ux, y2: by - 5 * uy }),
      element("polygon", { points: head.map((point) => point.join()).join(" ") }));
  }

  function edges() {
    const returned = back.slice(0, Math.max(0, step - forth.length));
    return forth.flatMap((end, i) => uses[end].map((start) => {
      const passed = returned.findIndex(([from, to]) => from === end && to === start);
      const now = returned.length ? passed === returned.length - 1 : step === i + 1;
      const look = now ? "live-now" : step > i && (!returned.length || passed >= 0) ? "live-past" : "";
      return passed >= 0 ? arrow(end, start, look) : arrow(start, end, look);
    }));
  }

  function boxes({ values, gradients }) {
    const known = new Set([...typed, ...forth.slice(0, step)]);
    const arrived = new Set(step > forth.length ? ["loss", ...back.slice(0, step - forth.length).map(([, to]) => to)] : []);
    const now = step > forth.length ? back[step - forth.length - 1][1] : forth[step - 1];
    return Object.entries(places).map(([name, [x, y]]) => {
      const partial = name === "x" && step < forth.length + back.length;
      const slope = partial ? gradients.z1 * values.w1 : gradients[name];
      const lines = [symbols[name] + (known.has(name) ? ` = ${written(values[name])}` : "")];
      if (arrived.has(name)) lines.push(`∂ ${written(slope)}`);
      const look = `live-node ${name === now ? "live-now" : ""} ${known.has(name) ? "" : "live-unknown"}`;
      return element("g", { class: look, transform: `translate(${x} ${y})` },
        element("rect", { x: -WIDE / 2, y: -HIGH / 2, width: WIDE, height: HIGH, rx: typed.includes(name) ? 0 : 12 }),
        ...lines.map((line, i) => element("text", { y: lines.length > 1 ? 20 * i - 4 : 6,
          ...(line.length > 9 && { textLength: WIDE - 10, lengthAdjust: "spacingAndGlyphs" }) }, line)));
    });
  }

  // Why the two gradients of a number differ.
  function reason({ units, standing }) {
    if (!units.length) return "the nudge drowns in rounding";
    const names = units.map((unit) => symbols[`h${unit}`]).join(" and ");
    const kink = units.length > 1 ? "their kinks" : "its kink";
    if (!standing) return `the nudge carries ${names} across ${kink}`;
    return `${names} ${units.length > 1 ? "stand" : "stands"} on ${kink}`;
  }

  // Each number's gradient by both ways, and a sentence on where they part.
  function compare({ values, gradients }) {
    const reached = back.slice(0, Math.max(0, step - forth.length)).map(([, to]) => to);
    const whole = step === forth.length + back.length;
    const apart = new Map();
    learned.forEach((name) => {
      const { slope, units, standing } = difference(name, values);
      const done = name === "x" ? whole : reached.includes(name);
      const gap = Math.abs(slope - gradients[name]);
      const same = gap <= ENOUGH * Math.max(Math.abs(slope), Math.abs(gradients[name])) || gap <= ENOUGH / 10;
      const why = same ? "agree" : units.length ? "kink" : "rounding";
      if (done && !same) {
        const because = reason({ units, standing });
        apart.set(because, [...(apart.get(because) ?? []), symbols[name]]);
      }
      [gradients[name], slope].forEach((value, i) => (cells[name][i].textContent = i || done ? written(value) : "–"));
      cells[name][2].textContent = done ? why : "";
    });
    const nudge = (10 ** -exponent).toFixed(exponent);
    if (!whole) return `Each number moved by ${nudge} up and down. Walk to the end to compare all five.`;
    if (!apart.size) return `Moved by ${nudge}, all five agree.`;
    const groups = [...apart].map(([because, those]) =>
      `${those.join(", ")} ${those.length > 1 ? "differ" : "differs"}: ${because}`).join("; ");
    const more = [
      groups.includes("stand") ? " On a kink backpropagation takes the slope 0, and the nudges average both sides." : "",
      groups.includes("rounding") ? ` The net computes with about ${DIGITS} digits.` : ""];
    return `Moved by ${nudge}, ${groups}.${more.join("")}`;
  }

  // What is wrong with a number as it is typed, as a sentence.
  function fault(name, text, value) {
    if (!text.trim()) return `${symbols[name]} is empty.`;
    if (Number.isNaN(value)) return `${symbols[name]} is not a number.`;
    return Math.abs(value) > most ? `${symbols[name]} is too large for this graph.` : "";
  }

  function read() {
    const given = {};
    const faults = typed.map((name) => {
      const text = fields[name].value;
      const plain = text.trim().replace(",", ".").replaceAll("−", "-");
      const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
      const found = fault(name, text, value);
      fields[name].setAttribute("aria-invalid", Boolean(found));
      given[name] = value;
      return found;
    }).filter(Boolean);
    [graph, table, verdict].forEach((part) => part.classList.toggle("live-stale", faults.length > 0));
    wrong = faults.length
      ? `${faults.join(" ")} Type a number from −${most} to ${most}. Until then the graph keeps the numbers from before.` : "";
    if (wrong) {
      tell(wrong);
      return say("differences", "");
    }
    numbers = given;
    show();
  }

  // walked, nudged: which of the two sentences is news.
  const show = (walked = true, nudged = true) => guarded(tell, () => {
    const found = passes();
    graph.replaceChildren(...edges(), ...boxes(found));
    const compared = compare(found);
    verdict.textContent = compared;
    tell(`${wrong} ${sentence(found)}`.trim());
    if (!walked) say("answer", "");
    say("differences", nudged ? compared : "");
  });
  const start = (given) => {
    typed.forEach((name) => (fields[name].value = written(given[name])));
    read();
  };

  const fields = Object.fromEntries(typed.map((name) =>
    [name, element("input", { type: "text", size: 5, autocomplete: "off", oninput: read })]));
  const graph = element("svg", { viewBox: "0 0 420 406", class: "live-graph", role: "img",
    "aria-label": "The net as a graph; the sentence below it says each step" });
  const names = (place) => (place <= forth.length ? `forward ${place} of ${forth.length}`
    : `back ${place - forth.length} of ${back.length}`);
  const walk = range("Step", { min: 0, max: forth.length + back.length, value: step, written: names }, (place) => {
    step = place;
    show(true, step === forth.length + back.length);
  });
  const go = (place) => {
    walk.input.value = place;
    walk.input.oninput();
  };
  const nudge = range("Nudge", { min: 0, max: DIGITS, value: exponent, written: (power) => (10 ** -power).toFixed(power) },
    (power) => {
      exponent = power;
      show(false);
    });
  const cells = Object.fromEntries(learned.map((name) => [name, [0, 1, 2].map(() => element("td"))]));
  const verdict = element("p", { class: "live-verdict" });
  const table = element("table", { class: "live-table" },
    element("caption", {}, "Gradients of the loss, in two ways"),
    element("tr", {}, ...["of", "backward", "nudged", "result"].map((head) => element("th", { scope: "col" }, head))),
    ...learned.map((name) => element("tr", {}, element("th", { scope: "row" }, symbols[name]), ...cells[name])));

  sides.append(
    element("div", { class: "live-net" },
      element("div", { class: "live-numbers", role: "group", "aria-label": "The numbers of the net" }, ...typed.map((name) =>
        element("label", {}, element("span", {}, symbols[name]), fields[name]))),
      graph, walk.view,
      element("div", { class: "live-tools" }, button("Next", () => go(step + 1)),
        button("To the end", () => go(forth.length + back.length)))),
    element("div", { class: "live-answers" }, group("Examples to start from", "Start from: ",
      ...examples.map(([name, given]) => button(name, () => start(given)))), table, nudge.view, verdict));
  sides.firstChild.append(figure.querySelector(".live-words"));
  start(numbers);
  fields.x.focus({ preventScroll: true });
};
