export const begin = () => ["recto:glue", "recto:module", "recto:saved.js"];
