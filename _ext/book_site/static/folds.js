/* Folded sections open for a link into them, for print, and all at once. */
(() => {
  const folds = [...document.querySelectorAll("details.deeper")];

  const named = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null; // no valid address of a place
    }
  };

  // Opens what holds the place that the address names, and the section that it is.
  const reveal = () => {
    const place = named();
    let closed = place?.querySelector(":scope > details.deeper") ?? place?.closest("details");
    let moved = false;
    for (; closed; closed = closed.parentElement.closest("details")) {
      moved ||= !closed.open;
      closed.open = true;
    }
    if (moved) place.scrollIntoView();
  };
  reveal();
  addEventListener("hashchange", reveal);
  // The address does not change when a link is followed for the second time.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']");
    if (link && link.href === location.href) reveal();
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = folds.filter((fold) => !fold.open);
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  const button = document.querySelector(".fold-all");
  const words = button?.querySelector("span");
  const label = () => (words.textContent = folds.some((fold) => !fold.open) ? "Open all" : "Fold all");
  button?.addEventListener("click", () => {
    const open = folds.some((fold) => !fold.open);
    for (const fold of folds) fold.open = open;
  });
  if (button) for (const fold of folds) fold.addEventListener("toggle", label);
})();
