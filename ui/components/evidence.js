// The evidence panel: the cited passages in order, the sentences that answer highlighted.
const narrow = window.matchMedia("(max-width: 640px)");

function show(root, data, detail) {
  const card = root.querySelector(`[data-n="${Number(detail.n)}"]`);
  if (!card) return;
  for (const other of root.querySelectorAll(".current")) other.classList.remove("current");
  card.classList.add("current");
  let target = card;
  for (const hit of card.querySelectorAll(".hit")) {
    const inside = Number(hit.dataset.start) < detail.end && detail.start < Number(hit.dataset.end);
    hit.classList.toggle("asked", inside);
    if (inside && target === card) target = hit;
  }
  if (narrow.matches) {
    sheet(root, data, detail.n);
    return;
  }
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
  card.focus({ preventScroll: true });
}

// On a phone the cited passage lies over the answer, and gives it back where one was.
function sheet(root, data, n) {
  const card = drawCard(root, data, data.cards.find((each) => each.n === n));
  const dialog = make("dialog", "sheet");
  dialog.append(button("close", "✕", data.labels.close, () => dialog.close()), card);
  dialog.onclick = (event) => event.target === dialog && dialog.close();
  dialog.onclose = () => dialog.remove();
  root.append(dialog);
  dialog.showModal();
}

function prose(card) {
  return make("p", "passage", null, card.segments.map((segment) => {
    const element = make(segment.hit ? "mark" : "span", segment.hit ? "hit" : "", segment.text);
    element.dataset.start = segment.start;
    element.dataset.end = segment.end;
    return element;
  }));
}

function rows(card) {
  const lines = card.rows.map((row) => {
    const line = make("tr", row.hit ? "hit" : "", null, row.cells.map((c, i) => {
      const cell = make("td", "", c);
      cell.dataset.label = card.columns[i] || "";
      return cell;
    }));
    line.dataset.start = row.start;
    line.dataset.end = row.end;
    return line;
  });
  const head = card.columns.map((c) => make("th", "", c));
  return make("div", "scroll", null, [
    make("table", "", null, [
      head.length ? make("thead", "", null, [make("tr", "", null, head)]) : null,
      make("tbody", "", null, lines),
    ]),
  ]);
}

function drawCard(root, data, card) {
  const ask = (name) => () => root.emit(name, { n: card.n, at: Date.now() });
  const actions = make("div", "actions", null, card.actions.map((action) =>
    button("action", action.text, null, ask(action.name)),
  ));
  const element = make("article", card.n === data.focus ? "card current" : "card", null, [
    make("header", "", null, [
      card.n ? make("span", "n", `[${card.n}]`) : null,
      make("span", "title", card.title),
      make("span", "where", card.where),
    ]),
    make("p", "path", card.path),
    card.rows ? rows(card) : prose(card),
    actions,
  ]);
  element.dataset.n = card.n;
  element.tabIndex = -1;
  element.setAttribute("aria-label", `${data.labels.source} ${card.n}`);
  return element;
}

export default function (component) {
  const root = redraw(component, (data, place) => data.cards.map((c) => drawCard(place, data, c)));
  const { data } = component;
  const asked = JSON.stringify(data.asked);
  if (data.asked && root.asked !== asked) {
    root.asked = asked;
    requestAnimationFrame(() => show(root, data, data.asked));
  }
  const listen = (event) => {
    if (event.detail.answer !== component.data.answer) return;
    event.preventDefault();
    show(root, data, event.detail);
  };
  return attend(root, { "jiwen-cite": listen });
}
