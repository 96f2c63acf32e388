// Marks the elements for axe-core's check of contrast with an attribute: two of each kind instead
// of all, because that check takes most of its time and a long page repeats few kinds. A kind is
// all that decides the contrast of a text: its color, size and weight, and what is painted behind
// it. That is what its ancestors paint, as long as nothing is moved to another place; what is
// moved, and what lies under it, is marked one by one. (Text inside SVG axe-core does not judge.)
attribute => {
  const MOVED = new Set(["absolute", "fixed", "sticky"]);
  const EVERYWHERE = {left: -1e9, top: -1e9, right: 1e9, bottom: 1e9};
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
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
    const parent = element.parentElement ? factsOf(element.parentElement) : {ground: 0, moved: false, clip: EVERYWHERE};
    const style = getComputedStyle(element), rect = element.getBoundingClientRect();
    const paint = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode];
    const paints = paint.join() != "rgba(0, 0, 0, 0),none,1,none,normal";
    const ground = paints ? number(parent.ground, ...paint) : parent.ground;
    const fact = {
      rect,
      ground,
      moved: parent.moved || isMoved(style),
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

  const hasText = element => element.matches("input, select, textarea")
    || [...element.childNodes].some(node => node.nodeType == Node.TEXT_NODE && node.data.trim());
  const all = [...document.querySelectorAll("body, body :not(svg *)")]
    .filter(element => element.checkVisibility({visibilityProperty: true}));
  const moved = all.map(factsOf).filter(fact => fact.moved && fact.rect.width);
  const chosen = new Set(), last = new Map();
  for (const element of all.filter(hasText)) {
    const fact = factsOf(element);
    if (fact.moved || moved.some(other => overlap(fact.rect, other.rect)) || !last.has(fact.kind)) chosen.add(element);
    last.set(fact.kind, element);
  }
  for (const element of last.values()) chosen.add(element);
  for (const element of chosen) element.setAttribute(attribute, "");

  // Two thirds of a long page's elements are words of code that have a color, which is judged in those that are
  // marked, and most of the rest are parts of pictures that have a name: nothing else in them is anybody's to judge.
  for (const word of document.querySelectorAll(`pre span:not([${attribute}])`))
    if (word.getAttributeNames().every(name => name == "class")) word.replaceWith(...word.childNodes);
  for (const picture of document.querySelectorAll("svg[role=img][aria-label]")) picture.replaceChildren();
  return chosen.size;
}
