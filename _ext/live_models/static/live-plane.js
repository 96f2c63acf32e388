// A field of the plane with a cursor, by mouse, touch, pen and keyboard; shades, and lines where numbers are 0.
"use strict";

(() => {
  const { element } = LiveModels.parts;
  const [DOTS, STRIPE, LEVELS] = [192, 10, 256];
  // Steps of the arrow keys from the middle to an edge; how many points of the screen a press may stray.
  const [STEPS, STRAY] = [20, 8];

  // The points of a grid over the field, row by row from its lower left, or some of its rows, as a model takes them.
  function grid(count, limit, first = 0, rows = count) {
    const side = (i) => -limit + (2 * limit * i) / (count - 1);
    const numbers = Array.from({ length: rows * count }, (_, i) => [side(i % count), side(first + Math.floor(i / count))]);
    return LiveModels.tensor([rows * count, 2], numbers.flat());
  }

  // Calls answer(points, first) for the rows of a grid, few enough each time for the page to keep moving,
  // and shown(whether it was the last) after them.
  function sweep(count, limit, answer, shown) {
    let row = 0;
    const go = () => {
      const start = performance.now();
      do answer(grid(count, limit, row, 1), count * row++);
      while (row < count && performance.now() - start < 4);
      shown(row === count);
      if (row < count) requestAnimationFrame(go);
    };
    requestAnimationFrame(go);
  }

  // Where values on such a grid pass through 0: pieces [x, y, x, y] with the positive side on their left.
  function contour(values, count, limit) {
    const [pieces, cell] = [[], (2 * limit) / (count - 1)];
    const corner = (row, column) =>
      ({ x: column * cell - limit, y: row * cell - limit, value: values[row * count + column] });
    const between = (a, b) => {
      const share = a.value / (a.value - b.value);
      return [a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)];
    };
    // Of a triangle one corner may be on a side of its own. The corners go round to the left.
    const cut = (corners) => {
      const above = corners.filter(({ value }) => value > 0).length;
      if (above % 3 === 0) return;
      const i = corners.findIndex(({ value }) => value > 0 === (above === 1));
      const [own, next, last] = [corners[i], corners[(i + 1) % 3], corners[(i + 2) % 3]];
      const ends = [between(own, next), between(own, last)];
      pieces.push((above === 1 ? ends : ends.reverse()).flat());
    };
    for (let row = 0; row + 1 < count; row++) {
      for (let column = 0; column + 1 < count; column++) {
        const at = row * count + column;
        const above = (values[at] > 0) + (values[at + 1] > 0) + (values[at + count] > 0) + (values[at + count + 1] > 0);
        if (above % 4 === 0) continue;
        const [a, b] = [corner(row, column), corner(row + 1, column + 1)];
        cut([a, corner(row, column + 1), b]);
        cut([a, b, corner(row + 1, column)]);
      }
    }
    return pieces;
  }

  // Such pieces as a path; one piece in `every` has a tick of this length on its positive side.
  function path(pieces, tick = 0, every = 12) {
    const text = (...numbers) => numbers.map((number) => number.toFixed(3)).join(" ");
    return pieces.map(([x0, y0, x1, y1], i) => {
      const line = `M${text(x0, -y0)}L${text(x1, -y1)}`;
      const length = Math.hypot(x1 - x0, y1 - y0);
      if (!tick || i % every !== every >> 1 || !length) return line;
      const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
      return `${line}M${text(x, -y)}L${text(x - (tick * (y1 - y0)) / length, -y - (tick * (x1 - x0)) / length)}`;
    }).join("");
  }

  // settings: limit (of both axes), label; for a field that is worked: pressed(point), dragged(point),
  // moved(point) by an arrow key, and keys, by their names what they do with the point of the cursor.
  // Where dragged is null, a finger scrolls the page, and a press counts when it ends where it began.
  function plane({ limit, label, pressed, dragged = pressed, moved, keys = {} }) {
    const ground = element("canvas", { width: DOTS, height: DOTS, "aria-hidden": true });
    const axes = element("path", { class: "live-axes", d: `M${-limit} 0H${limit}M0 ${-limit}V${limit}` });
    const numbers = element("g", { class: "live-numbers", "font-size": limit * 0.085 }, ...[-1, 1].flatMap((at) => [
      element("text", { x: at, y: limit * 0.1 }, `${at}`.replace("-", "−")),
      element("text", { x: -limit * 0.06, y: -at + limit * 0.03 }, `${at}`.replace("-", "−")),
    ]));
    const drawn = element("g");
    const arm = limit * 0.09;
    const mark = { d: `M${-arm} 0H${arm}M0 ${-arm}V${arm}` };
    // Twice, so that it stands out on every ground.
    const cross = element("g", { class: "live-cross" }, element("path", mark), element("path", mark));
    const field = element("svg", {
      viewBox: `${-limit} ${-limit} ${2 * limit} ${2 * limit}`, "aria-label": label,
      class: !pressed ? "live-still" : dragged ? "live-field" : "live-field live-tapped", role: pressed ? "application" : "img",
      ...(pressed && { tabindex: 0 }),
    }, axes, numbers, drawn, ...(pressed ? [cross] : []));
    const view = element("div", { class: "live-plane" }, ground, field);
    const inside = (point) => point.map((value) => Math.min(limit, Math.max(-limit, value)));
    let [cursor, held, began] = [[0, 0], null, null];

    function move(point) {
      cursor = inside(point);
      cross.setAttribute("transform", `translate(${cursor[0]} ${-cursor[1]})`);
      return cursor;
    }

    const place = (event) => {
      const box = field.getBoundingClientRect();
      return move([
        limit * ((2 * (event.clientX - box.left)) / box.width - 1),
        limit * (1 - (2 * (event.clientY - box.top)) / box.height)]);
    };
    if (pressed) {
      field.onpointerdown = (event) => {
        if (event.button || held !== null) return;
        [held, began] = [event.pointerId, event];
        field.setPointerCapture(held);
        if (dragged) pressed(place(event));
      };
      field.onpointermove = (event) => {
        if (event.pointerId === held) dragged?.(place(event));
      };
      field.onpointerup = (event) => {
        if (event.pointerId !== held) return;
        held = null;
        const far = Math.hypot(event.clientX - began.clientX, event.clientY - began.clientY);
        if (!dragged && far < STRAY) pressed(place(event));
      };
      field.onpointercancel = () => (held = null);
      const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
      field.onkeydown = (event) => {
        if (event.altKey || event.metaKey || event.ctrlKey) return;
        const [arrow, key] = [moves[event.key], keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]];
        if (!arrow && !key) return;
        event.preventDefault();
        const far = (limit / STEPS) * (event.shiftKey ? 5 : 1);
        if (arrow) moved(move(cursor.map((value, axis) => value + arrow[axis] * far)));
        else key(cursor);
      };
    }

    // Shades the field. values on a grid from the lower left, of which those beyond ±most count as that;
    // tint(value, striped) gives red, green, blue and opacity, all four from 0 to 255. Stripes cross the field.
    function shade(values, count, most, tint) {
      const context = ground.getContext("2d");
      const image = context.createImageData(DOTS, DOTS);
      const dots = new Uint32Array(image.data.buffer);
      const tints = [false, true].map((striped) => new Uint32Array(Uint8Array.from(
        Array.from({ length: LEVELS }, (_, i) => tint((i / (LEVELS - 1) - 0.5) * 2 * most, striped)).flat()).buffer));
      const levels = Float32Array.from(values, (value) =>
        (Math.min(1, Math.max(-1, value / most)) * 0.5 + 0.5) * (LEVELS - 1));
      for (let y = 0, dot = 0; y < DOTS; y++) {
        const high = ((DOTS - 1 - y) / (DOTS - 1)) * (count - 1);
        const row = Math.min(count - 2, Math.floor(high));
        const up = high - row;
        for (let x = 0; x < DOTS; x++, dot++) {
          const far = (x / (DOTS - 1)) * (count - 1);
          const column = Math.min(count - 2, Math.floor(far));
          const at = row * count + column;
          const right = far - column;
          const lower = levels[at] + right * (levels[at + 1] - levels[at]);
          const upper = levels[at + count] + right * (levels[at + count + 1] - levels[at + count]);
          dots[dot] = tints[(x + y) % STRIPE < 2 ? 1 : 0][Math.round(lower + up * (upper - lower))];
        }
      }
      context.putImageData(image, 0, 0);
    }
    const clear = () => ground.getContext("2d").clearRect(0, 0, DOTS, DOTS);

    return { view, field, drawn, shade, clear, move };
  }

  // A number as it is written and said.
  const written = (number) => number.toFixed(2).replace("-", "−").replace("−0.00", "0.00");

  LiveModels.plane = { plane, grid, sweep, contour, path, written };
})();
