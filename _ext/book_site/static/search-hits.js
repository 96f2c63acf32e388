/* A result of the search leads to a section: `page.html?highlight=word&highlight=word#section`.
   There the words are marked, and what holds the first is opened and brought into view. */
(() => {
  const address = new URL(location);
  const words = address.searchParams.getAll("highlight").filter(Boolean);
  const section = document.getElementById(address.hash.slice(1)) ?? document.querySelector("article section");
  if (!words.length || !section) return;

  const literal = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  const word = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(literal).join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const ranges = [];
  const texts = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    // A section within this one is a result of its own.
    const holder = text.parentElement;
    if (holder.closest("section") !== section.closest("section") || holder.closest("script, svg")) continue;
    for (const hit of text.data.matchAll(word)) {
      const range = new Range();
      range.setStart(text, hit.index);
      range.setEnd(text, hit.index + hit[0].length);
      ranges.push(range);
    }
  }

  // The marks are the browser's own and change nothing on the page. One too old for them shows none.
  globalThis.CSS?.highlights?.set("search-hit", new Highlight(...ranges));
  addEventListener("keydown", (event) => event.key === "Escape" && CSS.highlights?.delete("search-hit"));

  const first = ranges[0]?.startContainer.parentElement;
  addEventListener("load", () => {
    if (!first) return;
    for (let fold = first.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const { top, bottom } = ranges[0].getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) first.scrollIntoView({ block: "center" });
  });

  // The page's address again, so that a link which is copied from it marks nothing.
  address.searchParams.delete("highlight");
  try {
    history.replaceState(history.state, "", address);
  } catch {
    // Refused in some frames.
  }
})();
