// Elements for axe-core's check of contrast: two of each kind instead of all, because that check
// takes most of its time and long pages repeat few kinds. A kind is all that decides the contrast
// of a text: its color, size and weight, and what is painted behind it. That is what its ancestors
// paint, as long as nothing is moved to another place; what is moved, and what lies under it, is
// listed one by one.
() => {
  const ELSEWHERE = new Set(["absolute", "fixed", "sticky"]);
  const CONTROLS = "input, select, textarea, button";

  // Like JSON, but a short number for each text met.
  const numbers = new Map();
  const number = text => numbers.get(text) ?? numbers.set(text, numbers.size).get(text);

  const facts = new Map();
  const factsOf = element => {
    if (!facts.has(element)) {
      const parent = element.parentElement && factsOf(element.parentElement);
      const style = getComputedStyle(element);
      const rect = element.getBoundingClientRect();
      const moved = ELSEWHERE.has(style.position) || style.transform != "none" || style.translate != "none"
        || (style.position == "relative" && [style.top, style.left].some(shift => parseFloat(shift)));
      const paint = [
        parent?.kind, element.tagName, style.color, style.backgroundColor, style.backgroundImage,
        style.opacity, style.filter, style.mixBlendMode, style.fontSize, style.fontWeight,
        style.textShadow, style.webkitTextFillColor,
      ];
      const clips = style.overflow != "visible";
      facts.set(element, {
        rect,
        moved: parent?.moved || moved,
        kind: number(paint.join()),
        // What of the element its ancestors let be seen.
        seen: parent ? overlap(rect, parent.clip) : true,
        clip: clips && parent ? common(rect, parent.clip) : parent?.clip ?? {left: -1e9, top: -1e9, right: 1e9, bottom: 1e9},
      });
    }
    return facts.get(element);
  };
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const common = (a, b) => ({
    left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom),
  });

  const hasText = element =>
    element.matches(CONTROLS) ||
    [...element.childNodes].some(node => node.nodeType == Node.TEXT_NODE && node.data.trim());
  const all = [...document.querySelectorAll("body, body *")].filter(element => element.checkVisibility({visibilityProperty: true}));
  const moved = all.filter(element => factsOf(element).moved && factsOf(element).rect.width);
  const kinds = new Map(), alone = [];
  for (const element of all.filter(hasText)) {
    const {kind, rect, seen, moved: isMoved} = factsOf(element);
    if (isMoved || moved.some(other => overlap(rect, factsOf(other).rect))) alone.push(element);
    else {
      const key = kind + (seen ? "" : " unseen");
      const [first] = kinds.get(key) ?? [element];
      kinds.set(key, [first, element]);
    }
  }
  return [...new Set([...alone, ...[...kinds.values()].flat()])];
}
