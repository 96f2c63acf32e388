// One example whose company in the batch the reader chooses: its answer in training mode and in inference.
"use strict";

LiveModels.figures.batch = (figure, model, settings) => {
  const { element, picture, button, group, choice, frame, guarded, given, named } = LiveModels.parts;
  const { labels, size } = settings;
  const { shelf, watched } = given(settings).arrays;
  const [count, width] = shelf.shape;
  const each = count / labels.length;
  const norm = model.steps.find((step) => step.kind === "BatchNormalization");
  const modes = ["training mode, with this batch", "inference, with moving averages"];
  const { sides, tell } = frame(figure, "Press a digit to put it into the batch, and again to take it out; or move with"
    + " the arrow keys and press the space bar.");
  let [chosen, past, who, before] = [new Set(), [], settings.start ?? 0, null];

  const row = ({ data }, i) => data.subarray(i * width, (i + 1) * width);
  const kind = (i) => Math.floor(i / each);
  const rounded = (value) => (Math.round(value * 100) / 100 + 0).toFixed(2).replace("-", "−");

  // The watched example first, then those in its company.
  const batch = () => {
    const rows = [row(watched, who), ...[...chosen].sort((a, b) => a - b).map((i) => row(shelf, i))];
    return LiveModels.tensor([rows.length, width], rows.flatMap((one) => [...one]));
  };
  const shares = (scores) => {
    const raised = Array.from(scores, (score) => Math.exp(score - Math.max(...scores)));
    const sum = raised.reduce((total, value) => total + value, 0);
    return raised.map((value) => value / sum);
  };
  const top = (found) => found.indexOf(Math.max(...found));

  // What the first normalization reads of one unit, for each example of a batch.
  const ofUnit = ({ values }, unit) => {
    const { shape: [rows, units], data } = values[norm.from[0]];
    return Array.from({ length: rows }, (_, i) => data[i * units + unit]);
  };
  // The unit that varies most over the shelf, and the ends of its values.
  const [onShelf, onWatch] = [shelf, watched].map((inputs) => model.run(inputs));
  const variance = (values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  };
  const unit = top(Array.from(norm.weights.mean.data, (_, i) => variance(ofUnit(onShelf, i))));
  const reach = [...ofUnit(onShelf, unit), ...ofUnit(onWatch, unit)];
  const [least, most] = [Math.min(...reach), Math.max(...reach)];

  function sentence([training, inference]) {
    const said = (found) => `${labels[top(found)]}, ${rounded(Math.max(...found))}`;
    const others = `has ${chosen.size} ${chosen.size > 1 ? "others" : "other"} in its batch`;
    const company = chosen.size ? others : "is alone in its batch";
    const moved = before && said(before) !== said(training) ? `; before, it said ${said(before)}` : "";
    const alone = chosen.size ? "" : " A batch of one is its own mean: what the picture shows is subtracted, so every"
      + " digit gets this answer.";
    return `The watched digit, ${named(labels[who])}, ${company}. Training mode says ${said(training)}${moved}. Inference says`
      + ` ${said(inference)}, whatever the batch.${alone}`;
  }

  const [SLOT, TALL, BASE] = [36, 120, 128];
  const columns = labels.map((name, i) => {
    const bars = ["live-moving", "live-still"].map((look, k) =>
      element("rect", { class: look, x: i * SLOT + 6 + k * 13, width: 11 }));
    return { bars, name: element("text", { x: i * SLOT + 18, y: BASE + 18 }, name) };
  });
  const chart = element("svg", { viewBox: `-14 0 ${labels.length * SLOT + 14} ${BASE + 24}`, class: "live-columns", role: "img",
    "aria-label": "The probability of each digit in both modes" },
  element("line", { x1: 0, x2: labels.length * SLOT, y1: BASE, y2: BASE }),
  element("line", { class: "live-whole", x1: 0, x2: labels.length * SLOT, y1: BASE - TALL, y2: BASE - TALL }),
  element("text", { x: -7, y: BASE - TALL + 5 }, "1"), ...columns.flatMap(({ bars, name }) => [...bars, name]));
  const strip = element("svg", { viewBox: "0 0 360 128", class: "live-strip", role: "img" });
  const seen = picture(size, "");

  function showColumns(found) {
    columns.forEach(({ bars, name }, i) => {
      bars.forEach((bar, k) => {
        const high = found[k][i] * TALL;
        bar.setAttribute("y", BASE - high);
        bar.setAttribute("height", high);
      });
      name.setAttribute("class", i === who ? "live-own" : "");
    });
  }

  // The values of one unit before its normalization, with mean and deviation of the batch and of the averages.
  function showStrip(values, [mean, variance]) {
    const at = (value) => 14 + ((value - least) / (most - least || 1)) * 332;
    const span = (y, center, deviation, look, words) => [
      element("line", { class: look, x1: at(center - deviation), x2: at(center + deviation), y1: y, y2: y }),
      element("line", { class: look, x1: at(center), x2: at(center), y1: y - 8, y2: y + 8 }),
      element("text", { x: 4, y: y - 12 }, words)];
    const [own, ...others] = values.map(at);
    strip.replaceChildren(
      ...span(32, mean, Math.sqrt(variance), "live-of-batch", "mean and deviation of this batch"),
      element("line", { class: "live-axis", x1: 4, x2: 356, y1: 62, y2: 62 }),
      ...others.map((x) => element("circle", { cx: x, cy: 62, r: 4 })),
      element("polygon", { points: `${own},53 ${own + 9},62 ${own},71 ${own - 9},62` }),
      ...span(108, norm.weights.mean.data[unit], Math.sqrt(norm.weights.variance.data[unit]), "live-of-averages",
        "moving averages"));
    const z = (center, square) => rounded((values[0] - center) / Math.sqrt(square + norm.epsilon));
    const both = [z(mean, variance), z(norm.weights.mean.data[unit], norm.weights.variance.data[unit])];
    strip.setAttribute("aria-label", `Unit ${unit + 1} of the first layer: the watched digit becomes ${both[0]} in training`
      + ` mode and ${both[1]} in inference`);
    why.textContent = `Why it moves: unit ${unit + 1} of the first layer. The watched digit (◆) stays; the batch's mean does`
      + ` not. Normalized, the digit's value is ${both[0]} in training mode and ${both[1]} in inference.`;
  }

  function answer() {
    const inputs = batch();
    const training = model.run(inputs, { training: true });
    const found = [training, model.run(inputs)].map(({ outputs: [scores] }) =>
      shares(scores.data.subarray(0, labels.length)));
    seen.show(inputs.data.subarray(0, width));
    seen.view.setAttribute("aria-label", `The watched digit, ${named(labels[who])}`);
    toggles.forEach((toggle, i) => toggle.setAttribute("aria-pressed", chosen.has(i)));
    showColumns(found);
    showStrip(ofUnit(training, unit), training.details[norm.name].moments[unit]);
    tell(sentence(found));
    [before] = found;
  }

  const change = (next) => {
    past.push(chosen);
    chosen = new Set(next);
    guarded(tell, answer);
  };
  const undo = () => {
    chosen = past.pop() ?? chosen;
    guarded(tell, answer);
  };

  // A picture that never changes: one path for all pixels of a shade, since many elements take long to lay out.
  function still(ink) {
    const shades = {};
    ink.forEach((value, i) => {
      if (value) shades[value] = `${shades[value] ?? ""}M${i % size} ${Math.floor(i / size)}h1.02v1.02h-1.02z`;
    });
    return element("svg", { viewBox: `0 0 ${size} ${size}`, "aria-hidden": true },
      ...Object.entries(shades).map(([shade, d]) => element("path", { d, "fill-opacity": shade })));
  }

  const toggles = Array.from({ length: count }, (_, i) => {
    const toggle = button("", () => change(chosen.has(i) ? [...chosen].filter((other) => other !== i) : [...chosen, i]));
    toggle.append(still(row(shelf, i)));
    toggle.setAttribute("aria-label", `${named(labels[kind(i)])}, number ${(i % each) + 1}`);
    toggle.tabIndex = i ? -1 : 0;
    return toggle;
  });

  // The nearest toggle on the side to which an arrow points, wherever the page has put it.
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function move(event) {
    const way = moves[event.key];
    if (!way) return;
    event.preventDefault();
    const here = event.target.getBoundingClientRect();
    const [next] = toggles.map((toggle) => {
      const box = toggle.getBoundingClientRect();
      const [dx, dy] = [box.left - here.left, box.top - here.top];
      return { toggle, ahead: dx * way[0] + dy * way[1], aside: Math.abs(dx * way[1]) + Math.abs(dy * way[0]) };
    }).filter(({ ahead }) => ahead > 1).sort((a, b) => a.ahead + 4 * a.aside - b.ahead - 4 * b.aside);
    if (!next) return;
    toggles.forEach((toggle) => (toggle.tabIndex = toggle === next.toggle ? 0 : -1));
    next.toggle.focus();
  }

  const every = (test) => [...Array(count).keys()].filter(test);
  const starts = [["nobody", () => []], ["its own kind", () => every((i) => kind(i) === who)],
    ["one of each", () => every((i) => i % each === 0)], [`all ${count}`, () => every(() => true)]];
  const watch = choice("Watched", labels.map((label, i) => [named(label), i]), (i) => {
    [who, before] = [i, null];
    guarded(tell, answer);
  });
  watch.input.selectedIndex = who;
  const why = element("p", { class: "live-company" });
  const grid = element("div", { class: "live-shelf", role: "group", onkeydown: move,
    "aria-label": "Digits to put into the batch; arrow keys move, the space bar puts in and takes out" }, ...toggles);
  const key = modes.map((mode, k) => element("span", { class: k ? "live-key live-still" : "live-key live-moving" }, mode));
  sides.append(
    element("div", { class: "live-watched" }, seen.view, watch.view),
    element("div", { class: "live-company" }, chart, element("p", { class: "live-keys" }, ...key)));
  sides.after(figure.querySelector(".live-words"), group("Batches to start from", "In the batch: ",
    ...starts.map(([name, find]) => button(name, () => change(find()))), button("Undo", undo)), grid,
  element("div", { class: "live-why" }, element("div", { class: "live-company" }, strip), why));
  answer();
  toggles[0].focus({ preventScroll: true });
};
