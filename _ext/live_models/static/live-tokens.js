// Byte-pair encoding: text is bytes, split by a pattern, then merged in the order that was learned.
"use strict";

// pattern: a regular expression that Python and the page read alike; merges: pairs of pieces, each
// character one byte. Number 0 is no piece.
LiveModels.bytePairs = ({ pattern, merges }) => {
  const words = new RegExp(pattern, "g");
  const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
  const pieces = ["", ...new Set([...bytes, ...merges.map((pair) => pair.join(""))])];
  const numbers = new Map(pieces.map((piece, number) => [piece, number]));
  const mark = (a, b) => a * pieces.length + b;
  const ranks = new Map(merges.map(([a, b], rank) => [mark(numbers.get(a), numbers.get(b)), rank]));

  function cut(word) {
    let symbols = Array.from(word, (letter) => numbers.get(letter));
    for (;;) {
      let best = Infinity;
      for (let i = 1; i < symbols.length; i++) best = Math.min(best, ranks.get(mark(symbols[i - 1], symbols[i])) ?? Infinity);
      if (best === Infinity) return symbols;
      const [a, b] = merges[best].map((piece) => numbers.get(piece));
      const joined = numbers.get(merges[best].join(""));
      const merged = [];
      for (const symbol of symbols) {
        if (merged.at(-1) === a && symbol === b) merged[merged.length - 1] = joined;
        else merged.push(symbol);
      }
      symbols = merged;
    }
  }

  const encode = (text) => {
    const spelled = Array.from(new TextEncoder().encode(` ${text}`), (byte) => bytes[byte]).join("");
    return (spelled.match(words) ?? []).flatMap(cut);
  };
  // A piece as a reader sees it: a byte that is no character by itself gets its number.
  const shown = (number) => {
    const codes = Uint8Array.from(pieces[number], (letter) => letter.charCodeAt(0));
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(codes);
    } catch {
      return Array.from(codes, (code) => (code < 128 ? bytes[code] : `‹${code.toString(16).toUpperCase()}›`)).join("");
    }
  };
  return { encode, shown, pieces };
};
