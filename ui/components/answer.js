// One answer: the answer itself first, worked out by code or quoted, and what qualifies it; then
// what else is quoted, the computed table, the model's wording as far as it was checked, and the
// verdict. What is only near stands under a heading that says so. A click on a mark [n] asks the
// evidence panel for card n.
function cite(root, data, mark) {
  const asked = new CustomEvent("jiwen-cite", {
    detail: { answer: data.id, ...mark },
    cancelable: true,
  });
  // The panel that shows this answer takes the event; otherwise the page must bring it first.
  if (window.dispatchEvent(asked)) root.emit("cite", { answer: data.id, ...mark, at: Date.now() });
}

function mark(root, data, citation) {
  const label = data.labels.open.replace("{n}", citation.n);
  const element = button(
    "mark" + (citation.corrected ? " corrected" : ""),
    `[${citation.n}]`,
    citation.corrected ? `${label} · ${data.labels.corrected}` : label,
    () => cite(root, data, citation),
  );
  return element;
}

function words(parts) {
  return parts.map((part) => {
    const element = make("span", part.standing || "", part.text);
    if (part.note) element.title = part.note;
    return element;
  });
}

function quotation(root, data, quote) {
  return make("blockquote", data.nearest ? "quote near" : "quote", null, [
    make("p", "words", null, [...words(quote.parts), mark(root, data, quote.mark)]),
    make("footer", "", quote.source),
  ]);
}

function table(root, data) {
  const numbers = (i) => data.table.rows.some((row) => row[i] && row[i].number);
  const head = make("tr", "", null,
    data.table.columns.map((c, i) => make("th", numbers(i) ? "number" : "", c)));
  const rows = data.table.rows.map((row) =>
    make("tr", "", null, row.map((cell, i) => {
      const element = make("td", numbers(i) ? "number" : "", cell.text);
      element.dataset.label = data.table.columns[i];
      if (cell.calculation) element.title = cell.calculation;
      if (cell.calculation) element.classList.add("derived");
      if (cell.mark) element.append(mark(root, data, cell.mark));
      return element;
    })),
  );
  const body = make("table", "", null, [
    make("thead", "", null, [head]),
    make("tbody", "", null, rows),
  ]);
  return make("div", "scroll", null, [body]);
}

function sentence(root, data, item) {
  const element = make("p", item.supported ? "words" : "words unsupported", null, [
    ...words(item.parts),
    ...item.marks.map((m) => mark(root, data, m)),
  ]);
  if (!item.supported) element.append(make("span", "tag", data.labels.unsupported));
  for (const line of item.calculations) element.append(make("span", "calculation", line));
  return element;
}

function wording(root, data) {
  if (data.streaming !== null) {
    const text = make("p", "words streaming", data.streaming);
    return make("section", "wording", null, [make("h4", "", data.labels.wording), text]);
  }
  if (data.folded) {
    return fold("wording", data.labels.folded, [
      make("p", "reason", data.folded.problem),
      make("p", "words", data.folded.text),
    ]);
  }
  if (!data.sentences.length) return null;
  const lines = data.sentences.map((item) => sentence(root, data, item));
  return make("section", "wording", null, [make("h4", "", data.labels.wording), ...lines]);
}

async function copy(element, data) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(data.copy);
  } else {
    // Plain http on an intranet has no clipboard of its own.
    const area = make("textarea");
    area.value = data.copy;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  element.textContent = data.labels.copied;
  setTimeout(() => (element.textContent = data.labels.copy), 1600);
}

function tools(data) {
  if (!data.copy) return null;
  const copier = button("tool", data.labels.copy, null, () => copy(copier, data));
  const link = make("a", "tool", data.labels.link);
  link.href = `?answer=${encodeURIComponent(data.id)}`;
  link.target = "_blank";
  link.rel = "noopener";
  return make("div", "tools", null, [copier, link]);
}

function draw(data, root) {
  const quotes = data.quotation.map((q) => quotation(root, data, q));
  const notes = data.notes.map((note) => make("p", "notice", note));
  const parts = [make("h3", "question", data.question)];
  if (data.refusal) parts.push(make("p", "refusal", data.refusal));
  if (data.nearest) parts.push(make("h4", "nearest", data.nearest));
  if (data.direct.length) {
    const lines = data.direct.map((item) => sentence(root, data, item));
    parts.push(make("section", "direct wording", null, lines));
  } else if (!data.refusal && !data.nearest && !data.table) {
    parts.push(...quotes.splice(0, 1));
  }
  if (data.table) parts.push(table(root, data));
  // What qualifies the answer stands right below it.
  parts.push(...notes);
  // A table has the figures with their sources: the sentences they are from are folded below it.
  const first = data.table ? [] : quotes.splice(0, 1);
  const others = quotes;
  if (data.direct.length && first.length) parts.push(make("h4", "basis", data.labels.derived));
  parts.push(...first);
  if (others.length) parts.push(fold("quotes", data.labels.more, others));
  parts.push(wording(root, data));
  if (data.verdict) parts.push(make("p", `verdict ${data.verdict.tone}`, data.verdict.text));
  for (const other of data.elsewhere) parts.push(make("p", "elsewhere", other));
  if (data.notice) {
    const notice = make("p", data.busy ? "notice busy" : "notice", data.notice);
    notice.setAttribute("role", "status");
    parts.push(notice);
  }
  parts.push(tools(data));
  return parts.filter(Boolean);
}

// The newest question is brought to the top of the view once, when it comes or its conversation
// is opened; its answer then grows below it, where one reads.
function bring(root) {
  const { host } = root.getRootNode();
  const turns = [...document.querySelectorAll('[class*="st-key-turn-"]')];
  if (host && turns.length && turns.at(-1).contains(host)) {
    turns.at(-1).scrollIntoView({ block: "start" });
  }
}

export default function (component) {
  const root = redraw(component, draw);
  if (root.brought) return;
  root.brought = true;
  requestAnimationFrame(() => bring(root));
}
