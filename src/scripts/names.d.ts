// The names that the press puts in, once every file has the hash of its content in its name.

declare module "recto:glue" {
  function start(from: { module_or_path: Promise<Response> }): Promise<unknown>;
  export { start as default };
}
declare module "recto:saved.js" {
  export { show } from "./saved.js";
}
