// The visitor's conversations, in one piece: a page that has fifty of them is drawn as fast as one
// that has none.
function drawRow(root, data, row) {
  const open = button("open", row.title, null, () => root.emit("open", { id: row.id, at: Date.now() }));
  if (row.here) open.setAttribute("aria-current", "true");
  const manage = () => root.emit("manage", { id: row.id, at: Date.now() });
  return make("li", "row", null, [open, button("manage", "⋯", data.manage, manage)]);
}

function draw(data, root) {
  return [make("ul", "rows", null, data.rows.map((row) => drawRow(root, data, row)))];
}

export default function (component) {
  redraw(component, draw);
}
