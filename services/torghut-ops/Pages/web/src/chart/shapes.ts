import { svg } from "../core/dom.js";
import type { DecisionOutcome } from "../core/types.js";

/** Marks of decisions: a shape for each outcome, drawn alike on the chart and in the key beside it, in a box of 16 × 16. */
export interface Shape {
    path: string;
    isSolid: boolean;
    words: string;
}

export const shapes: Record<DecisionOutcome, Shape> = {
    filled: { path: "M8 2 15 14H1Z", isSolid: true, words: "filled" },
    accepted: { path: "M8 2 15 14H1Z", isSolid: false, words: "accepted, not filled" },
    rejected: { path: "M2 2 14 14M14 2 2 14", isSolid: false, words: "rejected by risk" },
    vetoed: { path: "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1ZM3 13 13 3", isSolid: false, words: "vetoed by review" },
    expired: { path: "M2 2H14L2 14H14Z", isSolid: false, words: "expired" },
    unknown: { path: "M8 1 15 8 8 15 1 8ZM8 5V9M8 11V12", isSolid: false, words: "outcome unknown" },
};

export const outcomes = Object.keys(shapes) as DecisionOutcome[];

export function shapeIcon(outcome: DecisionOutcome): SVGElement {
    const { path, isSolid } = shapes[outcome];
    return svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: path, class: isSolid ? "shape solid" : "shape" }));
}
