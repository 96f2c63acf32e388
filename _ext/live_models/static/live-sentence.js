// A sentence typed: its tokens, who attends to whom, what each token votes for, and the label.
"use strict";

LiveModels.figures.sentence = (figure, model, settings) => {
  const { element, bars, choice, frame, guarded } = LiveModels.parts;
  const { box } = LiveModels.text;
  const { labels, examples, length, characters = 500 } = settings;
  const { tensor } = LiveModels;
  const names = new RegExp(settings.names, "gi");
  const { encode, shown } = LiveModels.bytePairs(settings);
  const { kernel } = model.layer("label").weights;
  const heads = model.steps.filter((step) => step.kind === "Attention").flatMap(({ name, heads: count }, block) =>
    Array.from({ length: count }, (_, head) => [`block ${block + 1}, head ${head + 1}`, { name, head }]));
  const percent = (share) => `${Math.round(100 * share)}\u00a0%`;
  const { sides, tell } = frame(figure, settings.told);
  let [read, place, head] = [null, 0, heads[0]];

  // What the network is given: small letters, the names of libraries hidden, a start before all.
  function prepared(text) {
    const all = [...text.trim().replace(/\s+/g, " ")];
    const plain = all.slice(0, characters).join("");
    const hidden = plain.replace(names, "library");
    const tokens = encode(hidden.toLowerCase());
    const left = [
      all.length > characters ? `Only the first ${characters} characters are looked at.` : "",
      tokens.length > length ? `It reads the first ${length} of ${tokens.length} tokens.` : "",
      hidden !== plain ? "The name of a library reads “library”, as in training." : "",
    ];
    return { tokens: tokens.slice(0, length), left: left.map((each) => each && `${each} `).join("") };
  }

  // The label is read off the mean of the tokens' vectors, so it is the mean of what each would say.
  function votes(vectors, count) {
    const width = kernel.shape[0];
    return Array.from({ length: count }, (_, t) => labels.map((_, k) => {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += vectors[(t + 1) * width + i] * kernel.data[i * labels.length + k];
      return sum;
    }));
  }
  const largest = (numbers) => numbers.indexOf(Math.max(...numbers));

  function run({ tokens, left }) {
    const count = tokens.length + 1;
    const share = tensor([1, count, 1]);
    share.data.fill(count / tokens.length, 1);
    const ran = model.run([tensor([1, count], [0, ...tokens]), tensor([1, count], [...Array(count).keys()]), share]);
    const chances = [...ran.outputs[0].data];
    return { left, chances, label: largest(chances), details: ran.details,
      pieces: ["start", ...tokens.map(shown)], votes: votes(ran.named.vectors.data, tokens.length).map(largest) };
  }

  // A token: how much the chosen one attends to it, what it is, and what it votes for.
  const line = element("div", { class: "live-tokens", role: "radiogroup", "aria-label": "Tokens: which one is attending?" });
  const chips = [];
  function chip() {
    const number = chips.length;
    const input = element("input", { type: "radio", name: `${model.name}-token`, class: "live-hidden", onchange: () => {
      place = number;
      guarded(tell, look);
    } });
    const [share, bar, piece, vote] = ["small", "span", "b", "small"].map((name) => element(name, {}));
    bar.className = "live-look";
    const view = element("label", { class: "live-token" }, input, share, bar, piece, vote);
    return { view, input, share, bar, piece, vote };
  }

  // What stands for a byte that is no character by itself, where one is shown.
  const byte = element("p", { class: "live-hint", hidden: "" });

  function look() {
    const count = read.pieces.length;
    const { name, head: number } = head[1];
    const scores = read.details[name].scores.data.subarray((number * count + place) * count, (number * count + place + 1) * count);
    const most = largest([...scores]);
    chips.slice(0, count).forEach(({ view, share, bar }, i) => {
      view.classList.toggle("live-attends", i === place);
      bar.style.setProperty("--share", scores[i] / scores[most]);
      share.textContent = i > place ? "" : percent(scores[i]);
    });
    const quoted = (i) => (i ? `“${read.pieces[i].trim() || "␣"}”` : "the start");
    const agree = read.votes.filter((vote) => vote === read.label).length;
    tell(`${read.left}It says ${labels[read.label]}, at ${percent(read.chances[read.label])}; ${agree} of ${count - 1}`
      + ` tokens vote for it. In ${head[0]}, ${quoted(place)} attends most to ${most === place ? "itself" : quoted(most)},`
      + ` ${percent(scores[most])}.`);
  }

  const counted = bars(labels);
  function answer(text) {
    const given = prepared(text);
    if (!given.tokens.length) {
      read = null;
      line.replaceChildren();
      byte.hidden = true;
      counted.show(labels.map(() => 0), labels.map(() => ""));
      return tell("Type a sentence, or start from an example.");
    }
    read = run(given);
    const count = read.pieces.length;
    while (chips.length < count) chips.push(chip());
    chips.slice(0, count).forEach(({ view, piece, vote }, i) => {
      piece.textContent = read.pieces[i].trim() || "␣";
      view.classList.toggle("live-begins", i < 2 || read.pieces[i].startsWith(" "));
      view.classList.toggle("live-agrees", i > 0 && read.votes[i - 1] === read.label);
      vote.textContent = i ? labels[read.votes[i - 1]].slice(0, 3) : "";
    });
    if (line.children.length !== count) line.replaceChildren(...chips.slice(0, count).map(({ view }) => view));
    const [lone] = read.pieces.join(" ").match(/‹[0-9A-F]{2}›/) ?? [];
    byte.textContent = `${lone} is one byte of a character.`;
    byte.hidden = !lone;
    place = count - 1;
    chips[place].input.checked = true;
    counted.show(read.chances, read.chances.map(percent));
    look();
  }

  const typed = box({ label: settings.label, lines: 2, examples }, (text) => guarded(tell, () => answer(text)));
  const chosen = choice("Attention of", heads.map((one) => [one[0], one]), (one) => {
    head = one;
    if (read) guarded(tell, look);
  });
  sides.append(typed.view, element("div", { class: "live-read" }, chosen.view, line, byte),
    element("div", { class: "live-answers live-labels" }, ...counted.rows));
  typed.put(examples[0]);
  typed.input.focus({ preventScroll: true });
};
