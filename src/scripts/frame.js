// The colours of what the browser draws around the page. By themselves they follow the system; a reader who has chosen light or
// dark by the switch wants them to follow the page.

const root = document.documentElement;

export const watch = () => {
  /** @type {HTMLMetaElement | null} the one for dark pages; the first that fits counts, and the other always does */
  const dark = document.querySelector("[name=theme-color][media]");
  if (!dark) return;
  const system = dark.media;
  const follow = () => {
    const { theme } = root.dataset;
    dark.media = theme ? theme === "dark" ? "all" : "not all" : system;
  };
  new MutationObserver(follow).observe(root, { attributeFilter: ["data-theme"] });
  follow();
};
