// A form as the scripts see one, where no document is: its fields, and where it stands.

/** Puts a comment form on a tab's page, or with `main: false` the mailing list's below it. */
export const form = (tab, { main = true, answers } = {}) => {
  const field = (name, required = false, typed = true) => ({ name, required, value: "", defaultValue: "", matches: () => typed });
  const about = { ...field("article", false, false), value: tab.world.location.pathname.slice(1, -1) };
  const status = { textContent: "" };
  const made = Object.assign(new tab.world.Element(), {
    elements: main
      ? [field("body", true), field("name"), field("email"), field("website", false, false), about]
      : [field("email", true), field("website", false, false)],
    dataset: {}, status, isConnected: true,
    closest: (selector) => {
      if (selector === "main") return main ? {} : null;
      if (selector === ".comment") return answers ? { id: answers } : null;
      return made;
    },
    matches: () => true,
    querySelector: () => status,
    reset: () => made.elements.forEach((field) => field.matches() && (field.value = "")),
    value: (name) => made.elements.find((field) => field.name === name).value,
    /** What a reader types, and the event of it. */
    types: (name, words) => {
      made.elements.find((field) => field.name === name).value = words;
      return tab.fires("input", { target: made });
    },
  });
  tab.forms.push(made);
  return made;
};
