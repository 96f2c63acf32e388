// Starts reveal.js, and keeps the keys of a slider and those of the deck apart.
{
  const toggle = document.querySelector(".deck-theme");
  toggle.addEventListener("click", () => (changeTheme(), toggle.blur()));

  const slider = () => document.activeElement.closest("figure.frozen-interact");
  const leave = () => slider() && document.activeElement.blur();
  document.addEventListener("keydown", (event) => {
    if (event.key == "Escape" && slider()) {
      leave();
      event.stopImmediatePropagation();
    }
  }, true);

  const printed = /print-pdf/.test(location.search);
  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    hash: true,
    transition: "none",
    backgroundTransition: "none",
    slideNumber: printed ? false : "c/t",
    // A control that has the keyboard keeps it, until Escape or a click elsewhere.
    keyboardCondition: () => !slider() && document.activeElement != toggle,
    // On a phone one scrolls through the slides.
    scrollLayout: "compact",
    scrollSnap: false,
    // The presenter's view paces the talk by the minutes of the slides.
    defaultTiming: 60,
    showNotes: printed ? "separate-page" : false,
    pdfMaxPagesPerSlide: 1,
    pdfSeparateFragments: false,
    plugins: [RevealNotes],
  });
  Reveal.addKeyBinding({keyCode: 68, key: "D", description: "Light or dark"}, changeTheme);
  Reveal.on("slidechanged", leave);
}
