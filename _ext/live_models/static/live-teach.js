// Two signs of one's own: the same head learns them on frozen features and on the bare numbers.
"use strict";

LiveModels.figures.teach = (figure, model, settings) => {
  const { element, bars, button, group, frame, guarded, given } = LiveModels.parts;
  const { surface } = LiveModels.pad;
  const { reach, classes, training, signs = ["A", "B"], enough = 5, steps = 200, farthest = 12 } = settings;
  const length = model.steps[model.file.inputs[0]].shape[1];
  const high = 16;
  // Milliseconds for which the second press of a double click does not stop the training.
  const CALM = 300;
  const moves = Array.from({ length: 2 * farthest + 1 }, (_, i) => i - farthest);
  const { sides, say, tell } = frame(figure, LiveModels.pad.hint, settings.told);
  const { arrays } = given(settings);
  const kept = signs.map(() => []);
  let [drawing, heads, running, begun, told] = [null, null, false, 0, ""];

  // What the model's own head reads.
  const [features] = model.steps[model.file.outputs[0]].from;
  const backbone = (numbers) => model.run(numbers).values[features];

  const percent = (share) => `${Math.round(100 * share)}\u00a0%`;

  // One number for each column that a stroke passes, the last stroke's; 0 elsewhere.
  function curve(strokes) {
    const values = new Float32Array(length);
    const passed = new Set();
    for (const stroke of strokes) {
      stroke.forEach(([x1, y1], i) => {
        const [x0, y0] = stroke[i - 1] ?? stroke[i];
        const last = Math.min(length - 1, Math.floor(Math.max(x0, x1)));
        for (let c = Math.min(last, Math.floor(Math.min(x0, x1))); c <= last; c++) {
          const along = x0 === x1 ? 1 : Math.min(1, Math.max(0, (c + 0.5 - x0) / (x1 - x0)));
          values[c] = (1 - (2 * (y0 + along * (y1 - y0))) / high) * reach;
          passed.add(c);
        }
      });
    }
    return { values, width: passed.size };
  }

  function fault({ values, width }) {
    if (!width) return "The field is empty. Draw a curve first.";
    if (width < 3) return "That is a dot. Go on drawing: a sign needs a shape.";
    if (Math.max(...values) - Math.min(...values) < reach / 10) return "That line is level. A sign needs a shape.";
    return "";
  }

  const points = (values) => [...values].map((value, i) => `${i + 0.5},${(high * (1 - value / reach)) / 2}`).join(" ");

  // A signal at every move, wrapped around, and its features: what each head reads.
  function read(values) {
    const numbers = LiveModels.tensor([moves.length, length]);
    moves.forEach((move, n) => values.forEach((value, i) => {
      numbers.data[n * length + ((i + move + length) % length)] = value;
    }));
    return [backbone(numbers), numbers];
  }

  const row = ({ shape: [, width], data }, n) => data.subarray(n * width, (n + 1) * width);

  // What a head says of rows: for each, the share that it gives to the second sign.
  const second = (head, rows) => {
    const { data } = head.predict(rows);
    return Array.from({ length: data.length / 2 }, (_, i) => 1 / (1 + Math.exp(data[2 * i] - data[2 * i + 1])));
  };

  // For each move, the share of the kept drawings that a head tells right.
  function right(head, which) {
    const counts = moves.map(() => 0);
    kept.forEach((examples, sign) => examples.forEach(({ read: both }) =>
      second(head, both[which]).forEach((share, n) => (counts[n] += +((share > 0.5) === (sign === 1))))));
    return counts.map((count) => count / kept.flat().length);
  }

  const line = element("polyline", { "stroke-width": 0.5 });
  const zero = element("line", { class: "live-zero", x1: 0, x2: length, y1: high / 2, y2: high / 2 });
  const { field, tools, clear, refresh } = surface({
    wide: length, high, layers: [zero, line],
    label: `Field to draw a curve on, ${length} columns by ${high} rows.`,
  }, {
    show: (strokes) => line.setAttribute("points", strokes.length ? points(curve(strokes).values) : ""),
    answer: (strokes) => {
      drawing = curve(strokes);
      if (heads) guarded(tell, strokes.length ? answer : () => tell(told));
    },
  }, (brush) => say("brush", brush));

  // What both heads say of the drawing in the field.
  function answer() {
    const wrong = fault(drawing);
    if (wrong) return tell(wrong);
    const input = LiveModels.tensor([1, length], drawing.values);
    const said = [backbone(input), input].map((rows, i) => {
      const [share] = second(heads[i], rows);
      return `${signs[+(share > 0.5)]} (${percent(Math.max(share, 1 - share))})`;
    });
    tell(`Of your drawing the head on features says ${said[0]}, the head on numbers says ${said[1]}.`);
  }

  const shelves = signs.map((name) => element("div", { class: "live-shelf", role: "group", "aria-label": `Kept as ${name}` }));
  const chart = element("svg", { class: "live-chart", viewBox: "-8 -2 60 28", role: "img" });
  const scores = bars(["● features", "□ numbers"]);
  const result = element("div", { class: "live-result", hidden: "" },
    element("p", { class: "live-title" }, "Your drawings, moved: how many are told right?"), chart,
    element("div", { class: "live-ends live-hint" }, ...[`${farthest} to the left`, "in place", `${farthest} to the right`]
      .map((end) => element("span", {}, end))),
    ...scores.rows);

  function keep(sign, values) {
    kept[sign].push({ values, read: read(values) });
    forget();
  }

  // Drops the heads, and what was seen of them.
  function drop() {
    heads = null;
    result.hidden = true;
  }

  // Shows what is kept. Heads that know, or are just learning, other drawings are dropped.
  function forget() {
    running = false;
    drop();
    shelves.forEach((shelf, sign) => shelf.replaceChildren(
      element("b", {}, signs[sign]),
      ...kept[sign].map((one, i) => {
        const taken = button("", () => {
          kept[sign].splice(i, 1);
          forget();
          (shelf.querySelectorAll("button")[Math.max(0, i - 1)] ?? field).focus({ preventScroll: true });
          tell(`Taken away. ${counted()}`);
        });
        taken.setAttribute("aria-label", `Take away ${signs[sign]} ${i + 1}`);
        taken.append(element("svg", { viewBox: `0 0 ${length} ${high}`, "aria-hidden": true },
          element("polyline", { points: points(one.values) })));
        return taken;
      }),
      ...Array.from({ length: enough - kept[sign].length }, () => element("span", { class: "live-empty" })),
    ));
  }

  const counted = () => `Kept: ${signs.map((name, sign) => `${kept[sign].length} of ${name}`).join(", ")}.`;

  function add(sign) {
    const wrong = fault(drawing);
    if (wrong) return tell(wrong);
    if (kept[sign].length === enough) {
      return tell(`${enough} of ${signs[sign]} are kept. Press one of them to take it away.`);
    }
    keep(sign, drawing.values);
    clear();
    tell(`${counted()} ${kept.every(({ length: count }) => count) ? "Draw more, or train the heads." : "Draw the next."}`);
    field.focus({ preventScroll: true });
  }

  function draw(shares) {
    const x = (n) => (50 * n) / (moves.length - 1);
    const y = (share) => 24 * (1 - share);
    const mark = [
      (n, share) => element("circle", { cx: x(n), cy: y(share), r: 0.8 }),
      (n, share) => element("rect", { x: x(n) - 0.7, y: y(share) - 0.7, width: 1.4, height: 1.4 }),
    ];
    chart.replaceChildren(
      ...[0, 0.5, 1].flatMap((share) => [
        element("line", { x1: 0, x2: 50, y1: y(share), y2: y(share) }),
        element("text", { x: -1.5, y: y(share) + 0.7 }, percent(share)),
      ]),
      ...shares.map((values, which) => element("g", { class: ["live-features", "live-numbers"][which] },
        element("polyline", { points: values.map((share, n) => `${x(n)},${y(share)}`).join(" ") }),
        ...values.map((share, n) => mark[which](n, share)))));
    const means = shares.map((values) => values.reduce((sum, share) => sum + share, 0) / values.length);
    scores.show(means, means.map(percent));
    result.hidden = false;
    const places = [percent(shares[0][farthest]), percent(shares[1][farthest])];
    const sentence = `In place, the head on features tells ${places[0]} of your drawings right, the head on numbers ${places[1]}. `
      + `Moved by up to ${farthest} either way: ${percent(means[0])} and ${percent(means[1])}.`;
    chart.setAttribute("aria-label", sentence);
    told = `${sentence} Draw a new one, and see what they say.`;
    tell(told);
  }

  async function train() {
    if (running) {
      running = performance.now() - begun < CALM;
      return;
    }
    if (kept.some((examples) => !examples.length)) return tell(`Keep at least one drawing of each sign first. ${counted()}`);
    [running, begun] = [true, performance.now()];
    trainer.textContent = "Stop";
    drop();
    const fresh = Object.values(given(settings).models);
    const drawings = kept.flat();
    const targets = LiveModels.tensor([drawings.length, 1], kept.flatMap((examples, sign) => examples.map(() => sign)));
    let end = "done";
    for (const [which, head] of fresh.entries()) {
      const rows = drawings.map(({ read: both }) => row(both[which], farthest));
      const inputs = LiveModels.tensor([rows.length, rows[0].length], rows.flatMap((one) => [...one]));
      ({ end } = await LiveModels.trainer(head, training).run({
        next: () => [inputs, targets], count: steps, stopped: () => !running,
        progress: ({ steps: made }) => tell(`Training the head on ${["features", "numbers"][which]}: step ${made} of ${steps}.`),
      }));
      if (end !== "done") break;
    }
    running = false;
    trainer.textContent = "Train both heads";
    if (end === "stopped") return tell(`Stopped. The heads have not learned your signs. ${counted()}`);
    if (end === "diverged") return tell("The training has diverged: a weight is no longer a number. Take away the last drawing and train again.");
    guarded(tell, () => {
      heads = fresh;
      draw(fresh.map(right));
    });
  }

  const trainer = button("Train both heads", train);
  const keeps = group("Keep the drawing", ...signs.map((name, sign) => button(`Keep as ${name}`, () => guarded(tell, () => add(sign)))));
  const start = button(settings.start, () => guarded(tell, () => {
    kept.forEach((examples) => examples.splice(0));
    classes.forEach((_, sign) => {
      for (let i = 0; i < enough; i++) keep(sign, row(arrays.signals, sign * enough + i).slice());
    });
    tell(`${counted()} A is the chapter's class ${classes[0]}, B its class ${classes[1]}. Train the heads.`);
  }));
  sides.append(
    element("div", { class: "live-pad" }, field, tools, keeps, group("Train", trainer), group("Start from", start)),
    element("div", { class: "live-answers" }, ...shelves, result));
  forget();
  refresh();
  tell("Draw a curve of some shape, and keep it as A. Then another shape, and keep it as B.");
  field.focus({ preventScroll: true });
};
