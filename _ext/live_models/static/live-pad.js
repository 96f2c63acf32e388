// A field to draw on, by mouse, touch, pen and keyboard.
"use strict";

(() => {
  const { element, picture, button } = LiveModels.parts;
  // Each pixel of the model's picture is the share of its 4 × 4 points that the line covers.
  const FINE = 4;

  // The line's pixels: its ink at size × size, for strokes in units of pixels.
  function inked(strokes, size, line) {
    const wide = size * FINE;
    const covered = new Uint8Array(wide * wide);
    const reach = (line / 2) * FINE;
    const points = (from, to) => [Math.max(0, Math.floor(from - reach)), Math.min(wide - 1, Math.ceil(to + reach))];
    for (const stroke of strokes) {
      stroke.forEach(([x1, y1], i) => {
        const [x0, y0, x, y] = [...(stroke[i - 1] ?? stroke[i]), x1, y1].map((value) => value * FINE);
        const [left, right] = points(Math.min(x0, x), Math.max(x0, x));
        const [top, bottom] = points(Math.min(y0, y), Math.max(y0, y));
        const length = (x - x0) ** 2 + (y - y0) ** 2;
        for (let py = top; py <= bottom; py++) {
          for (let px = left; px <= right; px++) {
            const along = ((px + 0.5 - x0) * (x - x0) + (py + 0.5 - y0) * (y - y0)) / (length || 1);
            const at = Math.min(1, Math.max(0, along));
            const near = Math.hypot(px + 0.5 - x0 - at * (x - x0), py + 0.5 - y0 - at * (y - y0));
            if (near <= reach) covered[py * wide + px] = 1;
          }
        }
      });
    }
    const ink = new Float32Array(size * size);
    covered.forEach((dot, i) => {
      ink[Math.floor(i / wide / FINE) * size + Math.floor((i % wide) / FINE)] += dot / FINE ** 2;
    });
    return ink;
  }

  // The strokes moved and scaled so that, with their line, they fill a box of the field; one axis is
  // scaled at most `stretch` times as much as the other.
  function fitted(strokes, { size, line, fill = [1, 1], stretch = 1 }) {
    const [least, most] = [Math.min, Math.max].map((end) => [0, 1].map((axis) =>
      strokes.flat().reduce((found, point) => end(found, point[axis]), strokes[0][0][axis])));
    const scales = fill.map((share, axis) => Math.max(size * share - line, 1) / (most[axis] - least[axis] || 0.01));
    const widest = Math.min(...scales) * stretch;
    return strokes.map((stroke) => stroke.map((point) => point.map((value, axis) =>
      size / 2 + (value - (least[axis] + most[axis]) / 2) * Math.min(scales[axis], widest))));
  }

  function shifted(ink, size) {
    let [sum, x, y] = [0, 0, 0];
    ink.forEach((value, i) => {
      sum += value;
      x += value * ((i % size) + 0.5);
      y += value * (Math.floor(i / size) + 0.5);
    });
    return [size / 2 - x / sum, size / 2 - y / sum];
  }

  // What cannot be an answer, as a sentence; nothing where the drawing can be one.
  function fault(strokes, base, ink, size) {
    const share = ink.reduce((sum, value) => sum + value, 0) / ink.length;
    if (!strokes.length && !base) return "The field is empty. Draw something, or start from an example.";
    if (share > 0.75) return "The field is almost full. Undo or clear, and draw with a single line.";
    const points = strokes.flat();
    const far = points.some(([x, y]) => Math.hypot(x - points[0][0], y - points[0][1]) > size / 8);
    if (!base && !far) return "That is a dot. Go on drawing: a model asked about a dot can only guess.";
    const [wide, high] = [0, 1].map((axis) => points.map((point) => point[axis])).map((along) =>
      along.reduce((most, value) => Math.max(most, value), 0) - along.reduce((least, value) => Math.min(least, value), size));
    if (!base && high < wide / 4) return "That is a level line: draw something taller.";
    return "";
  }

  // A field of wide × high cells to draw strokes on. `layers` lie below the brush. show(strokes) is called at
  // every change, answer(strokes) after it, at most once a frame; emptied() when an undo finds no stroke.
  function surface({ wide, high, label, layers }, { show, answer, emptied = () => {} }, say) {
    let [strokes, cursor, down, asked, drawing] = [[], [wide >> 1, high >> 1], false, false, null];
    // Twice, so that it stands out on ink and on paper.
    const brush = element("g", { class: "live-brush" },
      element("rect", { width: 1, height: 1 }), element("rect", { width: 1, height: 1 }));
    const field = element("svg", {
      viewBox: `0 0 ${wide} ${high}`, class: "live-field", tabindex: 0, role: "application",
      "aria-label": `${label} Arrow keys move the brush, the space bar lowers and raises the pen, U undoes, Delete clears.`,
    }, ...layers, brush);

    function refresh() {
      show(strokes);
      brush.setAttribute("transform", `translate(${cursor.join()})`);
      field.classList.toggle("live-down", down);
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        answer(strokes);
      });
    }
    const undo = () => {
      if (!strokes.pop()) emptied();
      down = false;
      refresh();
    };
    const clear = () => {
      [strokes, down] = [[], false];
      emptied();
      refresh();
    };

    const place = (event) => {
      const box = field.getBoundingClientRect();
      const shares = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
      return [wide, high].map((length, axis) => Math.min(length, Math.max(0, shares[axis] * length)));
    };
    field.onpointerdown = (event) => {
      if (event.button || drawing !== null) return;
      drawing = event.pointerId;
      field.setPointerCapture(drawing);
      field.classList.remove("live-keyed");
      down = false;
      strokes.push([place(event)]);
      refresh();
    };
    field.onpointermove = (event) => {
      if (event.pointerId !== drawing) return;
      const passed = event.getCoalescedEvents?.() ?? [];
      strokes.at(-1)?.push(...(passed.length ? passed : [event]).map(place));
      refresh();
    };
    field.onpointerup = field.onpointercancel = () => (drawing = null);

    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const middle = () => cursor.map((value) => value + 0.5);
    field.onkeydown = (event) => {
      if (event.altKey || event.metaKey || (event.ctrlKey && event.key !== "z")) return;
      const move = moves[event.key];
      if (move) {
        cursor = cursor.map((value, axis) => Math.min([wide, high][axis] - 1, Math.max(0, value + move[axis])));
        if (down) strokes.at(-1).push(middle());
      } else if (event.key === " ") {
        down = !down;
        if (down) strokes.push([middle()]);
      } else if (event.key === "u" || event.key === "z") {
        undo();
      } else if (event.key === "Delete" || event.key === "Backspace") {
        clear();
      } else {
        return;
      }
      event.preventDefault();
      // The brush is for the keyboard alone, and shows once a key has moved it.
      field.classList.add("live-keyed");
      refresh();
      say(`Row ${cursor[1] + 1}, column ${cursor[0] + 1}, pen ${down ? "down" : "up"}.`);
    };

    const tools = element("div", { class: "live-tools" }, button("Undo", undo), button("Clear", clear));
    return { field, tools, refresh, clear };
  }

  // Settings: size, line (width in pixels), those of `fitted`, center ("box" or "mass"), examples
  // ([name, pixels as base64 bytes]). changed(ink, fault) is called at most once a frame.
  function pad(settings, changed, say) {
    const { size, line, center = "box", examples = [] } = settings;
    let base = null;
    const ground = picture(size, "");
    ground.view.setAttribute("aria-hidden", true);
    const lines = element("g", { class: "live-lines", "stroke-width": line });
    const grid = element("g", { class: "live-grid" }, ...Array.from({ length: size - 1 }, (_, i) => [
      element("polyline", { points: `${i + 1},0 ${i + 1},${size}` }),
      element("polyline", { points: `0,${i + 1} ${size},${i + 1}` }),
    ]).flat());

    function show(strokes) {
      ground.show(base);
      lines.replaceChildren(...strokes.map((stroke) => element("polyline", {
        points: (stroke.length > 1 ? stroke : [stroke[0], stroke[0]]).map((point) => point.join()).join(" ") })));
    }
    function answer(strokes) {
      const raw = inked(strokes, size, line);
      const wrong = fault(strokes, base, raw, size);
      if (wrong) return changed(null, wrong);
      if (base) return changed(raw.map((value, i) => Math.max(value, base[i])), "");
      let right = fitted(strokes, settings);
      if (center === "mass") {
        const [x, y] = shifted(inked(right, size, line), size);
        right = right.map((stroke) => stroke.map((point) => [point[0] + x, point[1] + y]));
      }
      changed(inked(right, size, line), "");
    }
    const { field, tools, refresh, clear } = surface(
      { wide: size, high: size, label: `Field to draw on, ${size} by ${size} pixels.`, layers: [ground.view, grid, lines] },
      { show, answer, emptied: () => (base = null) }, say);
    const start = (pixels) => {
      clear();
      base = Float32Array.from(atob(pixels), (letter) => letter.charCodeAt(0) / 255);
      refresh();
    };
    const starts = element("div", { class: "live-tools", role: "group", "aria-label": "Examples to start from" },
      ...(examples.length ? ["Start from: "] : []), ...examples.map(([name, pixels]) => button(name, () => start(pixels))));
    refresh();
    // The answers stand beside the field or, on a phone, right below it; what the model sees, beside the tools.
    const view = (sees, told, ...answers) => element("div", { class: "live-drawing" },
      element("div", { class: "live-pad" }, field),
      element("div", { class: "live-answers" }, ...answers),
      element("div", { class: "live-pad live-seen" }, element("div", {}, tools, starts),
        element("div", {}, sees, element("p", { class: "live-hint" }, told))));
    return { view, tools, field, start, clear };
  }

  // A batch of copies of a drawing, in the shape that the model takes.
  function batch(model, ink, count, { low = 0, high = 1 }) {
    const shape = model.steps[model.file.inputs[0]].shape.slice(1);
    const tensor = LiveModels.tensor([count, ...shape]);
    tensor.data.forEach((_, i) => (tensor.data[i] = low + ink[i % ink.length] * (high - low)));
    return tensor;
  }

  LiveModels.pad = { pad, surface, batch, hint: "Draw with a mouse, a finger or a pen; or with the arrow keys, and the space bar to"
    + " lower and raise the pen." };
})();
