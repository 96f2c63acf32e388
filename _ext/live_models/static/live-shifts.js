// A drawing moved by pixels: what two convolutional networks say, and every map on the way.
"use strict";

LiveModels.figures.shifts = (figure, model, settings) => {
  const { element, picture, choices, range, frame, guarded, given, named } = LiveModels.parts;
  const { pad, hint } = LiveModels.pad;
  const { names, labels, size, low = 0, high = 1 } = settings;
  const networks = [model, ...Object.values(given(settings).models)];
  const wide = model.steps[model.file.inputs[0]].shape[2];
  const most = (wide - size) >> 1;
  const shifts = Array.from({ length: 2 * most + 1 }, (_, i) => i - most);
  // Cells of a row of maps: eight of them and the gaps between.
  const [across, gap] = [8, 1];
  const REST = 120; // milliseconds without a change
  const { sides, say, tell } = frame(figure, "Bars are the averages now, marks those in the middle.", hint, settings.told);
  let [shift, answers] = [0, null];

  const where = (value) => (value ? `${Math.abs(value)} to the ${value > 0 ? "right" : "left"}` : "in the middle");
  const pixels = (count) => `${count} pixel${count === 1 ? "" : "s"}`;
  const percent = (share) => `${(100 * share).toFixed(share && share < 0.1 ? 1 : 0)}\u00a0%`;

  // The drawing on the canvas, moved by so many pixels.
  function moved(ink, by) {
    const canvas = LiveModels.tensor([1, wide, wide, 1]);
    canvas.data.fill(low);
    ink.forEach((value, i) => {
      const [row, column] = [most + Math.floor(i / size), most + by + (i % size)];
      canvas.data[row * wide + column] = low + value * (high - low);
    });
    return canvas;
  }

  // What a network says of it, and its maps: all that a convolution or the average reads, but the input.
  function run(network, canvas) {
    const { outputs: [scores], values } = network.run(canvas);
    const average = network.steps.findIndex((step) => step.kind === "Pooling" && step.all);
    const read = network.steps.flatMap(({ kind, from: [from] = [] }, i) =>
      (i <= average && (kind === "Convolution" || i === average) ? [from] : []));
    return { says: choices(scores)[0], averages: values[average].data, maps: read.slice(1).map((i) => values[i]) };
  }

  // What both networks say at a shift; computed when it is first asked for.
  function at(n) {
    answers.found[n] ??= networks.map((network) => run(network, moved(answers.ink, shifts[n])));
    return answers.found[n];
  }

  // How far averages are from those in the middle, as a share of their length.
  const change = (now, before) =>
    Math.hypot(...now.averages.map((value, i) => value - before.averages[i])) / (Math.hypot(...before.averages) || 1);

  // All channels of a layer side by side; the largest value in the middle is full ink.
  function paint(canvas, { data, shape: [, height, width, channels] }, before) {
    const [columns, lines] = [across * (width + gap) - gap, Math.ceil(channels / across)];
    [canvas.width, canvas.height] = [columns, lines * (height + gap) - gap];
    const context = canvas.getContext("2d");
    const image = context.createImageData(canvas.width, canvas.height);
    const top = before.data.reduce((largest, value) => Math.max(largest, value), 0) || 1;
    data.forEach((value, i) => {
      const [channel, cell] = [i % channels, Math.floor(i / channels)];
      const x = (channel % across) * (width + gap) + (cell % width);
      const y = Math.floor(channel / across) * (height + gap) + Math.floor(cell / width);
      image.data[4 * (y * columns + x) + 3] = 24 + 231 * Math.min(1, Math.max(0, value / top));
    });
    context.putImageData(image, 0, 0);
    context.globalCompositeOperation = "source-in";
    context.fillStyle = getComputedStyle(canvas).color;
    context.fillRect(0, 0, columns, canvas.height);
  }

  // A network's maps and averages, below what it says.
  function column(name) {
    const said = element("p", { class: "live-title" }, name);
    const layers = element("div", { class: "live-layers" });
    const canvases = [];
    const average = element("svg", { class: "live-averages", viewBox: "0 0 72 16", role: "img" });
    const labeled = (label, view) => layers.append(element("span", {}, label), view);
    function show(now, before) {
      said.textContent = `${name}: ${labels[now.says]}`;
      now.maps.forEach((map, i) => {
        if (!canvases[i]) {
          canvases.push(element("canvas", { class: "live-maps", role: "img",
            "aria-label": `${map.shape[3]} maps of ${map.shape[1]} by ${map.shape[2]}` }));
          labeled(`Layer ${i + 1}`, canvases[i]);
          if (i === now.maps.length - 1) labeled("Averages", average);
        }
        paint(canvases[i], map, before.maps[i]);
      });
      const top = Math.max(...before.averages) * 1.5 || 1;
      const step = 72 / now.averages.length;
      const level = (value) => 16 - 16 * Math.min(1, value / top);
      average.setAttribute("aria-label", `${now.averages.length} averages, ${percent(change(now, before))} from those in the middle`);
      average.replaceChildren(...[...now.averages].flatMap((value, i) => [
        element("rect", { x: i * step + 0.6, width: step - 1.2, y: level(value), height: 16 - level(value) }),
        element("line", { x1: i * step, x2: (i + 1) * step, y1: level(before.averages[i]), y2: level(before.averages[i]) }),
      ]));
    }
    return { view: element("section", { class: "live-network" }, said, layers), show };
  }

  const seen = picture(wide, "What the networks see");
  const columns = names.map(column);
  const heads = shifts.map((by) => element("th", { scope: "col" }, String(by).replace("-", "−")));
  const cells = names.map(() => shifts.map(() => element("td")));
  const table = element("table", { class: "live-strip" },
    element("caption", {}, "The answer at each shift; a frame where it is not the one in the middle"),
    element("tr", {}, element("th", { scope: "row" }, "shift"), ...heads),
    ...names.map((name, i) => element("tr", {}, element("th", { scope: "row" }, name), ...cells[i])));

  function show() {
    if (!answers) return;
    const n = most + shift;
    const [now, before] = [at(n), at(most)];
    seen.show(moved(answers.ink, shift).data.map((value) => (value - low) / (high - low)));
    columns.forEach(({ show: draw }, i) => draw(now[i], before[i]));
    cells.forEach((line, i) => line.forEach((cell, k) => {
      const found = answers.found[k]?.[i].says;
      cell.textContent = labels[found] ?? "·";
      cell.classList.toggle("live-other", found !== undefined && found !== before[i].says);
    }));
    [heads, ...cells].forEach((line) => line.forEach((cell, k) => cell.classList.toggle("live-here", k === n)));
    tell(sentence(n, now, before));
  }

  function sentence(n, now, before) {
    const told = names.map((name, i) => {
      const [said, was] = [now[i].says, before[i].says];
      if (n !== most) {
        return `${name}, the averages move by ${percent(change(now[i], before[i]))}, and the answer ${
          said === was ? `stays ${labels[was]}` : `turns from ${labels[was]} to ${labels[said]}`}`;
      }
      const turned = answers.found.filter((one) => one[i].says !== was).length;
      const whole = Object.keys(answers.found).length === shifts.length;
      return `${name}, it is ${named(labels[was])}${whole ? `, and ${turned} of ${shifts.length - 1} shifts change that` : ""}`;
    });
    const place = n === most ? "In the middle" : `Shifted by ${pixels(Math.abs(shift))} to the ${shift > 0 ? "right" : "left"}`;
    return `${place}: ${told.join("; ")}.`;
  }

  // The shifts that nobody has asked for, one a frame, once the drawing rests.
  function others(mine, wait = 0) {
    setTimeout(() => requestAnimationFrame(() => guarded(tell, () => {
      const next = shifts.findIndex((_, n) => !mine.found[n]);
      if (answers !== mine || next < 0) return;
      at(next);
      if (Object.keys(mine.found).length === shifts.length) show();
      else others(mine);
    })), wait);
  }

  function answer(ink, wrong) {
    answers = ink && { ink, found: [] };
    nets.hidden = !ink;
    if (ink) {
      show();
      others(answers, REST);
    } else {
      seen.show(null);
      cells.flat().forEach((cell) => (cell.textContent = ""));
      tell(wrong);
    }
  }

  const mover = range("Shift", { min: -most, max: most, value: 0, written: where }, (value) => {
    shift = value;
    guarded(tell, show);
  });
  const nets = element("div", { class: "live-networks", hidden: "" }, ...columns.map(({ view }) => view));
  const drawn = pad(settings, (ink, wrong) => guarded(tell, () => answer(ink, wrong)), (brush) => say("brush", brush));
  sides.append(drawn.view(seen.view, "What the networks see", mover.view, table, figure.querySelector(".live-words")));
  figure.insertBefore(nets, figure.lastChild);
  // The maps are painted in the ink of the page, which a theme may change.
  new MutationObserver(show).observe(document.documentElement, { attributes: true });
  drawn.field.focus({ preventScroll: true });
};
