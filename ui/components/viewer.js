// A report, opened: the page as it was printed, what was cited boxed on it, or its text laid out.
// What changes with the page is changed in place, so that zoom and focus stay.
const CLOSEST = 6;
const STEP = 1.25;
const narrow = window.matchMedia("(max-width: 899px)");

function build(root) {
  const label = (name) => root.data.labels[name];
  const tool = (text, name, onClick) => {
    const element = button("tool", text, label(name), onClick);
    element.dataset.tool = name;
    return element;
  };
  const view = { scale: 1 };
  view.page = make("input", "page");
  view.page.inputMode = "numeric";
  view.page.setAttribute("aria-label", label("page"));
  view.page.onchange = () => turn(root, Number(view.page.value) || root.data.page);
  view.count = make("span", "count");
  view.back = tool("‹", "back", () => turn(root, root.data.page - 1));
  view.on = tool("›", "on", () => turn(root, root.data.page + 1));
  view.smaller = tool("−", "smaller", () => zoom(view, view.scale / STEP));
  view.larger = tool("+", "larger", () => zoom(view, view.scale * STEP));
  view.fit = tool("↔", "fit", () => zoom(view, 1));
  view.outline = make("select", "outline");
  view.outline.setAttribute("aria-label", label("outline"));
  view.outline.onchange = () => visit(root, Number(view.outline.value));
  view.modes = ["page", "text"].map((mode) =>
    button(`mode ${mode}`, label(`as_${mode}`), null, () => root.emit("mode", { mode, at: Date.now() })),
  );
  view.close = tool("✕", "close", () => leave(root));
  view.title = make("span", "title");
  view.cited = make("p", "cited");
  view.sheet = make("div", "sheet");
  view.scroll = make("div", "scroll", null, [view.sheet]);
  view.scroll.tabIndex = 0;
  view.scroll.setAttribute("role", "region");
  view.zooms = make("span", "group", null, [view.smaller, view.larger, view.fit]);
  view.dialog = make("dialog", "viewer", null, [
    make("div", "bar", null, [view.title, view.close]),
    make("div", "bar", null, [
      make("span", "group", null, [view.back, view.page, view.count, view.on]),
      view.zooms,
      view.outline,
      make("span", "group modes", null, view.modes),
    ]),
    view.cited,
    view.scroll,
  ]);
  view.dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave(root);
  });
  pinch(view);
  root.append(view.dialog);
  // On a phone it covers the page, and gives it back where it was.
  if (narrow.matches) view.dialog.showModal();
  else view.dialog.show();
  return view;
}

function leave(root) {
  root.view.dialog.close();
  root.emit("close", { at: Date.now() });
}

function turn(root, page) {
  const { data, view } = root;
  const to = Math.min(Math.max(page, 1), data.count);
  if (data.text) {
    const block = [...view.sheet.children].find((b) => Number(b.dataset.page) >= to);
    if (block) view.scroll.scrollTop = block.offsetTop - 8;
    return;
  }
  view.page.value = to;
  if (to !== data.page) root.emit("turn", { page: to, at: Date.now() });
}

function visit(root, start) {
  const { data, view } = root;
  if (data.text) {
    const block = [...view.sheet.children].find((b) => Number(b.dataset.start) >= start);
    if (block) view.scroll.scrollTop = block.offsetTop - 8;
  } else {
    turn(root, data.outline.find((heading) => heading.start === start).page);
  }
}

// Enlarges around a point of the view, by default its middle; 1 is as wide as the view.
function zoom(view, scale, x = view.scroll.clientWidth / 2, y = view.scroll.clientHeight / 2) {
  const before = view.scale;
  view.scale = Math.min(Math.max(scale, 0.5), CLOSEST);
  const { scrollLeft, scrollTop } = view.scroll;
  view.sheet.style.setProperty("--scale", view.scale);
  const grown = view.scale / before;
  view.scroll.scrollLeft = (scrollLeft + x) * grown - x;
  view.scroll.scrollTop = (scrollTop + y) * grown - y;
}

function pinch(view) {
  let from = null;
  const apart = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  view.scroll.addEventListener("touchstart", ({ touches }) => {
    from = touches.length === 2 ? { apart: apart(touches), scale: view.scale } : null;
  }, { passive: true });
  view.scroll.addEventListener("touchmove", (event) => {
    const { touches } = event;
    if (!from || touches.length !== 2) return;
    event.preventDefault();
    const place = view.scroll.getBoundingClientRect();
    const x = (touches[0].clientX + touches[1].clientX) / 2 - place.left;
    const y = (touches[0].clientY + touches[1].clientY) / 2 - place.top;
    zoom(view, (from.scale * apart(touches)) / from.apart, x, y);
  }, { passive: false });
  view.scroll.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const place = view.scroll.getBoundingClientRect();
    const grown = Math.exp(-event.deltaY / 200);
    zoom(view, view.scale * grown, event.clientX - place.left, event.clientY - place.top);
  }, { passive: false });
}

function keyed(root, event) {
  const writing = (node) => node.matches?.("input, textarea, select, [contenteditable=true]");
  if (event.ctrlKey || event.metaKey || event.altKey || event.composedPath().some(writing)) return;
  const { view, data } = root;
  const keys = {
    ArrowLeft: () => turn(root, data.page - 1),
    ArrowRight: () => turn(root, data.page + 1),
    "+": () => zoom(view, view.scale * STEP),
    "=": () => zoom(view, view.scale * STEP),
    "-": () => zoom(view, view.scale / STEP),
    0: () => zoom(view, 1),
    Escape: () => leave(root),
  };
  if (!view.dialog.open || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
}

function picture(root) {
  const { data, view } = root;
  const image = make("img");
  image.alt = data.where;
  image.draggable = false;
  // Beside a page of another path the address would lead elsewhere.
  image.src = new URL(data.picture.replace(/^\//, ""), document.baseURI);
  const boxes = data.boxes.map(([left, top, right, bottom]) => {
    const box = make("span", "box");
    const share = (value) => `${value * 100}%`;
    Object.assign(box.style, {
      left: share(left), top: share(top), width: share(right - left), height: share(bottom - top),
    });
    return box;
  });
  const page = make("div", "paper", null, [image, ...boxes]);
  page.style.aspectRatio = data.ratio;
  view.sheet.replaceChildren(page);
}

function laidOut(block) {
  const words = block.segments.map((segment) =>
    make(segment.hit ? "mark" : "span", segment.hit ? "hit" : "", segment.text),
  );
  let element;
  if (block.rows) {
    const head = block.columns.map((column) => make("th", "", column));
    const lines = block.rows.map((row) =>
      make("tr", row.hit ? "hit" : "", null, row.cells.map((cell) => make("td", "", cell))),
    );
    element = make("div", "grid", null, [
      make("p", "caption", block.title),
      make("table", "", null, [
        make("thead", "", null, [make("tr", "", null, head)]),
        make("tbody", "", null, lines),
      ]),
    ]);
  } else if (block.level) {
    element = make("p", `heading level${Math.min(block.level, 4)}`, null, words);
    element.setAttribute("role", "heading");
    element.setAttribute("aria-level", Math.min(block.level + 2, 6));
  } else {
    element = make("p", "para", null, words);
  }
  element.dataset.page = block.page;
  element.dataset.start = block.start;
  return element;
}

function show(root) {
  const { data, view } = root;
  view.title.textContent = data.title;
  view.scroll.setAttribute("aria-label", data.where);
  view.page.value = data.page;
  view.count.textContent = `/ ${data.count}`;
  view.back.disabled = !data.text && data.page <= 1;
  view.on.disabled = !data.text && data.page >= data.count;
  view.zooms.hidden = view.back.hidden = view.on.hidden = Boolean(data.text);
  view.modes.forEach((mode) => mode.setAttribute(
    "aria-pressed", String(mode.classList.contains(data.text ? "text" : "page")),
  ));
  view.modes[0].parentElement.hidden = !data.printed;
  view.outline.replaceChildren(
    make("option", "", data.labels.outline),
    ...data.outline.map((heading) => {
      const option = make("option", "", "\u3000".repeat(heading.level - 1) + heading.text);
      option.value = heading.start;
      return option;
    }),
  );
  view.outline.firstChild.value = 0;
  view.outline.hidden = !data.outline.length;
  view.cited.replaceChildren(...(data.cited.length
    ? [
        make("span", "", data.labels.cited),
        ...data.cited.map((page) => button(
          page === data.page ? "jump here" : "jump", String(page), `${data.labels.page} ${page}`,
          () => turn(root, page),
        )),
      ]
    : []));
  view.cited.hidden = Boolean(data.text) || data.cited.length < 2;
  view.sheet.classList.toggle("written", Boolean(data.text));
  if (data.text) view.sheet.replaceChildren(...data.text.map(laidOut));
  else picture(root);
  requestAnimationFrame(() => aim(view));
}

// What was cited is brought a third down the view; else one begins at the top.
function aim(view) {
  const target = view.sheet.querySelector(".box, .hit");
  const { scroll } = view;
  if (!target) {
    scroll.scrollTop = 0;
    return;
  }
  const place = target.getBoundingClientRect();
  const around = scroll.getBoundingClientRect();
  scroll.scrollTop += place.top - around.top - scroll.clientHeight / 3;
  scroll.scrollLeft += place.left - around.left - scroll.clientWidth / 4;
}

export default function (component) {
  const { data, parentElement } = component;
  let root = parentElement.querySelector(".root");
  if (!root) {
    root = make("div", "root");
    parentElement.append(root);
  }
  root.emit = component.setTriggerValue;
  root.data = data;
  root.view ??= build(root);
  const drawn = JSON.stringify(data);
  if (root.drawn !== drawn) {
    root.drawn = drawn;
    show(root);
  }
  const onKey = (event) => keyed(root, event);
  return attend(root, { keydown: onKey });
}
