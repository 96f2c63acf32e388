// A walk through the noise of a generator: the sample that each place gives, and what the discriminator says of it.
"use strict";

LiveModels.figures.wander = (figure, model, settings) => {
  const { element, bars, button, group, frame, guarded } = LiveModels.parts;
  const { plane, sweep, written } = LiveModels.plane;
  // limit: of the noise; reach: how near a good sample is to its mode; far: how far a bridge is from all.
  const { limit, reach, far, wide } = settings;
  const { models: { discriminator }, arrays } = LiveModels.parts.given(settings);
  const [MAP, FIELD, LONGEST, STRIDE, BLUE] = [97, 61, 600, 0.05, [0, 114, 178]];
  const modes = Array.from({ length: arrays.centers.shape[0] }, (_, i) => arrays.centers.data.slice(2 * i, 2 * i + 2));
  const { sides, tell } = frame(figure,
    "Drag across the noise, or use the arrow keys, with Shift for longer steps. Its rings are one, two and three standard"
    + " deviations. The modes of the data are numbered; the shades are D, the darker the more real.");
  const sigmoid = LiveModels.activations.sigmoid;

  // What the generator gives: its last step within the model of the two.
  const [, { name: first }] = model.steps;
  const drawn = model.steps.filter(({ name }) => name.startsWith(`${first.split("/")[0]}/`)).at(-1).name;

  // The samples at some noise, by their distance from each mode, and the logits of the discriminator.
  function sampled(noise) {
    const { named, outputs: [{ data: logits }] } = model.run(noise);
    const { data } = named[drawn];
    return Array.from(logits, (logit, i) => {
      const place = [data[2 * i], data[2 * i + 1]];
      const distances = modes.map(([x, y]) => Math.hypot(place[0] - x, place[1] - y));
      const order = [...modes.keys()].sort((a, b) => distances[a] - distances[b]);
      return { place, order, distance: distances[order[0]], real: sigmoid(logit) };
    });
  }

  let [now, here, walked, mapped, spread, told] = [[0, 0], null, [], false, null, ""];
  const [met, random] = [new Set(), LiveModels.generator(0)];

  function sentence({ place, order: [one, two], distance, real }) {
    const out = Math.hypot(...now);
    const rare = out > 3 ? `Only 1 draw of noise in ${Math.round(Math.exp((out * out) / 2))} falls this far out. ` : "";
    const where = distance <= reach ? `a good sample of mode ${one + 1}`
      : distance <= far ? `near mode ${one + 1}, but outside of its cloud`
        : `on a bridge, ${written(distance)} from mode ${one + 1}; the next is mode ${two + 1}`;
    return `${rare}Noise (${now.map(written).join(", ")}) gives (${place.map(written).join(", ")}): ${where}.`
      + ` D says ${written(real)}. Modes met: ${met.size} of ${modes.length}.`;
  }

  // A walk straight on, in short steps, so that nothing on the way is missed.
  function walk(to) {
    const count = Math.max(1, Math.ceil(Math.hypot(to[0] - now[0], to[1] - now[1]) / STRIDE));
    const way = Array.from({ length: count }, (_, i) =>
      now.map((value, axis) => value + ((to[axis] - value) * (i + 1)) / count));
    const found = sampled(LiveModels.tensor([count, 2], way.flat()));
    found.forEach(({ place, order, distance }, i) => {
      walked.push([way[i], place]);
      if (distance <= reach) met.add(order[0]);
    });
    walked = walked.slice(-LONGEST);
    [now, here] = [to, found.at(-1)];
    show(here);
  }

  function show(found) {
    const points = (which) => walked.map((pair) => `${pair[which][0].toFixed(3)},${(-pair[which][1]).toFixed(3)}`).join(" ");
    trails.forEach((trail, which) => trail.setAttribute("points", points(which)));
    [now, found.place].forEach(([x, y], i) => spots[i].setAttribute("transform", `translate(${x} ${-y})`));
    verdict.show([found.real], [written(found.real)]);
    tell(sentence(found));
  }
  const go = (to) => guarded(tell, () => walk(to));

  // All of the noise: where it gives good samples, and of which mode. Filled in once, row by row.
  const owners = modes.map(() => ({ x: 0, y: 0, count: 0 }));
  function fill() {
    spread = new Float32Array(MAP * MAP).fill(-reach);
    let [all, good] = [0, 0];
    sweep(MAP, limit, (points, first) => sampled(points).forEach(({ order, distance }, i) => {
      const [x, y] = points.data.subarray(2 * i, 2 * i + 2);
      const weight = Math.exp(-(x * x + y * y) / 2);
      spread[first + i] = reach - distance;
      all += weight;
      if (distance > reach) return;
      good += weight;
      const owner = owners[order[0]];
      owner.x += x;
      owner.y += y;
      owner.count++;
    }), (whole) => {
      if (mapped) lay();
      const turn = ({ x, y }) => Math.atan2(y, x);
      const ring = [...modes.keys()].filter((mode) => owners[mode].count).sort((a, b) => turn(owners[a]) - turn(owners[b]));
      if (!whole) return;
      told = `The map: ${written(good / all)} of all draws give a good sample. Around the center lie, counterclockwise from the`
        + ` left, modes ${ring.map((mode) => mode + 1).join(", ")}; the bare channels between them lead over the bridges.`;
      if (mapped) tell(told);
    });
  }
  function lay() {
    noise.shade(spread, MAP, reach, (value, striped) => [...BLUE, value <= 0 ? 0 : striped ? 150 : 90]);
    names.replaceChildren(...owners.flatMap(({ x, y, count }, mode) => count ? [label(mode, x / count, y / count)] : []));
  }
  function map() {
    mapped = !mapped;
    toggle.setAttribute("aria-pressed", mapped);
    if (mapped && !spread) fill();
    else if (mapped) lay();
    else {
      noise.clear();
      names.replaceChildren();
    }
    // Before the map is whole, there is nothing to tell of it.
    if (told) tell(mapped ? told : sentence(here));
  }
  const label = (mode, x, y) => element("text", { x, y: -y }, `${mode + 1}`);

  function draw() {
    const [out, turn] = [Math.sqrt(-2 * Math.log(1 - random())), 2 * Math.PI * random()];
    go(noise.move([out * Math.cos(turn), out * Math.sin(turn)]));
  }
  function forget() {
    [walked, now] = [[], noise.move([0, 0])];
    met.clear();
    go(now);
  }

  const noise = plane({
    limit, pressed: go, moved: go, keys: { m: map, Delete: forget, Backspace: forget },
    label: "The plane of noise. Arrow keys walk, with Shift in longer steps; M shows the map, Delete starts again.",
  });
  const data = plane({ limit: wide, label: "The plane of the samples, with the modes and the walk" });
  const names = element("g", { class: "live-modes", "font-size": limit * 0.11 });
  const trails = [noise, data].map(() => element("polyline", { class: "live-trail" }));
  const spots = [limit, wide].map((size) => element("g", { class: "live-spot" },
    element("circle", { r: size * 0.035 }), element("circle", { r: size * 0.012 })));
  noise.drawn.append(...[1, 2, 3].map((r) => element("circle", { r, class: "live-ring" })), names, trails[0], spots[0]);
  data.drawn.append(...modes.map(([x, y]) => element("circle", { cx: x, cy: -y, r: wide * 0.05, class: "live-ring" })),
    element("g", { class: "live-modes", "font-size": wide * 0.09 }, ...modes.map(([x, y], mode) => label(mode, x * 1.2, y * 1.2))),
    trails[1], spots[1]);
  const verdict = bars(["D: real?"]);
  const toggle = button("Map of the noise", map);
  toggle.setAttribute("aria-pressed", false);

  const logits = new Float32Array(FIELD * FIELD).fill(-99);
  sweep(FIELD, wide, (points, first) => logits.set(discriminator.predict(points).data, first), () =>
    data.shade(logits, FIELD, 6, (logit) => [...BLUE, 220 * sigmoid(logit)]));
  sides.append(
    element("div", { class: "live-half" }, element("p", { class: "live-title" }, "Noise"), noise.view),
    element("div", { class: "live-half" }, element("p", { class: "live-title" }, "Sample"), data.view),
    element("div", { class: "live-controls" }, ...verdict.rows, figure.querySelector(".live-words"),
      group("Walk", button("Draw at random", draw), toggle, button("Start again", forget))));
  go(now);
  noise.field.focus({ preventScroll: true });
};
