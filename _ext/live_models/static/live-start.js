// Loads a live figure when its button is pressed; until then it is all that a page holds of it.
"use strict";

(() => {
  const loads = {};
  const load = (address) => (loads[address] ??= new Promise((done, failed) => {
    const style = address.endsWith(".css");
    const part = document.createElement(style ? "link" : "script");
    if (style) [part.rel, part.href] = ["stylesheet", address];
    else part.src = address;
    part.onload = done;
    part.onerror = () => {
      delete loads[address];
      part.remove();
      failed(new Error("A file of this figure could not be loaded. Check the connection and press the button again."));
    };
    document.head.append(part);
  }));

  for (const figure of document.querySelectorAll(".live-model")) {
    const [button, said] = [".live-start", ".live-said"].map((part) => figure.querySelector(part));
    const { liveModel: name, liveFigure: kind, liveScripts: scripts } = figure.dataset;
    let busy = false;
    figure.hidden = false;
    button.onclick = async () => {
      if (busy) return;
      busy = true;
      said.textContent = "Loading the model …";
      try {
        // One after the other: each builds on those before it.
        for (const address of scripts.split(" ")) await load(address);
        const file = liveModelFiles[name];
        LiveModels.figures[kind](figure, LiveModels.load(file), file.figure);
        button.remove();
        figure.append(figure.querySelector(".live-proof"));
      } catch (error) {
        said.textContent = error instanceof RangeError
          ? "This device has too little memory left for the model. Close other pages and press the button again."
          : error.message;
      }
      busy = false;
    };
  }
})();
