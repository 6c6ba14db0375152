// A page as the scripts see one, where no document is: elements in one another, found by simple selectors.

/** What stands in an element. */
class Node {
  parent = null;

  remove() {
    if (this.parent) this.parent.childNodes = this.parent.childNodes.filter((one) => one !== this);
    this.parent = null;
  }
}

class Text extends Node {
  constructor(words) {
    super();
    this.textContent = words;
  }

  isEqualNode(other) { return other instanceof Text && this.textContent === other.textContent }
}

export class Element extends Node {
  childNodes = [];
  attributes = {};
  dataset = {};
  value = 0;
  clicks = [];

  constructor(name, attributes = {}, ...children) {
    super();
    this.name = name;
    for (const [key, value] of Object.entries(attributes)) this.setAttribute(key, value);
    this.append(...children);
  }

  setAttribute(key, value) {
    this.attributes[key] = value;
    if (key === "value") this.value = Number(value);
    if (key.startsWith("data-")) this.dataset[key.slice(5)] = value;
  }

  getAttribute(key) { return this.attributes[key] ?? null }

  addEventListener(_kind, act) { this.clicks.push(act) }

  /** What a click does; waits until it is done. */
  click() { return Promise.all(this.clicks.map((act) => act())) }

  focus() { this.root.focused = this }

  get root() { return this.parent?.root ?? this }

  get textContent() { return this.childNodes.map((one) => one.textContent).join("") }
  set textContent(words) { this.replaceChildren(words) }

  put(at, others) {
    const nodes = others.map((one) => one instanceof Node ? one : new Text(one));
    for (const one of nodes) one.remove();
    this.childNodes.splice(at(), 0, ...nodes);
    for (const one of nodes) one.parent = this;
  }

  append(...others) { this.put(() => this.childNodes.length, others) }
  insertBefore(one, next) { this.put(() => next ? this.childNodes.indexOf(next) : this.childNodes.length, [one]) }
  replaceChildren(...others) {
    for (const one of this.childNodes) one.remove();
    this.append(...others);
  }

  isEqualNode(other) {
    return other instanceof Element && this.name === other.name && this.childNodes.length === other.childNodes.length
      && JSON.stringify(this.attributes) === JSON.stringify(other.attributes)
      && this.childNodes.every((one, at) => one.isEqualNode(other.childNodes[at]));
  }

  get all() { return this.childNodes.flatMap((one) => one instanceof Element ? [one, ...one.all] : []) }
  contains(other) { return this === other || this.all.includes(other) }
  matches(selector) {
    const name = /^\w*/.exec(selector)[0];
    const parts = selector.matchAll(/\.(\w+)|#(\w+)|\[([\w-]+)(?:=['"]?([^\]'"]*)['"]?)?\]/g);
    const has = [...parts].every(([, kind, id, key, value]) =>
      kind ? this.attributes.class?.split(" ").includes(kind) : id ? this.attributes.id === id
        : value === undefined ? key in this.attributes : this.attributes[key] === value);
    return has && (!name || name === this.name);
  }
  closest(selector) { return this.matches(selector) ? this : this.parent?.closest(selector) ?? null }
  querySelector(selector) { return this.all.find((one) => one.matches(selector)) ?? null }
  querySelectorAll(selector) { return this.all.filter((one) => one.matches(selector)) }
}

/** What a tab's world has of a page with these in its body. */
export const page = (...children) => {
  const head = new Element("head"), body = new Element("body", {}, ...children), root = new Element("html", {}, head, body);
  const document = {
    head, body, documentElement: { lang: "en" }, visibilityState: "visible",
    createElement: (name) => new Element(name),
    createTextNode: (words) => new Text(words),
    getElementById: (id) => root.querySelector(`#${id}`),
    querySelector: (selector) => root.querySelector(selector),
    querySelectorAll: (selector) => root.querySelectorAll(selector),
  };
  return { document, Element };
};
