export const show = "recto:late.css";
