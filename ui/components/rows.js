// A list beside the details of the row that is chosen: by a click, or with ↑ ↓ (also j k) while
// nobody writes. Rows may be ticked, to do something with all of them.
function mark(root, id) {
  for (const row of root.querySelectorAll(".row")) {
    row.classList.toggle("chosen", row.dataset.id === id);
    row.querySelector(".open").setAttribute("aria-current", String(row.dataset.id === id));
  }
}

function choose(root, id) {
  root.chosen = id;
  mark(root, id);
  root.querySelector(`.row[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
  root.emit("choose", { id, at: Date.now() });
}

function step(root, by) {
  const ids = root.data.rows.map((row) => row.id);
  const at = ids.indexOf(root.chosen);
  const to = at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1);
  if (ids.length && ids[to] !== root.chosen) choose(root, ids[to]);
}

function tick(root) {
  const ids = [...root.querySelectorAll(".row input:checked")].map((box) => box.value);
  const all = root.querySelector(".all input");
  all.checked = ids.length === root.data.rows.length;
  all.indeterminate = ids.length > 0 && !all.checked;
  root.emit("tick", { ids, at: Date.now() });
}

function box(label, value, checked, onChange) {
  const element = make("input");
  element.type = "checkbox";
  element.value = value;
  element.checked = checked;
  element.setAttribute("aria-label", label);
  element.onchange = onChange;
  return element;
}

function drawRow(root, data, row) {
  const open = button("open", null, null, () => choose(root, row.id));
  open.append(
    make("span", "head", null, [
      row.tag ? make("span", `tag ${row.tone}`, row.tag) : null,
      make("span", "title", row.title),
    ]),
    ...row.lines.map((line) => make("span", "line", line)),
    row.notes.length
      ? make("span", "notes", null, row.notes.map((note) => make("span", "note", note)))
      : "",
  );
  const ticked = data.ticked.includes(row.id);
  const element = make("li", "row", null, [
    data.ticking ? box(`${data.labels.tick} ${row.title}`, row.id, ticked, () => tick(root)) : null,
    open,
  ]);
  element.dataset.id = row.id;
  return element;
}

function draw(data, root) {
  root.data = data;
  root.chosen = data.chosen;
  const all = () => {
    for (const each of root.querySelectorAll(".row input")) {
      each.checked = root.querySelector(".all input").checked;
    }
    tick(root);
  };
  const everything = data.rows.length > 0 && data.ticked.length === data.rows.length;
  const list = make("ol", "rows", null, data.rows.map((row) => drawRow(root, data, row)));
  list.setAttribute("aria-label", data.labels.list);
  return [
    make("div", "bar", null, [
      data.ticking
        ? make("label", "all", null, [
            box(data.labels.all, "", everything, all),
            make("span", "", data.labels.count),
          ])
        : make("span", "", data.labels.count),
      button("step", "↑", data.labels.before, () => step(root, -1)),
      button("step", "↓", data.labels.after, () => step(root, 1)),
    ]),
    list,
  ];
}

export default function (component) {
  const root = redraw(component, draw);
  root.data = component.data;
  mark(root, root.chosen);
  const steps = { ArrowUp: -1, k: -1, ArrowDown: 1, j: 1 };
  const onKey = (event) => {
    const busy = (node) => node.matches?.(
      "input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=listbox], "
      + "[role=dialog], .scroll",
    );
    if (event.ctrlKey || event.metaKey || event.altKey || event.composedPath().some(busy)) return;
    if (!(event.key in steps)) return;
    event.preventDefault();
    step(root, steps[event.key]);
  };
  return attend(root, { keydown: onKey });
}
