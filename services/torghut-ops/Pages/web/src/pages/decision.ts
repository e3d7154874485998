import { getJson } from "../core/api.js";
import { el, type Child } from "../core/dom.js";
import { dollars, grouped } from "../core/numbers.js";
import { Problem } from "../core/problem.js";
import { Section } from "../core/section.js";
import { idOfPath, startShell } from "../core/shell.js";
import { timeElement, wall, msOf } from "../core/time.js";
import type { DecisionItem } from "../core/types.js";
import { factList, type Fact } from "./decision/facts.js";
import { outcomeCell } from "./visuals/decisionList.js";
import { whyAddress } from "./why/types.js";

interface Source {
    kind: "kafka" | "clickhouse" | "postgres";
    topic: string | null;
    partition: number | null;
    offset: number | null;
    lastOffset?: number | null;
    table: string | null;
    key: string | null;
}

interface Step {
    step: string;
    title: string;
    at: string | null;
    source: Source | null;
    facts: Fact[];
    missing: string | null;
}

interface Explanation {
    decision: DecisionItem;
    chain: Step[];
    reasons: { code: string; text: string | null }[];
}

const head = new Section("decision", "What was decided");
const chain = new Section("chain", "From the ticks to the fills");
const reasons = new Section("reasons", "Reasons against it");
const id = idOfPath();
startShell().append(el("div", { class: "stack" }, head.root, reasons.root, chain.root));
void load();

async function load(): Promise<void> {
    for (const section of [head, reasons, chain]) {
        section.loading();
    }

    try {
        show(await getJson<Explanation>(`/api/torghut/trading/decisions/${encodeURIComponent(id)}`));
    } catch (error) {
        const problem = Problem.from(error);
        const words = problem.status === 404 ? new Problem(404, "No such decision", `There is no decision with the id ${id}.`) : problem;
        head.error(words, problem.status === 404 ? undefined : () => void load());
        reasons.empty("Not known.");
        chain.empty("Not known.");
    }
}

function show({ decision, chain: steps, reasons: found }: Explanation): void {
    document.title = `${decision.action} ${decision.symbol} · Decision · Torghut`;
    const day = wall(msOf(decision.at)).day;
    head.filled(
        el(
            "dl",
            { class: "figures" },
            figure("Outcome", outcomeCell(decision)),
            figure("Action", `${decision.action} ${decision.symbol}`),
            figure("Quantity", decision.qty ? `${grouped(decision.qty)} shares` : "not sized"),
            figure("Limit", decision.limitPrice ? dollars(decision.limitPrice) : "none"),
            figure("Strategy", decision.strategy),
            figure("Status", decision.statusReason ? `${decision.status}: ${decision.statusReason}` : decision.status),
        ),
        el("p", {}, "Decided ", timeElement(decision.at), ". Id ", el("code", {}, decision.id)),
        el("ul", { class: "links" },
            el("li", {}, el("a", { href: `/visuals?symbol=${encodeURIComponent(decision.symbol)}&day=${day}` }, `Chart of ${decision.symbol} that day`)),
            el("li", {}, el("a", { href: `/trading?day=${day}` }, "Trading that day")),
            el("li", {}, el("a", { href: whyAddress(decision.symbol, decision.at) }, "Why there was no trade then"))),
    );
    if (found.length > 0) {
        reasons.filled(el("ul", { class: "plain" }, ...found.map(({ code, text }) => el("li", {}, el("code", {}, code), text ? ` ${text}` : ""))));
    } else {
        reasons.empty("None.");
    }

    if (steps.length > 0) {
        chain.filled(el("ol", { class: "chain" }, ...steps.map(stepItem)));
    } else {
        chain.empty("Nothing of it is kept.");
    }
}

function stepItem(step: Step, index: number): HTMLElement {
    return el(
        "li",
        { class: step.missing ? "missing" : undefined, "data-step": step.step },
        el("span", { class: "step", "aria-hidden": "true" }, index + 1),
        el("h3", {}, step.title),
        step.at && el("p", {}, timeElement(step.at)),
        step.missing && el("p", { class: "notice warn" }, `Not shown: ${step.missing}`),
        step.facts.length > 0 && factList(step.facts),
        step.source && el("p", { class: "hint" }, "Source: ", el("code", {}, sourceText(step.source))),
    );
}

function sourceText(source: Source): string {
    if (source.kind === "kafka") {
        const last = source.lastOffset !== null && source.lastOffset !== undefined && source.lastOffset !== source.offset ? `–${source.lastOffset}` : "";
        return `kafka ${source.topic ?? ""} partition ${source.partition ?? "?"} offset ${source.offset ?? "?"}${last}`;
    }

    return `${source.kind} ${source.table ?? ""} ${source.key ?? ""}`.trim();
}

function figure(name: string, value: Child): HTMLElement {
    return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}
