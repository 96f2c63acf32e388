// Trains the Dense layers of a live model as Keras does.
"use strict";

LiveModels.trainer = (model, { loss, optimizer }) => {
  const { activations, stop } = LiveModels;

  // The slope of an activation at x, where its value is y.
  const slopes = {
    linear: () => 1,
    relu: (x, y, slope = 0, most = Infinity, threshold = 0) => (x >= most ? 0 : x > threshold ? 1 : slope),
    elu: (x, y, alpha = 1) => (x > 0 ? 1 : y + alpha),
    gelu: (x, y) => (x ? y / x : 0.5) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
    silu: (x, y) => activations.sigmoid(x) * (1 + x - y),
    sigmoid: (x, y) => y * (1 - y),
    tanh: (x, y) => 1 - y * y,
    softplus: activations.sigmoid,
  };
  const sloped = (dy, x, y, [name, a, b, c] = ["linear"]) =>
    Float64Array.from(dy, (d, i) => d * slopes[name](x[i], y[i], a, b, c));

  // Of one row of raw outputs: its loss, and the slope written into its place.
  const losses = {
    squared_error: (row, target) => row.reduce((sum, y, i) => {
      row[i] = (2 * (y - target[i])) / row.length;
      return sum + (y - target[i]) ** 2 / row.length;
    }, 0),
    binary_crossentropy: (row, target) => row.reduce((sum, x, i) => {
      row[i] = (activations.sigmoid(x) - target[i]) / row.length;
      return sum + (activations.softplus(x) - x * target[i]) / row.length;
    }, 0),
    categorical_crossentropy(row, target) {
      const top = Math.max(...row);
      const log = top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
      const whole = target.reduce((sum, t) => sum + t, 0);
      return row.reduce((sum, x, i) => {
        row[i] = Math.exp(x - log) * whole - target[i];
        return sum + target[i] * (log - x);
      }, 0);
    },
    sparse_categorical_crossentropy: (row, [label]) =>
      losses.categorical_crossentropy(row, Array.from(row, (_, i) => +(i === label))),
  };

  // What each kind of layer passes back, from the slope of what it gave.
  const backward = {
    Dense(step, [x], y, dy, { before }) {
      const { kernel, bias } = step.weights;
      const columns = bias?.data.length ?? kernel.shape[1];
      const width = kernel.shape[0];
      const inner = sloped(dy, before.data, y.data, step.activation);
      const [slope, shift] = [new Float64Array(kernel.data.length), new Float64Array(columns)];
      const back = new Float64Array(x.data.length);
      for (let row = 0; row < inner.length / columns; row++) {
        for (let o = 0; o < columns; o++) {
          const d = inner[row * columns + o];
          shift[o] += d;
          for (let i = 0; i < width; i++) {
            slope[i * columns + o] += d * x.data[row * width + i];
            back[row * width + i] += d * kernel.data[i * columns + o];
          }
        }
      }
      return [[back], { kernel: slope, ...(bias && { bias: shift }) }];
    },
    Activation: (step, [x], y, dy) => [[sloped(dy, x.data, y.data, step.activation)]],
    Dropout: (step, inputs, y, dy, { mask }) => [[mask ? dy.map((d, i) => d * mask.data[i]) : dy]],
    Reshape: (step, inputs, y, dy) => [[dy]],
    Add: (step, inputs, y, dy) => [inputs.map(() => dy)],
  };

  const learns = (step) => step.trainable !== false && Object.keys(step.weights).length > 0;
  const first = model.steps.findIndex(learns);
  if (first < 0) stop(`Model ${model.name} has nothing to train.`);
  // Whether what this step gives depends on a weight that learns.
  const reached = [];
  model.steps.forEach((step) => {
    const through = (step.from ?? []).some((i) => reached[i]);
    reached.push(through || learns(step));
    const { kind, name, activation: [form] = ["linear"] } = step;
    const able = through ? backward[kind] : !learns(step) || kind === "Dense";
    if (!able || (reached.at(-1) && !slopes[form])) {
      stop(`Model ${model.name}: layer ${name} cannot be trained in a page; freeze it or leave it out.`);
    }
  });
  if (!losses[loss]) stop(`The loss ${loss} is not known in a page.`);

  const random = LiveModels.generator(optimizer.seed ?? 0);
  const slots = new Map();
  let steps = 0;

  // The loss, what the layers gave, and the slopes of each layer that learns.
  function gradients(inputs, target) {
    const { outputs: [y], values, named, details } = model.run(inputs, { training: true, random });
    const dy = Float64Array.from(y.data);
    const count = y.data.length / y.shape.at(-1);
    const wide = target.data.length / count;
    let sum = 0;
    for (let row = 0; row < count; row++) {
      const place = dy.subarray(row * y.shape.at(-1), (row + 1) * y.shape.at(-1));
      sum += losses[loss](place, target.data.subarray(row * wide, (row + 1) * wide));
    }
    const slopeOf = [];
    slopeOf[model.file.outputs[0]] = dy.map((d) => d / count);
    const found = {};
    for (let index = model.steps.length - 1; index >= first; index--) {
      const step = model.steps[index];
      if (!reached[index] || !slopeOf[index]) continue;
      const inputsOf = step.from.map((i) => values[i]);
      const [back, own] = backward[step.kind](step, inputsOf, values[index], slopeOf[index], details[step.name]);
      if (own && learns(step)) found[step.name] = own;
      step.from.forEach((i, k) => {
        slopeOf[i] = slopeOf[i] ? slopeOf[i].map((d, n) => d + back[k][n]) : back[k];
      });
    }
    return { loss: sum / count, gradients: found, slopes: slopeOf, values, named, details };
  }

  const { kind, rate, momentum = 0, nesterov, beta_1: b1, beta_2: b2, epsilon } = optimizer;
  const f = Math.fround;
  function update(weights, slope) {
    if (!slots.has(weights)) slots.set(weights, [0, 0].map(() => new Float32Array(weights.length)));
    const [m, v] = slots.get(weights);
    const alpha = (rate * Math.sqrt(f(1 - f(f(b2) ** steps)))) / f(1 - f(f(b1) ** steps));
    slope.forEach((g, i) => {
      if (kind === "Adam") {
        m[i] += (g - m[i]) * (1 - b1);
        v[i] += (g * g - v[i]) * (1 - b2);
        weights[i] -= (m[i] * alpha) / (Math.sqrt(v[i]) + epsilon);
      } else {
        m[i] = m[i] * momentum - g * rate;
        weights[i] += nesterov ? m[i] * momentum - g * rate : m[i];
      }
    });
  }

  // One step; the loss before it. When that is no number, nothing is changed.
  function step(inputs, target) {
    const found = gradients(inputs, target);
    if (Number.isFinite(found.loss)) {
      steps++;
      for (const [name, own] of Object.entries(found.gradients)) {
        for (const [key, slope] of Object.entries(own)) update(model.layer(name).weights[key].data, slope);
      }
    }
    return found.loss;
  }

  const learned = model.steps.filter(learns).flatMap(({ weights }) => Object.values(weights));

  // Steps in slices of some milliseconds, one a frame. Ends as "done", "stopped" or "diverged";
  // then the weights are those of the last slice whose numbers were all finite.
  async function run({
    next, count, milliseconds = 8, progress, stopped = () => false,
    frame = (go) => (document.hidden ? setTimeout(go) : requestAnimationFrame(go)),
    clock = () => performance.now(),
  }) {
    let value;
    for (let made = 0; made < count; ) {
      await new Promise(frame);
      if (stopped()) return { end: "stopped", steps: made, loss: value };
      const kept = learned.map(({ data }) => data.slice());
      const start = clock();
      let longest = 0;
      for (let used = 0; made < count && used + longest <= milliseconds; made++) {
        value = step(...next(made));
        longest = Math.max(longest, clock() - start - used);
        used = clock() - start;
        if (!Number.isFinite(value)) break;
      }
      if (!Number.isFinite(value) || !learned.every(({ data }) => data.every(Number.isFinite))) {
        learned.forEach(({ data }, i) => data.set(kept[i]));
        return { end: "diverged", steps: made, loss: value };
      }
      progress?.({ steps: made, loss: value });
    }
    return { end: "done", steps: count, loss: value };
  }
  return { gradients, step, run };
};
