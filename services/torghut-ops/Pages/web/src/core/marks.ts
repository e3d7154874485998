import { el, svg } from "./dom.js";

/** A word with a shape, so that colour is never all there is. */
export type Tone = "good" | "warn" | "bad" | "calm";

const shapes: Record<Tone, string> = {
    good: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1 10L4 8l1-1 2 2 4-4 1 1Z",
    warn: "M8 1 0 15h16ZM7 6h2v5H7Zm0 6h2v2H7Z",
    bad: "M5 0h6l5 5v6l-5 5H5l-5-5V5Zm0 4L4 5l3 3-3 3 1 1 3-3 3 3 1-1-3-3 3-3-1-1-3 3Z",
    calm: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z",
};

export function chip(tone: Tone, text: string): HTMLElement {
    return el("span", { class: `chip ${tone}` }, icon(tone), text);
}

export function icon(tone: Tone): SVGElement {
    return svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: shapes[tone], "fill-rule": "evenodd" }));
}

export function verdictTone(verdict: string): Tone {
    return verdict === "GREEN" ? "good" : verdict === "YELLOW" ? "warn" : verdict === "RED" ? "bad" : "calm";
}
