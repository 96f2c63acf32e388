// Swaps the frames of frozen figures when their controls move, and keeps the moved ones in the
// page's address: `#id:control=value,control=value&id:control=value`.
{
  const inputs = (control) => [...control.querySelectorAll("input")];
  const isInterval = (control) => control?.querySelector("input")?.type == "range";

  // The positions of an interval: (0, 0), (0, 1), ... (1, 1), ...
  const below = (control, low) => low * (+inputs(control)[0].max + 1) - (low * (low + 1)) / 2;

  const index = (control) => {
    if (control.type == "range") return +control.value;
    if (control.type == "checkbox") return +control.checked;
    if (control.options) return control.selectedIndex;
    const parts = inputs(control);
    if (isInterval(control)) return below(control, +parts[0].value) + +parts[1].value;
    if (parts[0].type == "radio") return parts.findIndex((radio) => radio.checked);
    return parts.reduce((sum, box, i) => sum + (box.checked << i), 0);
  };

  const choose = (control, k) => {
    if (control.type == "range") control.value = k;
    else if (control.type == "checkbox") control.checked = k;
    else if (control.options) control.selectedIndex = k;
    else {
      const parts = inputs(control);
      if (isInterval(control)) {
        let low = 0;
        while (k - below(control, low) > +parts[0].max) low++;
        parts[0].value = low;
        parts[1].value = k - below(control, low);
      } else parts.forEach((part, i) => (part.checked = part.type == "radio" ? i == k : (k >> i) & 1));
    }
  };

  const addressOf = (parts) => {
    const address = new URL(location);
    address.hash = parts.join("&");
    return address.href;
  };

  const start = (figure) => {
    const stage = figure.querySelector(".frozen-stage");
    const live = figure.querySelector(".frozen-live");
    const button = figure.querySelector(".frozen-link");
    const controls = [...figure.querySelectorAll("[data-control]")];
    const starts = controls.map(index);
    let data, drawing, resting, shown;
    const parts = {};

    const load = () =>
      (data ??= JSON.parse(document.getElementById(figure.id + "-frames").textContent));

    // Of a large figure, the lines of frames come in parts, each a script that holds them.
    const fetchPart = (n) =>
      (parts[n] ??= new Promise((done) => {
        const script = document.createElement("script");
        script.src = data.place + n + ".js";
        script.onload = () => done(Object.assign(data.lines, script.lines));
        script.onerror = () => done((parts[n] = null));
        document.head.append(script);
      }));

    const fetchFrame = (frame) => {
      const absent = data.frames[frame]?.filter((line) => data.lines[line] == null);
      return absent?.length && Promise.all(absent.map((line) => fetchPart(data.parts.findLastIndex((first) => first <= line))));
    };

    const leave = (one) => controls.forEach((control, i) => control == one || choose(control, starts[i]));

    // Where controls move each other: the present state, and the list of labels that a control has there.
    let state = 0;
    const list = (i) => (load().states ? data.states[state][i][0] : i);

    const enter = (next) => {
      const before = controls.map((_, i) => list(i));
      state = next;
      controls.forEach((control, i) => {
        const labels = data.labels[list(i)];
        if (list(i) != before[i]) {
          if (control.options) control.replaceChildren(...labels.map((label) => new Option(label)));
          else control.max = labels.length - 1;
        }
        choose(control, data.states[state][i][1]);
      });
    };

    const draw = () => {
      drawing = 0;
      let place = 0, row = 0;
      controls.forEach((control, i) => {
        const labels = load().labels[list(i)];
        const k = index(control);
        // One at a time, each control has a row of its own.
        if (!data.alone) place = place * labels.length + k;
        else if (k != starts[i] || !row) place = row + k;
        row += labels.length;
        const ends = isInterval(control) && inputs(control);
        for (const slider of ends || [control]) {
          if (slider.type != "range") continue;
          slider.setAttribute("aria-valuetext", ends ? labels[below(control, +slider.value) + +slider.value].split(" \u2013 ")[0] : labels[k]);
          slider.parentNode.querySelector("output").value = labels[k];
        }
      });
      const at = data.states ? state : place;
      const frame = data.grid[at];
      const show = () => {
        // Meanwhile another position may be wanted.
        if (frame != shown) return;
        const lines = data.frames[frame].map((line) => data.lines[line]);
        if (lines.includes(null)) {
          clearTimeout(resting);
          stage.textContent = live.textContent = "This position could not be loaded. Move the control to try again.";
        } else stage.innerHTML = lines.join("\n");
      };
      shown = frame;
      const waiting = fetchFrame(frame);
      if (waiting) waiting.then(show);
      else show();
      if (data.parts) {
        let stride = 1;
        const near = data.states
          ? data.moves[state].flat()
          : data.labels.toReversed().flatMap(({ length }) => [at + stride, at - stride, ((stride *= length), -1)]);
        for (const next of near) fetchFrame(data.grid[next]);
      }
      // At rest: a screen reader could not follow each step, nor would a browser.
      clearTimeout(resting);
      resting = setTimeout(() => {
        // Where nothing is printed: the table, formula or figure itself.
        if (data.texts[frame]) live.textContent = data.texts[frame];
        else live.replaceChildren(...stage.cloneNode(true).childNodes);
        write(one);
      }, 300);
    };

    const one = {
      figure,
      moved: () => state || controls.some((control, i) => index(control) != starts[i]),
      // Names every control, so that a link outlives another start.
      part: () => {
        const words = controls.map((control, i) => [load().names[i], data.values[list(i)][index(control)]]);
        return encodeURIComponent(figure.id) + ":" + `${new URLSearchParams(words)}`.replaceAll("&", ",");
      },
      go: (words) => {
        const wanted = new URLSearchParams(words.replaceAll(",", "&"));
        const found = load().names.map((name, i) => data.values[list(i)].indexOf(wanted.get(name)));
        if (data.states) {
          const next = data.states.findIndex((one) =>
            data.names.every((name, i) => data.values[one[i][0]][one[i][1]] == wanted.get(name)));
          if (next < 0) return;
          enter(next);
        } else {
          if (found.every((k) => k < 0)) return;
          controls.forEach((control, i) => choose(control, found[i] < 0 ? starts[i] : found[i]));
          if (data.alone) leave(controls.find((control, i) => index(control) != starts[i]));
        }
        draw();
      },
    };

    const copy = async () => {
      const address = addressOf([one.part()]);
      try {
        await navigator.clipboard.writeText(address);
        button.textContent = "Link copied";
        // After what the position says.
        setTimeout(() => (live.textContent = "Link copied"), 400);
        setTimeout(() => (button.textContent = "Copy link"), 2000);
      } catch {
        // The clipboard may be out of reach.
        const field = Object.assign(document.createElement("input"), {
          className: "frozen-address",
          readOnly: true,
          value: address,
          ariaLabel: "Link to this position",
          onblur: () => field.remove(),
        });
        button.before(field);
        field.focus();
        field.select();
      }
    };

    figure.addEventListener("input", ({ target }) => {
      const control = target.closest("[data-control]");
      // The ends of an interval do not cross.
      if (isInterval(control)) {
        const [low, high] = inputs(control);
        if (+low.value > +high.value) target.value = (target == low ? high : low).value;
      }
      if (load().alone) leave(control);
      if (data.states) enter(data.moves[state][controls.indexOf(control)][index(control)]);
      drawing ||= requestAnimationFrame(draw);
    });
    for (const play of figure.querySelectorAll(".frozen-play")) {
      const slider = play.parentNode.querySelector("input");
      let playing;
      const stop = () => {
        playing = clearInterval(playing);
        play.textContent = "\u25b6";
        play.ariaLabel = "Play";
      };
      play.onclick = () => {
        if (playing) return stop();
        play.textContent = "\u23f8";
        play.ariaLabel = "Pause";
        playing = setInterval(() => {
          slider.value = slider.value == slider.max ? 0 : +slider.value + 1;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          if (slider.value == slider.max) stop();
        }, play.dataset.play);
      };
    }
    figure.querySelector(".frozen-controls").disabled = false;
    button.addEventListener("click", copy);
    // A page that has no address of its own gives none away.
    button.hidden = !/^(http|file)/.test(location.protocol);
    return one;
  };

  const figures = [...document.querySelectorAll("figure.frozen-interact")].map(start);

  // The figure that moved last comes first: an address leads to its first figure.
  const write = (last) => {
    const moved = figures.filter((one) => one.moved());
    moved.sort((a, b) => (b == last) - (a == last));
    // The address of a section stays where there is nothing to say.
    if (!moved.length && !location.hash.includes(":")) return;
    try {
      history.replaceState(history.state, "", addressOf(moved.map((one) => one.part())));
    } catch {
      // Refused in some frames. The sliders move all the same.
    }
  };

  const read = () => {
    let first;
    for (const part of location.hash.slice(1).split("&")) {
      const [id, words = ""] = part.split(":");
      const one = figures.find(({ figure }) => encodeURIComponent(figure.id) == id);
      if (!one) continue;
      one.go(words);
      first ??= one.figure;
    }
    for (let fold = first?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    first?.scrollIntoView();
  };
  read();
  // Also when the same link is followed again.
  addEventListener("popstate", read);
}
