"use strict";
(function () {
  for (const form of document.querySelectorAll("form.filter")) {
    const rows = [...document.getElementById(form.dataset.for).tBodies[0].rows];
    const texts = rows.map((row) => row.querySelector("th").textContent.toLowerCase());
    const has = (list, one) => !one || (list || "").split(" ").includes(one);
    const show = () => {
      const text = form.elements.text.value.trim().toLowerCase();
      const status = form.elements.s.value, duty = form.elements.d.value;
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !(texts[at].includes(text) && has(row.dataset.s, status) && has(row.dataset.d, duty));
        shown += row.hidden ? 0 : 1;
      });
      form.querySelector("output").textContent = shown + " / " + rows.length;
    };
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    show();
  }
  for (const head of document.querySelectorAll("th[data-sort]")) {
    // No button element: browsers leave those out where a table's head is repeated on the next printed page.
    const button = document.createElement("span");
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.append(...head.childNodes);
    head.append(button);
    const sort = () => {
      const body = head.closest("table").tBodies[0], number = head.dataset.sort === "n";
      const down = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "ascending" : number;
      const value = (row) => {
        const cell = row.cells[head.cellIndex];
        const text = "v" in cell.dataset ? cell.dataset.v : cell.textContent.trim();
        return number ? parseFloat(text) : text;
      };
      const bare = (one) => one === "" || Number.isNaN(one);
      const order = (a, b) => (number ? a - b : a.localeCompare(b, document.documentElement.lang));
      const rows = [...body.rows].map((row) => [value(row), row]);
      rows.sort(([a], [b]) => bare(a) - bare(b) || (bare(a) ? 0 : down ? order(b, a) : order(a, b)));
      body.append(...rows.map(([, row]) => row));
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    };
    button.addEventListener("click", sort);
    button.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        sort();
      }
    });
  }
  const opened = () => {
    const part = location.hash && document.getElementById(location.hash.slice(1));
    if (part && part.tagName === "DETAILS") part.open = true;
  };
  addEventListener("hashchange", opened);
  opened();
})();
