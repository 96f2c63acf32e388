// A word typed letter by letter: what the reading network keeps of it, and what the writing one answers.
"use strict";

LiveModels.figures.translate = (figure, model, settings) => {
  const { element, frame, guarded } = LiveModels.parts;
  const { box, listed, strip, table } = LiveModels.text;
  const { letters, places, words, trained, start, examples } = settings;
  const { tensor } = LiveModels;
  const [, length, signs] = model.steps[model.file.inputs[0]].shape;
  const [, symbols] = model.steps[model.file.inputs[1]].shape;
  const reader = model.steps.find((step) => step.kind === "Recurrent" && step.sequences);
  const looks = model.steps.filter((step) => step.kind === "Attention");
  const { sides, tell } = frame(figure, settings.told);
  const percent = (share) => `${Math.round(100 * share)}\u00a0%`;
  const average = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

  // Bars for numbers, and at their end what is written of them.
  const gauge = (count, low, written) => () => {
    const [bars, end] = [strip(count, low, 1), element("span", {})];
    return { view: element("span", { class: "live-with" }, bars.view, end), show: (numbers) => {
      bars.show(numbers);
      end.textContent = written(numbers);
    } };
  };
  const read = table("What it reads", ["letter", "3.6em"], [
    ["state h", gauge(reader.units, -1, () => "")],
    ["keeps, z", gauge(reader.units, 0, (numbers) => percent(average(numbers)))],
    ["looks back, r", gauge(reader.units, 0, (numbers) => percent(average(numbers)))]]);
  const wrote = table("What it writes", ["place", "6.8em"], [
    ["digit", () => {
      const view = element("b", {});
      return { view, show: (digit) => (view.textContent = digit) };
    }, "2.8em"],
    ["chances of 0 to 9", gauge(symbols - 1, 0, (chances) => percent(Math.max(...chances)))],
    ["looks at", () => {
      const view = element("span", { class: "live-spelled" });
      return { view, show: ([word, weights]) => view.replaceChildren(...[...word].map((letter, i) =>
        element("span", { style: `--share: ${weights[i] / Math.max(...weights)}` }, letter))) };
    }]]);

  // Each letter is a row with a single 1; the rows before the first letter are empty, as in training.
  function translated(known) {
    const input = tensor([1, length, signs]);
    [...known].forEach((letter, i) => (input.data[(length - known.length + i) * signs + letters.indexOf(letter)] = 1));
    // One place after the other, each fed what was written before it.
    const fed = places.map(() => tensor([1, symbols]));
    let [digits, rows, ran] = ["", []];
    places.forEach((place, i) => {
      fed[i].data[i ? digits.at(-1) : start] = 1;
      ran = model.run([input, ...fed]);
      const chances = [...ran.outputs[i].data];
      const weights = ran.details[looks[i].name].scores.data.subarray(length - known.length);
      digits += chances.indexOf(Math.max(...chances));
      rows.push([place, digits.at(-1), chances, [known, weights]]);
    });
    return { digits, rows, details: ran.details[reader.name] };
  }

  function verdict(known, digits) {
    const place = words.indexOf(known);
    if (place < 0) return "No number is written so, and it has no way to say that.";
    const right = String(place + 1).padStart(places.length, "0");
    const seen = trained[place] ? "It has trained on this number." : "It has not trained on this number.";
    return digits === right ? `That is right. ${seen}` : `It should be ${right}. ${seen}`;
  }

  function answer(text) {
    // Only these 26: ß would become SS, and ı an I.
    const typed = [...text.replace(/[a-z]/g, (letter) => letter.toUpperCase())].filter((letter) => letter.trim());
    const foreign = typed.filter((letter) => !letters.includes(letter));
    const all = typed.filter((letter) => letters.includes(letter));
    const known = all.slice(0, length).join("");
    const left = [
      foreign.length ? `It knows no ${listed(foreign)} and leaves that out.` : "",
      all.length > length ? `It reads ${length} letters and leaves out the other ${all.length - length}.` : "",
    ].map((each) => each && `${each} `).join("");
    if (!known) {
      [read, wrote].forEach((each) => each.show([]));
      return tell(`${left}Type some of the letters ${[...letters].join(" ")}, or start from an example.`);
    }
    const { digits, rows, details } = translated(known);
    const units = (kind, step) => details[kind].data.subarray(step * reader.units, (step + 1) * reader.units);
    const first = length - known.length;
    read.show([...known].map((letter, i) => [letter, ...["states", "z", "r"].map((kind) => units(kind, first + i))]));
    wrote.show(rows);
    const doubt = Math.min(...rows.map(([, , chances]) => Math.max(...chances)));
    tell(`${left}${known}: it writes ${digits}. ${verdict(known, digits)} Its least certain digit has ${percent(doubt)}.`
      + ` At the last letter it keeps ${percent(average(units("z", length - 1)))} of its state.`);
  }

  const typed = box({ label: settings.label, examples }, (text) => guarded(tell, () => answer(text)));
  sides.append(typed.view, read.view, wrote.view);
  typed.put(examples[0]);
  typed.input.focus({ preventScroll: true });
};
