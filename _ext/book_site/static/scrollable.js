/* A part of the page that scrolls sideways must be reachable by keyboard. Whether it scrolls
   depends on the width of the window. The theme does this for code and tables; here are formulas. */
(() => {
  const mark = () => {
    for (const part of document.querySelectorAll(".math-block, details pre")) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    }
  };
  addEventListener("load", mark);
  addEventListener("resize", mark);
})();
