// Streamlit's own English, and the names of pictures, in the visitor's language. It draws these
// places by itself at any time, so they are looked at again after every change of the page.
(() => {
  const words = __WORDS__;
  const own = (window.jiwenOwn ??= new WeakMap()); // place → [what Streamlit said, what we say]
  const given = (said) => {
    const [name, about] = said.split(/: (.*)/s);
    return words[name] && (about ? `${words[name]}: ${about}` : words[name]);
  };
  const say = (place, now, change) => {
    const [said, ours] = own.get(place) || [];
    const original = now === ours ? said : now;
    const wanted = original && given(original);
    if (!wanted) return;
    own.set(place, [original, wanted]);
    if (wanted !== now) change(wanted);
  };
  const name = (element) => {
    const picture = element.querySelector?.('[data-testid="stIconMaterial"]')?.textContent;
    const alone = picture && element.textContent.includes(`${picture} icon`);
    const now = element.getAttribute("aria-label") || (alone ? picture : "");
    say(element, now, (wanted) => element.setAttribute("aria-label", wanted));
  };
  const look = () => {
    waiting = false;
    document.querySelectorAll("[aria-label], button").forEach(name);
    const texts = '[data-testid="stTooltipContent"] *, [data-testid="stSkipToContent"]';
    for (const element of document.querySelectorAll(texts)) {
      const [text] = element.childNodes;
      if (text?.nodeType === Node.TEXT_NODE) {
        say(text, text.nodeValue, (wanted) => (text.nodeValue = wanted));
      }
    }
  };
  let waiting = false;
  window.jiwenLooking?.disconnect();
  window.jiwenLooking = new MutationObserver(() => {
    if (!waiting) setTimeout(look, 50);
    waiting = true;
  });
  window.jiwenLooking.observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"],
  });
  look();
})();
