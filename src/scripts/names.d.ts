// The names that the press puts in, once every file has the hash of its content in its name.

declare module "recto:glue" {
  function start(from: { module_or_path: Promise<Response> }): Promise<unknown>;
  export { start as default };
}
declare module "recto:saved.js" {
  export { show } from "./saved.js";
}

/** What a browser offers that can install the page; no standard yet, so no list of the platform's has it. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
  userChoice: Promise<{ outcome: "accepted" | "dismissed" }>;
}
/** The offer that came before the page's program, if one did. */
declare var offer: InstallOffer | undefined;
