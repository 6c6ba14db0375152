// Markup that scripts make: never from text, so nothing that a stranger wrote can become any. Its style sheet comes with the
// first of it.

const style = () => {
  if (document.querySelector("link[data-late]")) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "recto:late.css" });
  link.dataset.late = "";
  document.head.append(link);
};

/**
 * An element with its attributes, what happens on a click, and what is in it.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | (() => unknown)>} attributes
 * @param {...(Node | string | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export const element = (name, attributes, ...children) => {
  style();
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "string") made.setAttribute(key, value);
    else made.addEventListener(key, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
};

/**
 * Makes these the children of that. What stays where it is keeps its focus, and a finger that is on it.
 * @param {Element} parent @param {Node[]} children
 */
export const arrange = (parent, children) => {
  for (const one of [...parent.childNodes]) if (!children.includes(one)) one.remove();
  children.forEach((one, at) => one === parent.childNodes[at] || parent.insertBefore(one, parent.childNodes[at] ?? null));
};
