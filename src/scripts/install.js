// Installing the edition, offered in the imprint where the browser offers it; where only the browser's own menu can do it, a
// line says how. An installed edition offers nothing of the kind.

import { element } from "./element.js";

/** Where an installed edition runs, on the systems that know the word. */
const installed = matchMedia("(display-mode: standalone)");

/** @param {string} words for who cannot see that the button is gone */
const say = (words) => {
  const said = document.getElementById("said");
  if (said) said.textContent = words;
};

const imprint = () => /** @type {HTMLElement | null} */ (document.querySelector(".imprint"));

const withdraw = () => {
  const offered = document.querySelector("[data-install]");
  const hadFocus = offered?.contains(document.activeElement);
  offered?.remove();
  const place = imprint();
  if (!hadFocus || !place) return;
  // Who had the focus on the button goes on from where it was.
  place.tabIndex = -1;
  place.focus();
};

/** @param {...(Node | string)} what */
const offer = (...what) => {
  withdraw();
  if (!installed.matches) imprint()?.append(element("span", { "data-install": "" }, " · ", ...what));
};

/** @param {InstallOffer} asked an offer is good for one question */
const button = (asked) => element("button", { type: "button", class: "worded", click: async () => {
  await asked.prompt();
  const { outcome } = await asked.userChoice;
  withdraw();
  say(outcome === "accepted" ? "The edition is being installed." : "The edition was not installed.");
} }, "Install");

export const watch = () => {
  /** @param {InstallOffer} asked */
  const take = (asked) => {
    asked.preventDefault();
    offer(button(asked));
  };
  // It may have come before this script did.
  if (globalThis.offer) take(globalThis.offer);
  addEventListener("beforeinstallprompt", (event) => take(/** @type {InstallOffer} */ (event)));
  addEventListener("appinstalled", () => {
    withdraw();
    say("The edition is installed.");
  });
  installed.addEventListener("change", () => installed.matches && withdraw());
  // Known to the one system whose browsers install from a menu alone: false in a browser, true where it is installed.
  if (/** @type {{ standalone?: boolean }} */ (navigator).standalone === false) {
    offer("To install: Share, then Add to Home Screen");
  }
};
