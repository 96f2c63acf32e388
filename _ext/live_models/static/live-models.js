// Runs a Keras model that export.py has written, and shows what every layer says.
"use strict";

globalThis.LiveModels = (() => {
  const size = (shape) => shape.reduce((product, length) => product * length, 1);
  const stop = (sentence) => {
    throw new Error(sentence);
  };

  // A tensor is its shape, batch first, and its numbers, row by row.
  function tensor(shape, data = size(shape)) {
    const numbers = data instanceof Float32Array ? data : new Float32Array(data);
    if (numbers.length !== size(shape)) {
      stop(`${numbers.length} numbers do not fill the shape ${shape.join(" × ")}.`);
    }
    return { shape, data: numbers };
  }

  // Numbers from 0 to 1, the same for the same seed.
  function generator(seed) {
    let state = seed | 0;
    return () => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
    };
  }

  function erf(x) {
    if (Math.abs(x) > 6) return Math.sign(x);
    let [term, sum] = [x, x];
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }

  const sigmoid = (x) => 1 / (1 + Math.exp(-x));
  const activations = {
    relu: (x, slope = 0, most = Infinity, threshold = 0) =>
      x >= most ? most : x >= threshold ? x : slope * (x - threshold),
    elu: (x, alpha = 1) => (x > 0 ? x : alpha * Math.expm1(x)),
    selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
    gelu: (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
    silu: (x) => x * sigmoid(x),
    sigmoid,
    hard_sigmoid: (x) => Math.min(1, Math.max(0, x / 6 + 0.5)),
    tanh: Math.tanh,
    softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    softsign: (x) => x / (1 + Math.abs(x)),
    exponential: Math.exp,
  };

  // Applies [name, ...parameters] in place; softmax to each row of this width.
  function activate(data, [name, a, b, c] = ["linear"], width = data.length) {
    if (name === "softmax") {
      for (let start = 0; start < data.length; start += width) {
        const row = data.subarray(start, start + width);
        const top = row.reduce((most, x) => Math.max(most, x), -Infinity);
        const sum = row.reduce((total, x) => total + Math.exp(x - top), 0);
        row.forEach((x, i) => (row[i] = Math.exp(x - top) / sum));
      }
    } else if (name !== "linear") {
      const f = activations[name];
      for (let i = 0; i < data.length; i++) data[i] = f(data[i], a, b, c);
    }
    return data;
  }

  // Rows of this width times a matrix, plus a bias. Sums are in double precision.
  function product(x, matrix, bias, width) {
    const columns = matrix.length / width;
    const result = new Float64Array((x.length / width) * columns);
    for (let at = 0, from = 0; at < result.length; at += columns, from += width) {
      if (bias) result.set(bias, at);
      for (let i = 0; i < width; i++) {
        const factor = x[from + i];
        if (factor !== 0) {
          for (let o = 0, w = i * columns; o < columns; o++) result[at + o] += factor * matrix[w + o];
        }
      }
    }
    return result;
  }

  const last = (x) => x.shape[x.shape.length - 1];
  const rows = (x, width) => [...x.shape.slice(0, -1), width];

  // A sequence is an image one pixel high.
  const image = ({ shape }) => (shape.length === 3 ? [shape[0], 1, shape[1], shape[2]] : shape);
  const unlike = (x, [batch, ...rest]) => [batch, ...(x.shape.length === 3 ? rest.slice(1) : rest)];

  // How a window moves along one axis: how many places it has, and what is padded before the first.
  function window(length, kernel, stride, padding) {
    if (padding === "causal") return [Math.ceil(length / stride), kernel - 1];
    if (padding === "valid") return [Math.floor((length - kernel) / stride) + 1, 0];
    const places = Math.ceil(length / stride);
    return [places, Math.max(0, (places - 1) * stride + kernel - length) >> 1];
  }

  // Calls visit(place, pixel, tap) for all places of a window over an image and all its taps.
  function slide({ size: [high, wide], strides, dilation = [1, 1] }, [height, width], places, before, visit) {
    for (let py = 0; py < places[0]; py++) {
      for (let px = 0; px < places[1]; px++) {
        for (let ky = 0; ky < high; ky++) {
          const y = py * strides[0] + ky * dilation[0] - before[0];
          if (y < 0 || y >= height) continue;
          for (let kx = 0; kx < wide; kx++) {
            const x = px * strides[1] + kx * dilation[1] - before[1];
            if (x >= 0 && x < width) visit(py * places[1] + px, y * width + x, ky * wide + kx);
          }
        }
      }
    }
  }

  function windows(step, lengths) {
    const found = [0, 1].map((i) => {
      const reach = (step.size[i] - 1) * (step.dilation?.[i] ?? 1) + 1;
      return window(lengths[i], reach, step.strides[i], step.padding);
    });
    return [found.map(([places]) => places), found.map(([, before]) => before)];
  }

  // A transposed convolution is one from the result to the input, walked backwards.
  function convolution(step, [x], { kernel, bias }) {
    const [batch, height, width, channels] = image(x);
    const { groups = 1, transposed } = step;
    const grown = [height, width].map((length, i) =>
      step.padding === "same"
        ? length * step.strides[i]
        : (length - 1) * step.strides[i] + Math.max(step.size[i], step.strides[i]));
    const large = transposed ? grown : [height, width];
    const [places, before] = windows(step, large);
    const result = transposed ? large : places;
    const filters = last(kernel);
    const [ins, outs] = [channels / groups, filters / groups];
    const data = new Float64Array(batch * size(result) * filters);
    if (bias) for (let at = 0; at < data.length; at += filters) data.set(bias.data, at);
    for (let b = 0; b < batch; b++) {
      slide(step, large, transposed ? [height, width] : places, before, (place, pixel, tap) => {
        const [source, target] = transposed ? [place, pixel] : [pixel, place];
        const from = (b * height * width + source) * channels;
        const to = (b * size(result) + target) * filters;
        for (let i = 0; i < channels; i++) {
          const factor = x.data[from + i];
          const first = Math.floor(i / ins) * outs;
          const w = (tap * ins + (i % ins)) * filters;
          if (factor !== 0) {
            for (let o = first; o < first + outs; o++) data[to + o] += factor * kernel.data[w + o];
          }
        }
      });
    }
    activate(data, step.activation, filters);
    return { shape: unlike(x, [batch, ...result, filters]), data };
  }

  function pooling(step, [x]) {
    const [batch, height, width, channels] = image(x);
    const used = step.all ? { size: [height, width], strides: [1, 1], padding: "valid" } : step;
    const [places, before] = windows(used, [height, width]);
    const data = new Float64Array(batch * size(places) * channels).fill(step.max ? -Infinity : 0);
    for (let b = 0; b < batch; b++) {
      const counts = new Uint32Array(size(places));
      slide(used, [height, width], places, before, (place, pixel) => {
        counts[place]++;
        for (let c = 0; c < channels; c++) {
          const to = (b * size(places) + place) * channels + c;
          const value = x.data[(b * height * width + pixel) * channels + c];
          data[to] = step.max ? Math.max(data[to], value) : data[to] + value;
        }
      });
      if (!step.max) {
        counts.forEach((count, place) => {
          for (let c = 0; c < channels; c++) data[(b * size(places) + place) * channels + c] /= count;
        });
      }
    }
    const flat = step.all && !step.keep;
    return { shape: flat ? [batch, channels] : unlike(x, [batch, ...places, channels]), data };
  }

  // Each pixel, times so many, inside a frame of zeros.
  function moved(x, [tall, wide], [[top, bottom], [left, right]]) {
    const [batch, height, width, channels] = image(x);
    const result = tensor([batch, top + height * tall + bottom, left + width * wide + right, channels]);
    for (let n = 0; n < batch * height * tall * width * wide; n++) {
      const column = n % (width * wide);
      const row = (n - column) / (width * wide);
      const line = row % (height * tall);
      const b = (row - line) / (height * tall);
      const from = ((b * height + Math.floor(line / tall)) * width + Math.floor(column / wide)) * channels;
      const to = ((b * result.shape[1] + top + line) * result.shape[2] + left + column) * channels;
      result.data.set(x.data.subarray(from, from + channels), to);
    }
    return { shape: unlike(x, result.shape), data: result.data };
  }

  // What a cell makes of x·W + b, the state h and memory c: its new state, memory, and gates.
  const cells = {
    SimpleRNN(step, x, h, c, { recurrent }) {
      const inner = product(h, recurrent.data, null, h.length);
      return [activate(x.map((value, i) => value + inner[i]), step.activation), c, []];
    },
    GRU(step, x, h, c, { recurrent, recurrent_bias: bias, candidate }) {
      const units = h.length;
      const inner = product(h, recurrent.data, bias?.data, units);
      const gate = (k) => activate(
        h.map((_, i) => x[k * units + i] + inner[k * units + i]), step.gate);
      const [z, r] = [gate(0), gate(1)];
      const reset = candidate && product(h.map((value, i) => r[i] * value), candidate.data, null, units);
      const next = activate(
        h.map((_, i) => x[2 * units + i] + (reset ? reset[i] : r[i] * inner[2 * units + i])), step.activation);
      return [h.map((value, i) => z[i] * value + (1 - z[i]) * next[i]), c, [z, r, next]];
    },
    LSTM(step, x, h, c, { recurrent }) {
      const units = h.length;
      const inner = product(h, recurrent.data, null, units);
      const [input, forget, next, output] = [0, 1, 2, 3].map((k) => activate(
        h.map((_, i) => x[k * units + i] + inner[k * units + i]), k === 2 ? step.activation : step.gate));
      const memory = c.map((value, i) => forget[i] * value + input[i] * next[i]);
      const shown = activate(memory.slice(), step.activation);
      return [shown.map((value, i) => output[i] * value), memory, [input, forget, next, output, memory]];
    },
  };
  const gates = { SimpleRNN: [], GRU: ["z", "r", "candidate"], LSTM: ["i", "f", "candidate", "o", "c"] };

  function recurrent(step, [x], weights, { details }) {
    const [batch, length, width] = x.shape;
    const { units, cell } = step;
    const driven = product(x.data, weights.kernel.data, weights.bias?.data, width);
    const wide = driven.length / (batch * length);
    const states = tensor([batch, length, units]);
    const kept = gates[cell].map((name) => (details[name] = tensor([batch, length, units])));
    const ends = new Float64Array(batch * units);
    for (let b = 0; b < batch; b++) {
      let [h, c, seen] = [new Float64Array(units), new Float64Array(units)];
      for (let t = 0; t < length; t++) {
        const at = b * length + (step.backwards ? length - 1 - t : t);
        const to = step.flip ? at : b * length + t;
        [h, c, seen] = cells[cell](step, driven.subarray(at * wide, (at + 1) * wide), h, c, weights);
        states.data.set(h, to * units);
        seen.forEach((gate, k) => kept[k].data.set(gate, to * units));
      }
      ends.set(h, b * units);
    }
    details.states = states;
    return step.sequences ? states : { shape: [batch, units], data: ends };
  }

  // Without a key of its own, the value is the key.
  function attention(step, [q, v, k = v], weights, { details }) {
    const { heads, size: [depth, deep], causal } = step;
    const project = (x, name) =>
      product(x.data, weights[name].data, weights[`${name}_bias`]?.data, last(x));
    const [queries, keys, values] = [project(q, "query"), project(k, "key"), project(v, "value")];
    const [batch, length] = q.shape;
    const seen = k.shape[1];
    const scores = (details.scores = tensor([batch, heads, length, seen])).data;
    const mixed = new Float64Array(batch * length * heads * deep);
    for (let b = 0; b < batch; b++) {
      for (let head = 0; head < heads; head++) {
        for (let t = 0; t < length; t++) {
          const row = new Float64Array(seen);
          const query = ((b * length + t) * heads + head) * depth;
          for (let s = 0; s < seen; s++) {
            const key = ((b * seen + s) * heads + head) * depth;
            for (let i = 0; i < depth; i++) row[s] += queries[query + i] * keys[key + i];
            row[s] = causal && s > t ? -Infinity : row[s] / Math.sqrt(depth);
          }
          activate(row, ["softmax"]);
          scores.set(row, ((b * heads + head) * length + t) * seen);
          for (let s = 0; s < seen; s++) {
            for (let i = 0; i < deep; i++) {
              mixed[((b * length + t) * heads + head) * deep + i] +=
                row[s] * values[((b * seen + s) * heads + head) * deep + i];
            }
          }
        }
      }
    }
    const { output, output_bias: bias } = weights;
    return { shape: rows(q, last(output)), data: product(mixed, output.data, bias?.data, heads * deep) };
  }

  // Mean and mean square of so many numbers, one each stride; the mean counts as 0 where not centered.
  function moments(data, start, stride, count, centered) {
    let [mean, square] = [0, 0];
    for (let i = 0; centered && i < count; i++) mean += data[start + i * stride] / count;
    for (let i = 0; i < count; i++) square += (data[start + i * stride] - mean) ** 2 / count;
    return [mean, square];
  }

  // Each number less its mean, over its deviation, times gamma, plus beta.
  function normalized(step, x, { gamma, beta }, find) {
    const width = last(x);
    const data = new Float64Array(x.data.length);
    for (let i = 0; i < data.length; i++) {
      const c = i % width;
      const [mean, variance] = find(i, c);
      data[i] = ((x.data[i] - mean) / Math.sqrt(variance + step.epsilon)) * (gamma?.data[c] ?? 1)
        + (beta?.data[c] ?? 0);
    }
    return { shape: x.shape, data };
  }

  function elementwise(a, b, f) {
    const rank = Math.max(a.shape.length, b.shape.length);
    const [wide, other] = [a, b].map(({ shape }) => [...Array(rank - shape.length).fill(1), ...shape]);
    const shape = wide.map((length, i) => {
      if (length !== other[i] && length !== 1 && other[i] !== 1) {
        stop(`Shapes ${a.shape.join(" × ")} and ${b.shape.join(" × ")} do not fit each other.`);
      }
      return length === 1 ? other[i] : length;
    });
    const data = new Float64Array(size(shape));
    for (let n = 0; n < data.length; n++) {
      let [rest, from, also, step, stride] = [n, 0, 0, 1, 1];
      for (let axis = rank - 1; axis >= 0; axis--) {
        const place = rest % shape[axis];
        rest = (rest - place) / shape[axis];
        if (wide[axis] > 1) from += place * step;
        if (other[axis] > 1) also += place * stride;
        step *= wide[axis];
        stride *= other[axis];
      }
      data[n] = f(a.data[from], b.data[also]);
    }
    return { shape, data };
  }
  const merge = (f) => (step, inputs) => inputs.reduce((a, b) => elementwise(a, b, f));

  const layers = {
    Constant: (step, inputs, { value }) => value,

    Dense(step, [x], { kernel, bias }, { details }) {
      const data = product(x.data, kernel.data, bias?.data, last(x));
      const shape = rows(x, last(kernel));
      details.before = tensor(shape, data);
      return { shape, data: activate(data, step.activation, last(kernel)) };
    },

    Activation: (step, [x]) => ({ shape: x.shape, data: activate(x.data.slice(), step.activation, last(x)) }),
    Scale: (step, [x]) => ({ shape: x.shape, data: x.data.map((value) => value * step.scale + step.offset) }),

    Dropout(step, [x], weights, { dropout, random, details }) {
      if (!dropout || !step.rate) return x;
      const { data } = (details.mask = tensor(x.shape));
      data.forEach((_, i) => (data[i] = random() < step.rate ? 0 : 1 / (1 - step.rate)));
      return { shape: x.shape, data: x.data.map((value, i) => value * data[i]) };
    },

    Embedding(step, [x], { table }) {
      const [words, width] = table.shape;
      const result = tensor([...x.shape, width]);
      x.data.forEach((word, i) => {
        if (!(word >= 0 && word < words)) stop(`Layer ${step.name} knows 0 to ${words - 1}, and was given ${word}.`);
        result.data.set(table.data.subarray(Math.floor(word) * width, Math.floor(word + 1) * width), i * width);
      });
      return result;
    },

    Convolution: convolution,
    Pooling: pooling,
    Recurrent: recurrent,
    Attention: attention,

    Reshape(step, [x]) {
      const known = x.shape[0] * size(step.shape.filter((length) => length > 0));
      return tensor([x.shape[0], ...step.shape.map((length) => (length < 0 ? x.data.length / known : length))], x.data);
    },

    UpSampling: (step, [x]) => moved(x, step.size, [[0, 0], [0, 0]]),
    Padding: (step, [x]) => moved(x, [1, 1], step.padding),

    // In training the batch's own mean and variance count.
    BatchNormalization(step, [x], weights, { training, details }) {
      const [width, { mean, variance }] = [last(x), weights];
      const own = training && step.trainable !== false;
      const found = Array.from({ length: width }, (_, c) => own
        ? moments(x.data, c, width, x.data.length / width, true)
        : [mean.data[c], variance.data[c]]);
      details.moments = found;
      return normalized(step, x, weights, (i, c) => found[c]);
    },

    RowNormalization(step, [x], weights) {
      let found;
      return normalized(step, x, weights, (i, c) =>
        (found = c ? found : moments(x.data, i, 1, last(x), step.centered)));
    },

    Add: merge((a, b) => a + b),
    Subtract: merge((a, b) => a - b),
    Multiply: merge((a, b) => a * b),
    Maximum: merge(Math.max),
    Minimum: merge(Math.min),

    Concatenate({ axis }, inputs) {
      const shape = [...inputs[0].shape];
      shape[axis] = inputs.reduce((sum, x) => sum + x.shape[axis], 0);
      const result = tensor(shape);
      const outer = size(shape.slice(0, axis));
      for (let n = 0, at = 0; n < outer; n++) {
        for (const { data } of inputs) {
          const length = data.length / outer;
          result.data.set(data.subarray(n * length, (n + 1) * length), at);
          at += length;
        }
      }
      return result;
    },
  };

  const half = (bits) =>
    (bits >> 15 ? -1 : 1) * (bits & 0x7c00
      ? 2 ** (((bits >> 10) & 31) - 25) * (1024 + (bits & 1023))
      : 2 ** -24 * (bits & 1023));

  // One array out of the packed bytes; int8 has a scale for each of its last axis first.
  function unpack({ shape, type, at }, bytes) {
    const take = (Kind, count) => {
      const end = at + count * Kind.BYTES_PER_ELEMENT;
      if (end > bytes.length) stop("The model's file is not whole. Reload the page to get it again.");
      const taken = new Kind(bytes.slice(at, end).buffer);
      at = end;
      return taken;
    };
    const count = size(shape);
    if (type === "float32") return tensor(shape, take(Float32Array, count));
    if (type === "float16") return tensor(shape, Float32Array.from(take(Uint16Array, count), half));
    const scales = take(Float32Array, shape[shape.length - 1]);
    return tensor(shape, Float32Array.from(take(Int8Array, count), (value, i) => value * scales[i % scales.length]));
  }

  function load(file) {
    if (file?.format !== 1) stop("This is not a model that this page can read.");
    const bytes = Uint8Array.from(atob(file.data), (letter) => letter.charCodeAt(0));
    const arrays = file.weights.map((entry) => unpack(entry, bytes));
    const steps = file.steps.map((step) => {
      const known = step.kind === "Input" || Object.hasOwn(layers, step.kind);
      if (!known) stop(`Model ${file.name}: this page does not know the layer ${step.name} (${step.kind}).`);
      const weights = Object.entries(step.weights ?? {}).map(([name, index]) => [name, arrays[index]]);
      return { ...step, weights: Object.fromEntries(weights) };
    });

    // options: training (batch statistics and dropout), dropout (alone), seed, random.
    function run(inputs, options = {}) {
      const given = Array.isArray(inputs) ? inputs : [inputs];
      if (given.length !== file.inputs.length) {
        stop(`Model ${file.name} takes ${file.inputs.length} inputs, not ${given.length}.`);
      }
      const random = options.random ?? generator(options.seed ?? 0);
      const [values, details] = [[], {}];
      steps.forEach((step, index) => {
        const { training } = options;
        if (training && step.still) stop(`Layer ${step.name} can only be run as it answers, not as it trains.`);
        const place = file.inputs.indexOf(index);
        let value = given[place];
        if (place >= 0) {
          const fits = value.shape.length === step.shape.length
            && step.shape.every((length, i) => length === null || length === value.shape[i]);
          if (!fits) {
            stop(`Model ${file.name} takes ${step.shape.map((n) => n ?? "any").join(" × ")}, not ${value.shape.join(" × ")}.`);
          }
        } else {
          const dropout = options.dropout ?? training;
          const context = { training, dropout, random, details: (details[step.name] = {}) };
          value = layers[step.kind](step, step.from.map((i) => values[i]), step.weights, context);
        }
        values.push(tensor(value.shape, value.data));
      });
      const named = Object.fromEntries(steps.map((step, index) => [step.name, values[index]]));
      return { outputs: file.outputs.map((i) => values[i]), values, named, details };
    }

    function predict(inputs, options) {
      const { outputs } = run(inputs, options);
      return outputs.length === 1 ? outputs[0] : outputs;
    }
    const layer = (name) => steps.find((step) => step.name === name);
    return { name: file.name, file, steps, layer, run, predict };
  }

  return { tensor, generator, activations, stop, load };
})();
