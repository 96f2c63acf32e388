/* The search page: finds the sections that have all words of a question, and shows the sentence
   around the best hit. A word is found in all its forms, one in quotes exactly as it is. */
(() => {
  const FORMULA = /\uE000([^\uE001]*)\uE001/g;
  // A word, with the apostrophes in it; or a command of TeX with its backslash. (An underscore parts
  // words, so that `train` finds `x_train`.)
  const WORD = /\\\p{L}+|[\p{L}\p{N}](?:[\p{L}\p{N}]|['’](?=\p{L}))*/gu;
  const SENTENCE = /(?:\uE000[^\uE001]*\uE001|[^\n])+?(?:[.?!][”")]?(?=\s+["“(]?[\p{Lu}\uE000])|(?=\n)|$)/gu;
  // Commands that are English words and name nothing a reader would look for.
  const LAYOUT = new Set("\\left \\right \\text \\begin \\end \\times \\top \\mid \\to \\in \\big \\not \\bar \\hat \\quad".split(" "));
  const SHOWN_AT_ONCE = 5;
  const LONGEST = 260;
  const MOST_MARKS = 12; // different ones that an address carries
  const FEWEST_LETTERS = 3; // of a beginning that stands for the whole word

  const stemmer = new Stemmer();
  const common = new Set(stopwords);
  const stems = new Map();

  const plain = (word) => word.toLowerCase().replace(/['’]/g, "");
  const stem = (word) => {
    if (!stems.has(word)) stems.set(word, /^[a-z]{3,}$/.test(word) ? stemmer.stemWord(word) : word);
    return stems.get(word);
  };

  const wordsOf = (text) =>
    [...text.matchAll(WORD)].map((match) => ({
      word: plain(match[0]),
      start: match.index,
      end: match.index + match[0].length,
    }));

  /* Every section of the book, with its words, those of the title first. */
  const sections = SEARCH_INDEX.pages.flatMap((page) =>
    page.sections.map(([title, anchor, deeper, text]) => {
      const words = [...wordsOf(title).map((word) => ({ ...word, inTitle: true })), ...wordsOf(text)];
      return { page, title, anchor, deeper, text, words };
    })
  );

  /* The words of the book by what finds them: their stem, and for a command its name. */
  const forms = new Map();
  const add = (key, word) => {
    if (!forms.has(key)) forms.set(key, new Set());
    forms.get(key).add(word);
  };
  for (const { words } of sections) {
    for (const { word } of words) {
      add(stem(word), word);
      if (word.startsWith("\\") && !LAYOUT.has(word)) add(stem(word.slice(1)), word);
    }
  }

  /* The forms of a word of the question; where there are none, the words that begin with it. */
  const formsOf = (word) => {
    const found = forms.get(stem(word));
    if (found || word.length < FEWEST_LETTERS) return found ?? new Set();
    return new Set([...forms].filter(([key]) => key.startsWith(word)).flatMap(([, words]) => [...words]));
  };

  /* The terms of a question. Each is a list of sets of words that have to follow one another. */
  const termsOf = (question) => {
    const terms = [];
    for (const [, phrase, single] of question.matchAll(/["“”]([^"“”]+)["“”]?|([^\s"“”]+)/g)) {
      const words = wordsOf(phrase ?? single).map(({ word }) => word);
      // `x_train` and `batch-norm` are several words too.
      const exact = phrase !== undefined || words.length > 1;
      if (words.length) terms.push({ text: phrase ?? single, exact, words });
    }
    // Words as common as "the" count only where there are no others.
    const telling = terms.filter(({ exact, words }) => exact || !common.has(words[0]));
    return (telling.length ? telling : terms).map((term) => ({
      ...term,
      sets: term.words.map((word) => (term.exact ? new Set([word]) : formsOf(word))),
    }));
  };

  /* Where a term stands in a section: pairs of the first and the last word. */
  const hitsOf = ({ sets }, { words }) => {
    const hits = [];
    for (let i = 0; i + sets.length <= words.length; i++) {
      const there = sets.every((set, k) => set.has(words[i + k].word) && words[i + k].inTitle === words[i].inTitle);
      if (there) hits.push({ from: words[i], to: words[i + sets.length - 1] });
    }
    return hits;
  };

  const find = (terms) => {
    const found = [];
    for (const section of sections) {
      const hits = terms.map((term) => hitsOf(term, section));
      if (!hits.every((those) => those.length)) continue;
      const inTitle = hits.filter((those) => those[0].from.inTitle).length;
      const often = hits.reduce((sum, those) => sum + Math.min(those.length, 10), 0);
      const sentence = bestSentence(section, hits);
      // A heading counts most, then words that stand together, then how often they come.
      found.push({ section, hits: hits.flat(), sentence, score: 100 * inTitle + 20 * sentence.terms + often });
    }
    return found;
  };

  /* The sentence with most of the terms; the first one, where all are in the title. */
  const bestSentence = ({ text }, hits) => {
    let best = { start: 0, end: 0, terms: -1 };
    for (const match of text.matchAll(SENTENCE)) {
      const end = match.index + match[0].length;
      const start = end - match[0].trimStart().length;
      const inside = ({ from }) => !from.inTitle && from.start >= start && from.start < end;
      const terms = hits.filter((those) => those.some(inside)).length;
      if (terms > best.terms) best = { start, end, terms };
    }
    return best;
  };

  const element = (name, attributes = {}, ...children) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  };

  /* A text with its hits marked and its formulas drawn. A formula with a hit is marked whole. */
  const marked = (text, hits, start = 0, end = text.length) => {
    const nodes = [];
    const words = (from, to) => {
      for (const hit of hits) {
        if (hit.start < from || hit.end > to) continue;
        nodes.push(text.slice(from, hit.start), element("mark", {}, text.slice(hit.start, hit.end)));
        from = hit.end;
      }
      nodes.push(text.slice(from, to));
    };
    let from = start;
    for (const formula of text.slice(start, end).matchAll(FORMULA)) {
      const [begins, ends] = [start + formula.index, start + formula.index + formula[0].length];
      words(from, begins);
      const isHit = hits.some((hit) => hit.start > begins && hit.end < ends);
      nodes.push(element(isHit ? "mark" : "span", { innerHTML: SEARCH_INDEX.formulas[formula[1]] }));
      from = ends;
    }
    words(from, end);
    return nodes;
  };

  /* A long sentence is cut to what stands around its first hit, never inside a formula. */
  const cut = (text, { start, end }, hits) => {
    if (end - start <= LONGEST) return { start, end };
    const first = hits.find((hit) => hit.start >= start)?.start ?? start;
    const formulas = [...text.matchAll(FORMULA)].map((one) => [one.index, one.index + one[0].length]);
    const whole = (place) => formulas.find(([from, to]) => from < place && place < to);
    let from = Math.max(start, first - LONGEST / 3);
    let to = Math.min(end, from + LONGEST);
    if (from > start) from = whole(from)?.[0] ?? text.indexOf(" ", from) + 1;
    if (to < end) to = whole(to)?.[1] ?? Math.max(text.lastIndexOf(" ", to), first);
    return { start: from, end: to };
  };

  const entry = ({ section, hits, sentence }) => {
    const { page, title, anchor, deeper, text } = section;
    const places = (inTitle) =>
      hits
        .filter(({ from }) => Boolean(from.inTitle) === inTitle)
        .map(({ from, to }) => ({ start: from.start, end: to.end }))
        .sort((a, b) => a.start - b.start);
    const [inTitle, inText] = [places(true), places(false)];
    // As they are written there: the page marks them. (What a formula has cannot be found in its text.)
    const written = [
      ...inTitle.map(({ start, end }) => title.slice(start, end)),
      ...inText.map(({ start, end }) => text.slice(start, end)),
    ];
    const marks = [...new Set(written)].filter((one) => !/[\\\uE000]/.test(one)).slice(0, MOST_MARKS);
    const query = new URLSearchParams(marks.map((one) => ["highlight", one]));
    const href = page.url + (marks.length ? `?${query}` : "") + (anchor && `#${anchor}`);
    const shown = cut(text, sentence, inText);
    const excerpt = element("p", {}, ...marked(text, inText, shown.start, shown.end));
    if (shown.start > sentence.start) excerpt.prepend("… ");
    if (shown.end < sentence.end) excerpt.append(" …");
    const heading = element("h3", {}, element("a", { href }, ...marked(title, inTitle)));
    if (deeper) heading.append(" ", element("span", { className: "search-deeper" }, "Deeper"));
    return element("li", {}, heading, excerpt);
  };

  const list = (found) => element("ol", {}, ...found.map(entry));

  const group = (page, found) => {
    const made = element("section", {}, element("h2", {}, page.name), list(found.slice(0, SHOWN_AT_ONCE)));
    const rest = found.slice(SHOWN_AT_ONCE);
    if (rest.length) {
      const more = element("details", {}, element("summary", {}, `${rest.length} more in ${page.name}`));
      // Drawn when asked for: a common word is in hundreds of sections.
      more.addEventListener("toggle", () => more.append(list(rest)), { once: true });
      made.append(more);
    }
    return made;
  };

  const count = (number, name) => `${number} ${name}${number === 1 ? "" : "s"}`;

  /* Why there is nothing, and what to try. */
  const advice = (terms) => {
    const missing = terms.filter((term) => !sections.some((section) => hitsOf(term, section).length));
    const quoted = missing.map(({ text }) => `“${text}”`).join(" and ");
    return missing.length
      ? `The book does not have ${quoted}. Try another word for it, its beginning alone, or leave out quotes.`
      : "No section has all of these words. Try fewer of them.";
  };

  const field = document.querySelector(".bd-search-container input");
  const status = document.getElementById("search-status");
  const results = document.getElementById("search-hits");

  const search = () => {
    const terms = termsOf(field.value);
    const found = terms.length ? find(terms) : [];
    found.sort((a, b) => b.score - a.score); // equal ones stay in the order of the book
    const pages = new Map();
    for (const one of found) pages.set(one.section.page, [...(pages.get(one.section.page) ?? []), one]);
    results.replaceChildren(...[...pages].map(([page, those]) => group(page, those)));
    status.textContent = !terms.length ? ""
      : !found.length ? advice(terms)
      : `Found in ${count(found.length, "section")} of ${count(pages.size, "page")}.`;
  };

  const remember = () => {
    const address = new URL(location);
    address.searchParams.set("q", field.value);
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Refused in some frames.
    }
  };

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (search(), remember()), 250);
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
    remember();
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  search();
})();
