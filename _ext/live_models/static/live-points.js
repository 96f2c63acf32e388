// The reader's own points, and a dense network that learns to part them: its border, and each unit's line.
"use strict";

LiveModels.figures.points = (figure, given, settings) => {
  const { element, button, group, range, choice, frame, guarded } = LiveModels.parts;
  const { plane, grid, contour, path, written } = LiveModels.plane;
  const { limit, start, training } = settings;
  const { arrays } = LiveModels.parts.given(settings);
  const NAMES = ["circle", "square"];
  const TINTS = [[0, 114, 178], [213, 94, 0]];
  const [FINE, MOST, BATCH, RUN, SLICE, LARGE] = [41, 500, 100, 20000, 4, 100];
  const cells = grid(FINE, limit);
  const { sides, say, tell } = frame(figure,
    "Thick: the border. Thin: where a unit of the chosen layer is at zero, with ticks on its positive side.",
    "A click or a tap places a point. By keyboard: the arrow keys move the cross, the space bar places a point,"
    + " C changes its kind, U undoes, Delete clears.");

  // Points are [x, y, kind].
  let [points, undone, kind, batches, whole] = [[], [], 0, null, null];
  let [model, trainer, steps, running, seed, told] = [given, null, 0, false, 0, ""];

  // A dense network with random weights: as wide as He's for the hidden layers, as Glorot's for the last.
  function network(depth, units, activation) {
    const random = LiveModels.generator(++seed);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const widths = [2, ...Array(depth).fill(units), 2];
    const [steps, weights, numbers] = [[{ name: "input", kind: "Input", from: [], shape: [null, 2] }], [], []];
    const put = (shape, count, draw) => {
      weights.push({ shape, type: "float32", at: numbers.length * 4 });
      for (let i = 0; i < count; i++) numbers.push(draw());
      return weights.length - 1;
    };
    for (let i = 0; i <= depth; i++) {
      const [from, to] = [widths[i], widths[i + 1]];
      const spread = Math.sqrt(2 / (i < depth ? from : from + to));
      const kernel = put([from, to], from * to, () => spread * normal());
      const bias = put([to], to, () => 0);
      steps.push({ name: `layer ${i + 1}`, kind: "Dense", from: [i], weights: { kernel, bias },
        activation: [i < depth ? activation : "linear"] });
    }
    const data = btoa(String.fromCharCode(...new Uint8Array(Float32Array.from(numbers).buffer)));
    return LiveModels.load({ format: 1, name: "yours", inputs: [0], outputs: [depth + 1], steps, weights, data });
  }

  const hidden = () => model.steps.filter((step) => step.kind === "Dense").slice(0, -1);
  const tensors = (some) => [
    LiveModels.tensor([some.length, 2], some.flatMap(([x, y]) => [x, y])),
    LiveModels.tensor([some.length], some.map(([, , label]) => label))];

  // All points in batches, in a new order after each pass.
  function next() {
    if (!batches?.length) {
      const random = LiveModels.generator(steps);
      const order = points.map((point) => [random(), point]).sort(([a], [b]) => a - b).map(([, point]) => point);
      batches = [];
      for (let i = 0; i < order.length; i += BATCH) batches.push(tensors(order.slice(i, i + BATCH)));
    }
    return batches.pop();
  }

  // How many points are on their side, the mean loss, and how many hidden units are at zero for all of them.
  function judged() {
    const [inputs, labels] = (whole ??= tensors(points));
    const { outputs: [{ data }], named } = model.run(inputs);
    let [right, loss] = [0, 0];
    labels.data.forEach((label, i) => {
      const lead = data[2 * i + label] - data[2 * i + 1 - label];
      right += lead > 0;
      loss += (Math.max(0, -lead) + Math.log1p(Math.exp(-Math.abs(lead)))) / points.length;
    });
    const layers = hidden().map(({ name }) => named[name]);
    const silent = layers.reduce((sum, { shape: [count, width], data: outputs }) => sum + Array.from({ length: width },
      (_, unit) => points.every((_, i) => outputs[i * width + unit] === 0)).filter(Boolean).length, 0);
    return { right, loss, silent };
  }

  // Why nothing can be learned from these points, as a sentence.
  function lacking() {
    if (!points.length) return "The field is empty. Place points of both kinds, or start from an example.";
    const missing = NAMES.find((_, label) => points.every((point) => point[2] !== label));
    return missing ? `There is no ${missing} yet, so there is nothing to part. Place at least one ${missing}.` : "";
  }

  const learnable = () => model.steps.flatMap(({ weights }) => Object.values(weights)).map(({ data }) => data);

  function sentence(values) {
    const { right, loss, silent } = judged();
    const edge = Array.from(values).filter((_, i) =>
      i < FINE || i >= FINE * (FINE - 1) || i % FINE === 0 || i % FINE === FINE - 1);
    const both = (some) => some.some((value) => value > 0) && some.some((value) => value <= 0);
    const border = !both(Array.from(values)) ? "There is no border: one answer everywhere."
      : both(edge) ? "The border leaves the field." : "The border closes within the field.";
    const idle = silent ? ` Silent at every point: ${silent} hidden ${silent > 1 ? "units" : "unit"}.` : "";
    const begun = steps ? `${steps} ${steps > 1 ? "steps" : "step"}`
      : model === given ? "The trained network" : "Before the first step";
    const large = steps && loss > LARGE ? " Steps too long made the loss this large: take a smaller learning rate and a new"
      + " start." : "";
    const count = learnable().reduce((sum, { length }) => sum + length, 0);
    return `${begun}: ${right} of ${points.length} points on their side, loss ${loss.toPrecision(2)}.${large} ${border}${idle}`
      + ` The network has ${count} parameters.`;
  }

  function draw() {
    const { outputs: [{ data }], details } = model.run(cells);
    const values = Float32Array.from({ length: FINE * FINE }, (_, i) => data[2 * i + 1] - data[2 * i]);
    // Weights may still be numbers where the answers are none.
    if (!values.every(Number.isFinite)) return false;
    field.shade(values, FINE, 6, (value, striped) =>
      [...TINTS[+(value > 0)], 20 + 60 * Math.abs(Math.tanh(value / 2)) + (striped && value > 0 ? 50 : 0)]);
    border.setAttribute("d", path(contour(values, FINE, limit)));
    const layer = hidden()[lines.input.selectedIndex];
    const sums = layer && details[layer.name].before;
    const width = sums?.shape[1] ?? 0;
    units.replaceChildren(...Array.from({ length: width }, (_, unit) => element("path", { d: path(
      contour(Float32Array.from({ length: FINE * FINE }, (_, i) => sums.data[i * width + unit]), FINE, limit),
      limit * 0.045) })));
    tell(told || lacking() || sentence(values));
    return true;
  }
  const show = (sentence = "") => {
    told = sentence;
    guarded(tell, draw);
  };

  function place() {
    [batches, whole] = [null, null];
    if (lacking()) halt();
    placed.replaceChildren(...points.map(([x, y, label]) => {
      const size = limit * 0.022;
      return label
        ? element("rect", { x: x - size, y: -y - size, width: 2 * size, height: 2 * size, class: "live-second" })
        : element("circle", { cx: x, cy: -y, r: size * 1.15, class: "live-first" });
    }));
    show();
  }
  function change(newer) {
    undone.push(points);
    points = newer;
    place();
  }
  function add([x, y]) {
    if (points.length >= MOST) return show(`${MOST} points are enough. Undo or clear to place others.`);
    change([...points, [x, y, kind]]);
  }
  const undo = () => {
    points = undone.pop() ?? points;
    place();
  };
  const clear = () => change([]);
  function choose(label) {
    kind = label;
    kinds.forEach((one, i) => one.setAttribute("aria-pressed", i === kind));
    say("brush", `Next: a ${NAMES[kind]}.`);
  }

  const spread = (count, one) => {
    const random = LiveModels.generator(count);
    return Array.from({ length: count }, (_, i) => one(random, i).map((value, axis) => axis < 2 ? value * limit : value));
  };
  const starts = {
    [start]: () => Array.from(arrays.labels.data, (label, i) => [arrays.points.data[2 * i], arrays.points.data[2 * i + 1], label]),
    "an island": () => spread(90, (random, i) => {
      const [turn, far] = [2 * Math.PI * random(), i % 3 ? 0.55 + 0.3 * random() : 0.25 * Math.sqrt(random())];
      return [far * Math.cos(turn), far * Math.sin(turn), i % 3 ? 0 : 1];
    }),
    "four corners": () => spread(80, (random, i) => {
      const [x, y] = [i & 1 ? 1 : -1, i & 2 ? 1 : -1];
      return [x * (0.2 + 0.6 * random()), y * (0.2 + 0.6 * random()), x * y > 0 ? 0 : 1];
    }),
  };

  // Training.
  const halt = () => {
    running = false;
    train.textContent = "Train";
  };
  function renew() {
    halt();
    const [depth, wide] = [layers.input, each.input].map((input) => +input.value);
    model = network(depth, wide, activation.input.value === "none" ? "linear" : activation.input.value.toLowerCase());
    [trainer, steps, batches] = [null, 0, null];
    const names = Array.from({ length: depth }, (_, i) => element("option", {}, `layer ${i + 1}`));
    lines.input.replaceChildren(...names, element("option", {}, "none"));
    show();
  }
  // What keeps a step from being made, as a sentence.
  function obstacle() {
    if (lacking()) return lacking();
    const rate = +speed.value.trim().replace(",", ".");
    if (!(rate > 0) || rate > 1e30) return "The learning rate must be a number above 0, such as 0.02.";
    if (rate !== trainer?.rate) {
      trainer = LiveModels.trainer(model, { ...training, optimizer: { ...training.optimizer, rate } });
      trainer.rate = rate;
    }
    return "";
  }
  async function go(count) {
    if (running) {
      halt();
      return show();
    }
    const wrong = obstacle();
    if (wrong) return show(wrong);
    const [mine, before] = [model, steps];
    const learned = learnable();
    const copies = () => learned.map((data) => data.slice());
    let [kept, astray] = [copies(), false];
    [running, told] = [true, ""];
    if (count > 1) train.textContent = "Stop";
    const { end } = await trainer.run({
      next, count, milliseconds: SLICE, stopped: () => !running || model !== mine,
      progress: ({ steps: made }) => guarded(tell, () => {
        steps = before + made;
        if (!draw()) return ([astray, running] = [true, false]);
        kept = copies();
      }),
    });
    if (model !== mine) return;
    halt();
    if (!astray && end !== "diverged") return show();
    learned.forEach((data, i) => data.set(kept[i]));
    trainer = null;
    show("The loss is no longer a number: the steps were too long, and the weights ran away. They are put back to where"
      + " they were well. Take a smaller learning rate.");
  }

  const placed = element("g", { class: "live-points" });
  const [units, border] = [element("g", { class: "live-units" }), element("path", { class: "live-border" })];
  const spoken = ([x, y]) => say("brush", `${written(x)}, ${written(y)}. Next: a ${NAMES[kind]}.`);
  const field = plane({
    limit, pressed: add, dragged: null, moved: spoken,
    keys: { " ": add, c: () => choose(1 - kind), u: undo, Delete: clear, Backspace: clear },
    label: "Field to place points on. Arrow keys move the cross, with Shift farther; the space bar places a point,"
      + " C changes its kind, U undoes, Delete clears.",
  });
  field.drawn.append(units, border, placed);
  const kinds = ["● circle", "■ square"].map((label, i) => button(label, () => choose(i)));

  const [first] = hidden();
  const layers = range("hidden layers", { min: 0, max: 3, value: hidden().length }, renew);
  const each = range("units in each", { min: 1, max: 16, value: model.layer(first.name).weights.bias.data.length }, renew);
  const activation = choice("activation", [["ReLU"], ["tanh"], ["none"]], renew);
  const lines = choice("lines of", [["layer 1"], ["none"]], () => show());
  // A rate typed during the training ends it, as another network does; the next press takes it.
  const speed = element("input", { type: "text", inputmode: "decimal", size: 6, value: +training.optimizer.rate.toPrecision(3),
    oninput: () => {
      halt();
      show();
    } });
  const rate = element("label", { class: "live-control" }, element("span", {}, "learning rate"), speed);
  const train = button("Train", () => go(RUN));

  sides.append(
    element("div", { class: "live-main" }, field.view,
      group("Training", train, button("One step", () => go(1)), button("New start", renew)),
      figure.querySelector(".live-words")),
    element("div", { class: "live-controls" },
      group("What to place", "Place: ", ...kinds, button("Undo", undo), button("Clear", clear)),
      group("Examples to start from", "Start from: ", ...Object.entries(starts).map(([name, made]) =>
        button(name, () => change(made())))),
      layers.view, each.view, activation.view, rate, lines.view));
  choose(0);
  points = starts[start]();
  place();
  field.field.focus({ preventScroll: true });
};
