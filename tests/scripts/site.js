// A small site, with the service worker of its build.

import { Answer, Device, html, json } from "./device.js";

export const H = "0123456789abcdef", LIST = `/edition-${H}.json`;

export const page = (print, more = "") => `<script data-page="${print}"></script><img src="/shared-${H}.webp">${more}`;

/** A device on a site of a front page, two articles and the page for offline, with its worker. */
export const site = (without = []) => {
  const device = new Device();
  const pages = { "/": "home", "/one/": "one", "/two/": "two", "/offline/": "offline" };
  const put = (path, print, more = "") => {
    pages[path] = print;
    device.site[path] = () => html(200, page(print, more), { headers: { date: new Date(device.now).toUTCString() } });
  };
  for (const [path, print] of Object.entries(pages)) put(path, print, path === "/offline/" ? `<p data-list="${LIST}">` : "");
  device.site[`/shared-${H}.webp`] = () => new Answer("bytes", { headers: { vary: "accept-encoding" } });
  device.site[LIST] = () => json(200, { pages: Object.entries(pages).map(([path, print]) => ({ path, print })) });
  const worker = device.worker({ shell: ["/", "/offline/"], list: LIST }, without);
  return { device, put, pages, worker, tab: device.tab() };
};

/** The print of the page that an answer is. */
export const print = async (answer) => /data-page="(\w+)"/.exec(await answer.clone().text())?.[1];
/** How often something was asked of the network. */
export const asked = (device, path) => device.requests.filter((one) => one.path === path).length;
