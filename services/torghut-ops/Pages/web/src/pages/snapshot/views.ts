import { el } from "../../core/dom.js";
import { chip, icon, verdictTone, type Tone } from "../../core/marks.js";
import { table } from "../../core/table.js";
import { timeElement } from "../../core/time.js";
import { planes, type Fact, type History, type Snapshot } from "./types.js";

/** The verdict as large as it matters, and why. */
export function banner(snapshot: Pick<Snapshot, "verdict" | "headline">, ...more: (HTMLElement | null)[]): HTMLElement {
    const tone = verdictTone(snapshot.verdict);
    return el("div", { class: `banner ${tone}`, id: "verdict", "data-verdict": snapshot.verdict },
        el("p", { class: "word" }, icon(tone), snapshot.verdict), el("p", {}, el("strong", {}, snapshot.headline)), ...more);
}

export function planeFigures(snapshot: Snapshot): HTMLElement {
    return el("dl", { class: "figures" }, ...planes.map((plane) => {
        const facts = snapshot.facts.filter((fact) => fact.plane === plane);
        const seen = facts.filter((fact) => fact.outcome === "ok").length;
        return el("div", {}, el("dt", {}, `${titled(plane)} plane`), el("dd", {}, chip(...planeState(snapshot, plane))),
            el("dd", { class: "small none" }, facts.length === 0 ? "nothing was asked" : `${seen} of ${facts.length} facts seen`));
    }));
}

export function interpretationTable(snapshot: Snapshot): HTMLElement {
    return table("What the facts mean, the worst first", [
        { head: "Severity", cell: (row) => chip(verdictTone(row.severity), row.severity) },
        { head: "Rule", isRowHead: true, cell: (row) => el("code", {}, row.rule) },
        { head: "Meaning", cell: (row) => el("span", { class: "long" }, row.text) },
        { head: "Rests on", cell: (row) => el("span", { class: "long" }, row.rests_on.join(", ")) },
        { head: "Explained by", cell: (row) => row.explained_by ?? "–" },
    ], snapshot.interpretations);
}

export function factTable(plane: string, facts: readonly Fact[]): HTMLElement {
    return table(`Facts of the ${plane} plane`, [
        { head: "Fact", isRowHead: true, cell: (fact) => `${fact.component}.${fact.probe}` },
        { head: "Outcome", cell: (fact) => chip(outcomeTone(fact.outcome), fact.outcome) },
        { head: "Value", cell: (fact) => el("span", { class: "long" }, valueText(fact)) },
        { head: "Observed", cell: (fact) => timeElement(fact.observed_at, "time") },
        { head: "Took", unit: "ms", isNumber: true, cell: (fact) => String(fact.duration_ms) },
        { head: "See it yourself", cell: (fact) => el("span", { class: "long" }, el("code", {}, fact.command)) },
    ], facts);
}

export function historyTable(history: History, current: string | null): HTMLElement {
    return table("Snapshots that are kept, the newest first", [
        { head: "Taken", isRowHead: true, cell: (row) => el("a", { href: `/snapshot?id=${row.id}` }, timeElement(row.captured_at)) },
        { head: "Verdict", cell: (row) => chip(verdictTone(row.verdict), row.verdict) },
        { head: "Headline", cell: (row) => el("span", { class: "long" }, row.headline) },
        { head: "By", cell: (row) => row.operator },
    ], history.snapshots, (row) => (row.id === current ? { "aria-current": "true" } : {}));
}

export function titled(word: string): string {
    return word.charAt(0).toUpperCase() + word.slice(1);
}

function outcomeTone(outcome: string): Tone {
    return outcome === "ok" ? "good" : outcome === "not_configured" ? "calm" : "bad";
}

function planeState(snapshot: Snapshot, plane: string): [Tone, string] {
    const facts = snapshot.facts.filter((fact) => fact.plane === plane);
    const ids = new Set(facts.map((fact) => `${fact.component}.${fact.probe}`));
    const found = snapshot.interpretations.filter((row) => row.rests_on.some((id) => ids.has(id))).map((row) => row.severity);
    if (found.includes("RED")) {
        return ["bad", "RED"];
    }

    if (found.includes("YELLOW")) {
        return ["warn", "YELLOW"];
    }

    return facts.some((fact) => fact.outcome === "ok") ? ["good", "GREEN"] : ["calm", "UNSEEN"];
}

function valueText(fact: Fact): string {
    const value = fact.value === null || fact.value === undefined ? "" : typeof fact.value === "string" ? fact.value : JSON.stringify(fact.value);
    const cut = value.length > 400 ? `${value.slice(0, 400)}…` : value;
    return fact.detail ? (cut ? `${cut} (${fact.detail})` : fact.detail) : cut;
}
