// Marks the elements for axe-core's checks of colors with an attribute: two of each kind instead
// of all, because they take most of its time and a long page repeats few kinds. A kind is all
// that decides the contrast of a text: its color, size and weight, what its ancestors paint, and
// what else is painted where it stands once something is moved to another place. A text that
// such a thing covers in part is marked in any case. (Text inside SVG axe-core does not judge.)
// A link can have to differ from the text around it: its kind is also its line, and that text's kind.
attribute => {
  const MOVED = new Set(["absolute", "fixed", "sticky"]);
  const REPLACED = "img, svg, video, canvas, iframe";
  const EVERYWHERE = {left: -1e9, top: -1e9, right: 1e9, bottom: 1e9};
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const isInside = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const common = (a, b) => ({
    left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom),
  });
  const isMoved = style => MOVED.has(style.position) || style.transform != "none" || style.translate != "none"
    || (style.position == "relative" && [style.top, style.left].some(shift => parseFloat(shift)));

  const numbers = new Map();
  const number = (...parts) => {
    const text = parts.join();
    return numbers.get(text) ?? numbers.set(text, numbers.size).get(text);
  };

  const facts = new Map();
  const factsOf = element => {
    if (facts.has(element)) return facts.get(element);
    const parent = element.parentElement ? factsOf(element.parentElement) : {ground: 0, level: 0, moved: false, clip: EVERYWHERE};
    const style = getComputedStyle(element), rect = element.getBoundingClientRect();
    const paint = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode];
    const paints = paint.join() != "rgba(0, 0, 0, 0),none,1,none,normal";
    const ground = paints ? number(parent.ground, ...paint) : parent.ground;
    // What lies over what is decided by the levels of its ancestors, too.
    const level = style.zIndex == "auto" ? parent.level : number("level", parent.level, style.zIndex);
    const fact = {
      element,
      rect,
      ground,
      level,
      moved: parent.moved || isMoved(style),
      paint: paints || element.matches(REPLACED) ? number(element.tagName, level, style.position, ...paint) : null,
      clip: style.overflow == "visible" ? parent.clip : common(rect, parent.clip),
      // Its ancestors may not let it be seen.
      kind: number(
        ground, element.tagName, style.color, style.webkitTextFillColor, style.textShadow,
        style.fontSize, style.fontWeight, overlap(rect, parent.clip),
      ),
    };
    facts.set(element, fact);
    return fact;
  };

  const all = [...document.querySelectorAll("body, body :not(svg *)")]
    .filter(element => element.checkVisibility({visibilityProperty: true}));
  const hasText = element => element.matches("input, select, textarea")
    || [...element.childNodes].some(node => node.nodeType == Node.TEXT_NODE && node.data.trim());
  // What is transparent hides nothing.
  const painted = all.map(factsOf)
    .filter(fact => fact.paint !== null && fact.rect.width && fact.element.checkVisibility({opacityProperty: true}));
  const moved = painted.filter(fact => fact.moved);

  const chosen = new Set(), last = new Map();
  const choose = (element, kind) => {
    if (!last.has(kind)) chosen.add(element);
    last.set(kind, element);
  };
  for (const element of all.filter(hasText)) {
    const fact = factsOf(element);
    const there = (fact.moved ? painted : moved).filter(other => other != fact && overlap(fact.rect, other.rect));
    const order = other => element.compareDocumentPosition(other.element);
    choose(element, number(fact.kind, fact.moved, fact.level, ...there.flatMap(other => [other.paint, order(other)])));
    if (!there.every(other => isInside(fact.rect, other.rect) || element.contains(other.element))) chosen.add(element);
  }
  for (const link of all.filter(element => element.matches("a[href]"))) {
    const style = getComputedStyle(link);
    choose(link, number(
      "link", factsOf(link).kind, factsOf(link.parentElement).kind,
      style.textDecorationLine, style.borderBottomWidth, style.borderBottomStyle,
    ));
  }
  for (const element of last.values()) chosen.add(element);
  for (const element of chosen) element.setAttribute(attribute, "");
  return chosen.size;
}
