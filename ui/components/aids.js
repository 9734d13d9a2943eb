// What a reader sets for themselves, kept by their browser alone: how large the text is, light or
// dark; and the keys that the pages know, which ? shows as well.
const SIZE = "jiwen-text-size";

// Streamlit keeps a theme for each address. https://github.com/streamlit/streamlit, theme/utils.ts
function themeKeys(addresses) {
  const here = window.location.pathname;
  const base = here.slice(0, here.lastIndexOf("/") + 1);
  return addresses.map((address) => `stActiveTheme-${base}${address}-v2`);
}

function theme() {
  const kept = localStorage.getItem(`stActiveTheme-${window.location.pathname}-v2`);
  return kept ? JSON.parse(kept) : "System";
}

function wear(name, addresses) {
  for (const key of themeKeys(addresses)) localStorage.setItem(key, JSON.stringify(name));
  window.location.reload();
}

function resize(share) {
  const { style } = document.documentElement;
  style.fontSize = "";
  localStorage.setItem(SIZE, share);
  const usual = parseFloat(getComputedStyle(document.documentElement).fontSize);
  if (share !== "1") style.fontSize = `${usual * Number(share)}px`;
}

function choice(label, options, chosen, onChange) {
  const select = make("select", "", null, options.map(([value, text]) => {
    const option = make("option", "", text);
    option.value = value;
    option.selected = value === chosen;
    return option;
  }));
  select.onchange = () => onChange(select.value);
  return make("label", "choice", null, [make("span", "", label), select]);
}

function keysDialog(data) {
  const dialog = make("dialog", "keys", null, [
    make("div", "bar", null, [
      make("h2", "", data.labels.keys),
      button("close", "✕", data.labels.close, () => dialog.close()),
    ]),
    ...data.keys.map(([where, lines]) => make("section", "", null, [
      make("h3", "", where),
      make("dl", "", null, lines.flatMap(([keys, does]) => [
        make("dt", "", null, keys.map((key) => make("kbd", "", key))),
        make("dd", "", does),
      ])),
    ])),
  ]);
  dialog.onclick = (event) => event.target === dialog && dialog.close();
  return dialog;
}

function draw(data, root) {
  root.dialog = keysDialog(data);
  return [
    choice(data.labels.size, data.sizes, localStorage.getItem(SIZE) || "1", resize),
    choice(data.labels.theme, data.themes, theme(), (name) => wear(name, data.addresses)),
    button("help", data.labels.help, null, () => root.dialog.showModal()),
    root.dialog,
  ];
}

export default function (component) {
  const root = redraw(component, draw);
  const writing = (node) => node.matches?.("input, textarea, select, [contenteditable=true]");
  const onKey = (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.composedPath().some(writing) || root.dialog.open) return;
    event.preventDefault();
    root.dialog.showModal();
  };
  return attend(root, { keydown: onKey });
}
