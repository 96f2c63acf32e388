// Swaps the frames of frozen figures when their controls move, and keeps the moved ones in the
// page's address: `#id:control=value,control=value&id:control=value`.
{
  const index = (control) =>
    control.type == "range" ? +control.value
    : control.type == "checkbox" ? +control.checked
    : control.options ? control.selectedIndex
    : [...control.querySelectorAll("input")].findIndex((radio) => radio.checked);

  const choose = (control, k) => {
    if (control.type == "range") control.value = k;
    else if (control.type == "checkbox") control.checked = k;
    else if (control.options) control.selectedIndex = k;
    else control.querySelectorAll("input")[k].checked = true;
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
    let data, drawing, resting;

    const load = () =>
      (data ??= JSON.parse(document.getElementById(figure.id + "-frames").textContent));

    const leave = (one) => controls.forEach((control, i) => control == one || choose(control, starts[i]));

    const draw = () => {
      drawing = 0;
      let place = 0, row = 0;
      controls.forEach((control, i) => {
        const labels = load().labels[i];
        const k = index(control);
        // One at a time, each control has a row of its own.
        if (!data.alone) place = place * labels.length + k;
        else if (k != starts[i] || !row) place = row + k;
        row += labels.length;
        if (control.type == "range") {
          control.setAttribute("aria-valuetext", labels[k]);
          control.nextElementSibling.value = labels[k];
        }
      });
      const frame = data.grid[place];
      stage.innerHTML = data.frames[frame].map((line) => data.lines[line]).join("\n");
      // At rest: a screen reader could not follow each step, nor would a browser.
      clearTimeout(resting);
      resting = setTimeout(() => {
        live.textContent = data.texts[frame];
        write(one);
      }, 300);
    };

    const one = {
      figure,
      moved: () => controls.some((control, i) => index(control) != starts[i]),
      // Names every control, so that a link outlives another start.
      part: () => {
        const words = controls.map((control, i) => [load().names[i], data.values[i][index(control)]]);
        return encodeURIComponent(figure.id) + ":" + `${new URLSearchParams(words)}`.replaceAll("&", ",");
      },
      go: (words) => {
        const wanted = new URLSearchParams(words.replaceAll(",", "&"));
        const found = load().names.map((name, i) => data.values[i].indexOf(wanted.get(name)));
        if (found.every((k) => k < 0)) return;
        controls.forEach((control, i) => choose(control, found[i] < 0 ? starts[i] : found[i]));
        if (data.alone) leave(controls.find((control, i) => index(control) != starts[i]));
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
      if (load().alone) leave(target.closest("[data-control]"));
      drawing ||= requestAnimationFrame(draw);
    });
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
