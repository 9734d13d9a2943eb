// One's own question, from the moment it is sent until the page has it, however busy the server is.
// It floats over the field: nothing is pushed about by it.
const WORDS = '[data-testid="stChatInputTextArea"]';
const SEND = '[data-testid="stChatInputSubmitButton"]';

function hold(root) {
  const words = document.querySelector(WORDS)?.value.trim();
  if (!words) return;
  const bubble = make("p", "bubble", words);
  bubble.setAttribute("role", "status");
  root.replaceChildren(bubble);
}

export default function (component) {
  const { data, parentElement } = component;
  let root = parentElement.querySelector(".root");
  if (!root) {
    root = make("div", "root");
    parentElement.append(root);
  }
  if (root.drawn !== data.drawn) root.replaceChildren();
  root.drawn = data.drawn;
  // Before Streamlit takes the words out of the field.
  const onKey = (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (sends && event.target.matches?.(WORDS)) hold(root);
  };
  const onClick = (event) => event.target.closest?.(SEND) && hold(root);
  return attend(root, { keydown: onKey, click: onClick }, true);
}
