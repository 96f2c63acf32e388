// Swaps the frames of frozen figures when their controls move.
for (const figure of document.querySelectorAll("figure.frozen-interact")) {
  const stage = figure.querySelector(".frozen-stage");
  const live = figure.querySelector(".frozen-live");
  const controls = [...figure.querySelectorAll("[data-control]")];
  let data, drawing, speaking;

  const index = (control) =>
    control.type == "range" ? +control.value
    : control.type == "checkbox" ? +control.checked
    : control.options ? control.selectedIndex
    : [...control.querySelectorAll("input")].findIndex((radio) => radio.checked);

  const draw = () => {
    drawing = 0;
    let place = 0;
    controls.forEach((control, i) => {
      const labels = data.labels[i];
      const k = index(control);
      place = place * labels.length + k;
      if (control.type == "range") {
        control.setAttribute("aria-valuetext", labels[k]);
        control.nextElementSibling.value = labels[k];
      }
    });
    const frame = data.grid[place];
    stage.innerHTML = data.frames[frame].map((line) => data.lines[line]).join("\n");
    // A screen reader hears the position at which the reader comes to rest.
    clearTimeout(speaking);
    speaking = setTimeout(() => (live.textContent = data.texts[frame]), 300);
  };

  figure.addEventListener("input", () => {
    data ??= JSON.parse(document.getElementById(figure.id + "-frames").textContent);
    drawing ||= requestAnimationFrame(draw);
  });
  figure.querySelector(".frozen-controls").disabled = false;
}
