// Many masked passes of one drawing, as the histogram of their answers.
"use strict";

LiveModels.figures.masks = (figure, model, settings) => {
  const { element, picture, choices, bars, button, frame, guarded } = LiveModels.parts;
  const { pad, batch, hint } = LiveModels.pad;
  const { labels, passes = 100, size } = settings;
  const { sides, say, tell } = frame(figure, hint, settings.told);
  const seen = picture(size, "What the model sees");
  const counted = bars(labels);
  let [seed, last, fault] = [0, null, ""];

  function sentence(counts, plain) {
    const order = [...labels.keys()].filter((i) => counts[i]).sort((a, b) => counts[b] - counts[a]);
    const share = counts[order[0]] / passes;
    const mood = share >= 0.95 ? "The masks agree" : share >= 0.7 ? "Most masks agree" : "The masks are torn";
    const list = order.slice(0, 3).map((i) => `${counts[i]} say ${labels[i]}`).join(", ");
    return `${mood}: of ${passes} passes, ${list}. With all units on, the model says ${labels[plain]}.`;
  }

  function answer(ink, wrong) {
    [last, fault] = [ink, wrong];
    const counts = labels.map(() => 0);
    seen.show(ink);
    let told = wrong;
    if (ink) {
      const [plain] = choices(model.predict(batch(model, ink, 1, settings)));
      for (const choice of choices(model.predict(batch(model, ink, passes, settings), { dropout: true, seed }))) {
        counts[choice]++;
      }
      told = sentence(counts, plain);
    }
    counted.show(counts.map((count) => count / passes), counts.map((count) => (ink ? count : "")));
    tell(told);
  }

  const guardedAnswer = (ink, wrong) => guarded(tell, () => answer(ink, wrong));
  const drawn = pad(settings, guardedAnswer, (brush) => say("brush", brush));
  drawn.tools.append(button("Other masks", () => {
    seed++;
    guardedAnswer(last, fault);
  }));
  sides.append(drawn.view(seen.view, "What the model sees", ...counted.rows, figure.querySelector(".live-words")));
  drawn.field.focus({ preventScroll: true });
};
