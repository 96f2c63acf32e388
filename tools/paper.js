// What `make pdf` asks of a page of the site, and of the book that is bound from them.
const paper = {
  // A place gets a name that no other page of the book has. A slider's has that of its page in it.
  place: (page, id) => (id.startsWith("frozen-") ? id.split(":")[0] : `${page}:${id}`),

  // Makes the open page ready for paper; returns what the whole book needs of it.
  prepare(name, site) {
    const article = document.querySelector("article.bd-article");
    // What a reader can open is open; code that draws or checks stays folded.
    for (const fold of article.querySelectorAll("details:not(.check)")) fold.open = !fold.closest(".tag_hide-input");
    // The picture in it is the figure, and has the words.
    for (const figure of article.querySelectorAll("figure")) figure.setAttribute("role", "group");
    for (const link of document.querySelectorAll("a[href]")) {
      const [path, id = ""] = link.href.split("#");
      if (!path.startsWith(site)) continue;
      link.dataset.site = link.href.slice(site.length);
      link.href = `#${this.place(path.slice(site.length).replace(/\.html$/, ""), decodeURIComponent(id))}`;
    }
    for (const named of article.querySelectorAll("[id]")) {
      if (!named.closest("figure")) named.id = this.place(name, named.id);
    }
    article.id = this.place(name, "");
    const styles = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href);
    return {article: article.outerHTML, styles};
  },

  // Puts all pages in the place of the open one. Each begins a sheet, under its own title.
  bind(title, pages) {
    document.title = title;
    document.querySelector("#jb-print-docs-body").remove();
    for (const style of new Set(pages.flatMap((page) => page.styles))) {
      if ([...document.styleSheets].some((sheet) => sheet.href == style)) continue;
      document.head.insertAdjacentHTML("beforeend", `<link rel="stylesheet" href="${style}">`);
    }
    document.querySelector("article.bd-article").outerHTML = pages.map((page) => page.article).join("");
  },

  // Lets a link to what is not on this paper lead to the site, where its address is known, else nowhere.
  settle(site) {
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    const address = canonical?.slice(0, -document.baseURI.slice(site.length).length);
    for (const link of document.querySelectorAll("a[data-site]")) {
      if (document.getElementById(decodeURIComponent(link.hash.slice(1)))) continue;
      if (address) link.href = address + link.dataset.site;
      else link.removeAttribute("href");
    }
  },

  // What is wider than the sheet, and would be cut or make all else small.
  wide: () =>
    [...document.querySelectorAll("article.bd-article :is(figure, img, svg, table, pre, math)")]
      .filter((part) => part.checkVisibility() && part.getBoundingClientRect().right > innerWidth + 1)
      .map((part) => `too wide for the page: ${part.localName} in ${part.closest("section").id}`),
};
