// A box to type in, and small bars for what a model makes of each letter or token.
"use strict";

(() => {
  const { element, button } = LiveModels.parts;
  // Sentences name a few of the characters that a model does not know, and not ten thousand.
  const NAMED = 5;

  // A box for text, with examples to start from. changed(text) is called at most once a frame.
  function box({ label, lines = 1, examples = [] }, changed) {
    const input = element(lines > 1 ? "textarea" : "input", {
      ...(lines > 1 ? { rows: lines } : { type: "text" }),
      spellcheck: false, autocomplete: "off", autocapitalize: "none", dir: "auto", class: "live-typed",
    });
    let asked = false;
    const ask = () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        changed(input.value);
      });
    };
    const put = (text) => {
      input.value = text;
      ask();
    };
    input.oninput = ask;
    const clear = button("Clear", () => {
      put("");
      input.focus();
    });
    const view = element("div", { class: "live-box" },
      element("label", {}, element("span", {}, label), input),
      element("div", { class: "live-tools", role: "group", "aria-label": "Examples to start from" },
        clear, ...(examples.length ? ["Start from: "] : []), ...examples.map((text) => button(text, () => put(text)))));
    return { view, input, put };
  }

  // Characters for a sentence: each once, the first few by name.
  function listed(characters) {
    const each = [...new Set(characters)];
    return each.slice(0, NAMED).join(" ") + (each.length > NAMED ? ` and ${each.length - NAMED} more` : "");
  }

  // A row of so many small bars, upward from `low` or from 0, for numbers up to `high`.
  function strip(count, low, high) {
    const path = element("path", {});
    const ground = -Math.max(0, low);
    const view = element("svg", {
      viewBox: `0 ${-high} ${count} ${high - low}`, preserveAspectRatio: "none", class: "live-strip", "aria-hidden": true,
    }, element("line", { x1: 0, x2: count, y1: ground, y2: ground, "vector-effect": "non-scaling-stroke" }), path);
    const show = (numbers) => path.setAttribute("d", Array.from(numbers, (number, i) =>
      `M${i + 0.12} ${ground}h.76V${-Math.min(high, Math.max(low, number))}h-.76z`).join(""));
    return { view, show };
  }

  // A table whose rows come and go. head: title and width of the first column; columns: title, a maker
  // of { view, show }, and a width where it is to have one; show(rows) takes for each row its name and
  // what each column shows.
  function table(caption, head, columns) {
    const body = element("tbody", {});
    const kept = [];
    const make = () => {
      const name = element("th", { scope: "row" });
      const cells = columns.map(([, cell]) => cell());
      return { name, cells, row: element("tr", {}, name, ...cells.map(({ view }) => element("td", {}, view))) };
    };
    const view = element("table", { class: "live-table" },
      element("caption", {}, caption),
      element("thead", {}, element("tr", {},
        ...[head, ...columns.map(([title, , width = "auto"]) => [title, width])].map(([title, width]) =>
          element("th", { scope: "col", style: `width: ${width}` }, title)))),
      body);
    const show = (rows) => {
      while (kept.length < rows.length) kept.push(make());
      if (body.children.length !== rows.length) body.replaceChildren(...kept.slice(0, rows.length).map(({ row }) => row));
      rows.forEach(([title, ...values], i) => {
        kept[i].name.textContent = title;
        values.forEach((value, k) => kept[i].cells[k].show(value));
      });
    };
    return { view, show };
  }

  LiveModels.text = { box, listed, strip, table };
})();
