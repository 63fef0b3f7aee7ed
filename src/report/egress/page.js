// Filters and sorts the tables; without it they are whole.
"use strict";
for (const section of document.querySelectorAll("section")) {
  const table = section.querySelector("table.hosts");
  if (!table) continue;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const words = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));
  const bar = section.querySelector(".bar");
  const [text, runtime, count] = ["input", "select", "output"].map(name => bar.querySelector(name));
  const chips = [...section.querySelectorAll(".chip")];

  const filter = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = chips.filter(chip => chip.getAttribute("aria-pressed") === "true").map(chip => chip.dataset.verdict);
    let shown = 0;
    for (const row of rows) {
      const fits = wanted.every(word => words.get(row).includes(word))
        && (!verdicts.length || verdicts.includes(row.dataset.verdict))
        && (!runtime.value || runtime.value === row.dataset.runtime);
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} of ${rows.length} shown`;
  };

  const sort = (heading, column) => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    // The order of the file is the worst first.
    const key = row => column === 0 ? Number(row.dataset.order) : row.cells[column].textContent.trim();
    const compare = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
    const sorted = [...rows].sort((a, b) => compare(key(a), key(b)) || a.dataset.order - b.dataset.order);
    body.append(...(down ? sorted.reverse() : sorted));
  };

  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(heading, column));
    heading.replaceChildren(button);
  });
  for (const chip of chips) {
    chip.disabled = false;
    chip.setAttribute("aria-pressed", "false");
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  text.addEventListener("input", filter);
  runtime.addEventListener("change", filter);
  bar.hidden = false;
  // A link may carry what to look for: egress.html#filter=contoso
  text.value = new URLSearchParams(location.hash.slice(1)).get("filter") ?? "";
  filter();
}
// Paper unfolds nothing.
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(own => { own.open = true; }));
