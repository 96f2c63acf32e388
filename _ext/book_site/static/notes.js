/* What describes a link, the definition of a term or the entry of a source, is shown beside it: for a
   pointer that rests on it, for the keyboard, and at the first tap. The second tap follows the link.
   Escape closes it; it stays while the pointer is on it. */
(() => {
  const LINKS = "a.term, a.citation";
  const WAIT = 150; // ms: a pointer that only passes opens nothing, and can cross over to the note
  const MARGIN = 8;
  const note = document.createElement("div");
  if (!document.querySelector(LINKS) || !note.showPopover) return;
  note.className = "note";
  note.popover = "manual";
  // A screen reader has the same words as the description of the link.
  note.setAttribute("aria-hidden", "true");
  document.body.append(note);

  let shown = null;
  let timer = 0;

  const hide = () => {
    clearTimeout(timer);
    if (shown) note.hidePopover();
    shown = null;
  };

  const show = (link) => {
    clearTimeout(timer);
    if (link === shown) return;
    const source = document.getElementById(link.getAttribute("aria-describedby"));
    if (!source) return;
    hide();
    note.replaceChildren(...source.cloneNode(true).childNodes);
    for (const part of note.querySelectorAll("[id]")) part.removeAttribute("id");
    for (const inner of note.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
    note.showPopover();
    shown = link;
    // Of a link that breaks over two lines, the first; below it, or above where there is no room.
    const at = link.getClientRects()[0];
    const room = document.documentElement.clientWidth - note.offsetWidth - MARGIN;
    const below = at.bottom + note.offsetHeight + MARGIN < innerHeight || at.top < note.offsetHeight + MARGIN;
    note.style.left = `${Math.max(MARGIN, Math.min(at.left, room)) + scrollX}px`;
    note.style.top = `${(below ? at.bottom : at.top - note.offsetHeight) + scrollY}px`;
  };

  const later = (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, WAIT);
  };

  let touched = false;
  addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (touched && shown && !event.target.closest?.(`${LINKS}, .note`)) hide();
  }, true);

  for (const link of document.querySelectorAll(LINKS)) {
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later(() => show(link)));
    link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later(hide));
    link.addEventListener("focus", () => touched || show(link));
    link.addEventListener("blur", hide);
    link.addEventListener("click", (event) => {
      const first = touched && link !== shown;
      if (!first) return hide();
      event.preventDefault();
      show(link);
    });
  }
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later(hide));
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();
