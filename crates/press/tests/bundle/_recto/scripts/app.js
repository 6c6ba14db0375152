export const begin = () => ["recto:glue", "recto:module", "recto:own.js", "recto:saved.js"];
