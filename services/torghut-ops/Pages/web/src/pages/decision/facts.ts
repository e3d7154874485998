import { el, type Child } from "../../core/dom.js";
import { percent, rounded } from "../../core/numbers.js";
import { timeElement } from "../../core/time.js";
import { isRatio, labelOf, unitOf } from "./labels.js";

/** Something that a step saw or said, under the name that it is stored by. */
export interface Fact {
    name: string;
    value: string | number | null;
    unit: string;
}

/** Names of what is no quantity, however many digits it has. */
const identifier = /(^|[._])(hash|id|seq|digest|version)$/;

/** Facts as a list: words for their names, which stand in the hint as they are stored, and values as they are read. */
export function factList(facts: readonly Fact[]): HTMLElement {
    return el("dl", { class: "facts" }, ...facts.flatMap((fact) => [el("dt", { title: fact.name }, labelOf(fact.name)), el("dd", {}, ...valueOf(fact))]));
}

function valueOf({ name, value, unit }: Fact): Child[] {
    const text = value === null ? "" : String(value);
    if (text === "") {
        return [el("span", { class: "none" }, "–")];
    }

    if (/^\d{4}-\d\d-\d\dT.*Z$/.test(text)) {
        // It says its zone by itself.
        return [timeElement(text)];
    }

    if (identifier.test(name)) {
        return [el("code", {}, text)];
    }

    if (/^-?\d+(\.\d+)?$/.test(text)) {
        const shown = unitOf(name, unit);
        return isRatio(name)
            ? [el("data", { value: text, title: text }, percent(text, 2))]
            : [el("data", { value: text, title: text }, rounded(text, shown)), shown && " ", shown && el("span", { class: "unit" }, shown)];
    }

    return [wordsOf(text)];
}

function wordsOf(text: string): Child {
    if (text === "true" || text === "false" || text === "True" || text === "False") {
        return text.toLowerCase() === "true" ? "yes" : "no";
    }

    const list = listOf(text);
    return list ? (list.length > 0 ? el("ul", { class: "plain" }, ...list.map((item) => el("li", {}, item))) : el("span", { class: "none" }, "none")) : text;
}

/** A stored list, item by item; null for any other text. */
function listOf(text: string): string[] | null {
    if (!text.startsWith("[")) {
        return null;
    }

    try {
        return (JSON.parse(text) as unknown[]).map(itemOf);
    } catch {
        // It was cut, or is no list.
        return null;
    }
}

function itemOf(item: unknown): string {
    if (typeof item !== "object" || item === null) {
        return String(item);
    }

    return Object.entries(item).map(([name, value]) => {
        const text = String(value);
        return name === "name" ? labelOf(text) : `${labelOf(name).toLowerCase()} ${/^-?\d+(\.\d+)?$/.test(text) ? rounded(text, "") : text}`;
    }).join(", ");
}
