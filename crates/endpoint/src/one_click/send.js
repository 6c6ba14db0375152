// Sends the form of a page that a link in mail has opened, at the first sign that a person looks at it.
//
// Programs that look into mail open every link, and some run the scripts that they find. None of them moves a pointer,
// touches, scrolls or types on a page in front, which a person hardly avoids. A browser that says that a program
// drives it is left alone. Whoever gives no sign still has the button.
(() => {
  const form = document.querySelector("form[data-one-click]");
  if (!form || navigator.webdriver) return;
  const signs = ["pointermove", "pointerdown", "touchstart", "wheel", "keydown"];
  const send = (event) => {
    if (!event.isTrusted || document.visibilityState !== "visible" || !document.hasFocus()) return;
    signs.forEach((sign) => removeEventListener(sign, send, true));
    form.submit();
  };
  signs.forEach((sign) => addEventListener(sign, send, { capture: true, passive: true }));
})();
