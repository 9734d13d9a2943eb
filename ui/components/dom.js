// Shared by the components: every text of a document, a person or a model becomes a text node,
// never markup. Nothing in these files writes innerHTML.
function make(tag, className, text, children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  for (const child of children || []) if (child) element.append(child);
  return element;
}

function button(className, text, label, onClick) {
  const element = make("button", className, text);
  element.type = "button";
  if (label) {
    element.title = label;
    element.setAttribute("aria-label", label);
  }
  element.onclick = onClick;
  return element;
}

// Draws only when the data changed, so that nothing flickers, folds up or loses focus.
function redraw(component, draw) {
  const { data, parentElement } = component;
  const drawn = JSON.stringify(data);
  let root = parentElement.querySelector(".root");
  if (!root) {
    root = make("div", "root");
    parentElement.append(root);
  }
  root.emit = component.setTriggerValue;
  if (root.drawn === drawn) return root;
  const folds = new Map([...root.querySelectorAll("details")].map((d) => [d.dataset.fold, d.open]));
  root.replaceChildren(...draw(data, root));
  for (const details of root.querySelectorAll("details")) {
    if (folds.has(details.dataset.fold)) details.open = folds.get(details.dataset.fold);
  }
  root.drawn = drawn;
  return root;
}

// Listens to the window on behalf of a root. When the colours change, Streamlit draws again without
// having taken back what it was given before: it is done here, or each key would count twice.
function attend(root, kinds, capture = false) {
  root.leave?.();
  for (const kind in kinds) window.addEventListener(kind, kinds[kind], capture);
  root.leave = () => {
    for (const kind in kinds) window.removeEventListener(kind, kinds[kind], capture);
  };
  return root.leave;
}

function fold(name, summary, children, open) {
  const details = make("details", "fold", null, [make("summary", "", summary), ...children]);
  details.dataset.fold = name;
  details.open = Boolean(open);
  return details;
}
