/* What scrolls by itself must be reachable by keyboard. Whether it does depends on the width of the
   window, on what a slider shows, and on the fold that it is in. The browser says when one of these
   changes, after it has laid out the page: to ask it for each part would lay the page out each time. */
(() => {
  const FORMULA = ".math-block";
  const PARTS = `pre, .cell_output > .output, .pst-scrollable-table-container, ${FORMULA}`;

  // A formula may be a little taller than its line, and does not scroll for that.
  const scrolls = (part) =>
    part.scrollWidth > part.clientWidth || (part.scrollHeight > part.clientHeight && !part.matches(FORMULA));

  const sized = new ResizeObserver((entries) => {
    const parts = entries.map((entry) => entry.target);
    // All are asked before the first is changed.
    parts.map(scrolls).forEach((found, i) => {
      if (found) parts[i].tabIndex = 0;
      else parts[i].removeAttribute("tabindex");
    });
  });
  // What is observed again is asked again.
  const observe = (place) => {
    const around = place.closest(PARTS);
    for (const part of [...(around ? [around] : []), ...place.querySelectorAll(PARTS)]) sized.observe(part);
  };

  addEventListener("load", () => {
    const article = document.getElementById("main-content");
    observe(article);
    new MutationObserver((changes) => new Set(changes.map((change) => change.target)).forEach(observe))
      .observe(article, { subtree: true, childList: true });
  });
})();
