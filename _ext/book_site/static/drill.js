/* The drill: deals one card at a time, and keeps in this browser when each is due again. */
(() => {
  const drill = document.querySelector(".drill");
  if (!drill) return;

  // Days until a card comes back that was known once, twice, and so on; a missed one comes back
  // after so many other cards.
  const DAYS = [1, 3, 7, 16, 35, 90];
  const OTHERS = 3;
  const KEY = "drill";
  const today = () => Math.floor((Date.now() - new Date().getTimezoneOffset() * 6e4) / 864e5);

  // By the id of a card: how often it was known in a row, and the day on which it is due. Ids that
  // the page does not have are kept: another edition of the book may have them.
  let score = {};
  let isKept = true;
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (kept && typeof kept === "object") score = kept;
  } catch {
    isKept = false;
  }
  const keep = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(score));
    } catch {
      isKept = false;
    }
  };
  const entry = (card) => (Array.isArray(score[card.id]) ? score[card.id] : null);

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const button = (text, action) => {
    const made = make("button", {type: "button", textContent: text});
    made.addEventListener("click", action);
    return made;
  };

  const piles = [...drill.querySelectorAll(".drill-pile")];
  const cards = [...drill.querySelectorAll(".drill-card")];
  const isQuiz = (card) => card.classList.contains("drill-quiz");
  const folds = (card) => [...card.querySelectorAll("details")];
  let queue = [];
  let current = null;
  let isGraded = false;
  let last = "";

  const choice = make("select", {}, new Option("all chapters", ""));
  for (const pile of piles) choice.append(new Option(pile.querySelector("h2").textContent, pile.dataset.pile));
  choice.addEventListener("change", () => fill());
  const listing = button("Show the list", () => list(drill.classList.contains("dealt")));
  const forget = button("Forget my score", () => {
    if (!confirm("Forget which cards you knew?")) return;
    score = {};
    keep();
    fill();
  });
  const known = button("I knew it", () => grade(true));
  const missed = button("Not yet", () => grade(false));
  const next = button("Next card", () => deal());
  const ahead = button("Practice ahead", () => fill(true));
  const status = make("p", {className: "drill-status"});
  status.setAttribute("role", "status");
  const top = make("div", {className: "drill-controls"}, make("label", {}, "Cards from ", choice), listing, forget);
  const grading = make("div", {className: "drill-controls drill-grading"}, known, missed, next, ahead);
  drill.before(top);
  drill.after(grading, status);

  const chosen = () => cards.filter((card) => !choice.value || card.closest(".drill-pile").dataset.pile === choice.value);
  const isDue = (card) => !entry(card) || entry(card)[1] <= today();

  // Cards that were seen come first, the longest due before the others; new ones by chance.
  const fill = (all = false) => {
    const found = chosen().filter((card) => all || isDue(card));
    const order = new Map(found.map((card) => [card, entry(card)?.[1] ?? 1e9 + Math.random()]));
    queue = found.sort((a, b) => order.get(a) - order.get(b));
    deal();
  };

  const say = () => {
    const mine = chosen();
    const due = mine.filter(isDue).length;
    const learned = mine.filter((card) => entry(card)?.[0] > 0).length;
    const counts = `${learned} of ${mine.length} known, ${due} to go today.`;
    const lost = isKept ? "" : " This browser keeps no score: it lasts until you leave the page.";
    status.textContent = [last, counts].filter(Boolean).join(" ") + lost;
  };

  const offer = () => {
    const isOpen = current && folds(current).some((fold) => fold.open);
    known.hidden = missed.hidden = !current || isGraded || isQuiz(current) || !isOpen;
    next.hidden = !current || !isGraded;
    ahead.hidden = Boolean(current) || !chosen().length;
  };

  const show = (card) => {
    current?.classList.remove("is-dealt");
    current = card;
    isGraded = false;
    if (card) {
      for (const fold of folds(card)) fold.open = false;
      card.classList.add("is-dealt");
    } else {
      last = "Nothing more is due today.";
    }
    offer();
    say();
  };

  const deal = () => {
    const hadFocus = grading.contains(document.activeElement);
    last = "";
    show(queue.shift() ?? null);
    if (hadFocus) (current ? current.querySelector(".drill-question") : ahead).focus();
  };

  const grade = (isKnown) => {
    const times = isKnown ? Math.min((entry(current)?.[0] ?? 0) + 1, DAYS.length) : 0;
    const days = isKnown ? DAYS[times - 1] : 0;
    score[current.id] = [times, today() + days];
    keep();
    if (!isKnown) queue.splice(OTHERS, 0, current);
    isGraded = true;
    last = isKnown ? `Known: again in ${days === 1 ? "a day" : `${days} days`}.` : "Missed: again soon.";
    const hadFocus = grading.contains(document.activeElement);
    offer();
    say();
    if (hadFocus) next.focus();
  };

  // The first option that is opened counts. The feedback of the right one begins so, and of no other.
  const isRight = (option) =>
    /^(Yes|Right)\b/.test(option.textContent.slice(option.querySelector("summary").textContent.length).trim());

  for (const card of cards) {
    card.querySelector(".drill-question").tabIndex = -1;
    for (const fold of folds(card)) {
      fold.addEventListener("toggle", () => {
        if (card !== current || !drill.classList.contains("dealt")) return;
        if (isQuiz(card) && fold.open && !isGraded) grade(isRight(fold));
        offer();
      });
    }
  }

  const list = (isList) => {
    drill.classList.toggle("dealt", !isList);
    grading.hidden = status.hidden = isList;
    listing.textContent = isList ? "Deal one card at a time" : "Show the list";
  };

  // A link to a card deals it.
  const named = () => cards.find((card) => `#${card.id}` === location.hash);
  addEventListener("hashchange", () => {
    if (!named()) return;
    list(false);
    queue.unshift(named());
    deal();
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...drill.querySelectorAll(".drill-answer:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  list(false);
  fill();
  if (named()) show(named());
})();
