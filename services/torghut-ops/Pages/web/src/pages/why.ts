import { getJson, type Parameters } from "../core/api.js";
import { downloads } from "../core/downloads.js";
import { el } from "../core/dom.js";
import { Section } from "../core/section.js";
import { fromAddress, keepInAddress, startShell } from "../core/shell.js";
import { isoOf, msOf, msOfWall, timeElement, wall } from "../core/time.js";
import type { SymbolItem } from "../core/types.js";
import { decisionTable } from "./visuals/decisionList.js";
import { latchTable, otherFacts, reasonTable, strategyTable } from "./why/tables.js";
import type { NoTrade } from "./why/types.js";

const asked = { symbol: fromAddress("symbol"), strategy: fromAddress("strategy"), at: fromAddress("at") };
const at = wall(asked.at && !Number.isNaN(msOf(asked.at)) ? msOf(asked.at) : Date.now());
const symbol = el("select", { id: "symbol", required: true });
const strategy = el("select", { id: "strategy" }, el("option", { value: "" }, "Any strategy"));
const day = el("input", { id: "day", type: "date", required: true, value: at.day });
const time = el("input", { id: "time", type: "time", step: 1, required: true, value: at.time });
const answer = new Section("answer", "Why there was no trade");
const near = new Section("near", "Decisions within five minutes");
const seen = new Section("seen", "What was looked at");
let abort = new AbortController();

const form = el(
    "form",
    { class: "toolbar", "aria-label": "A moment" },
    field("Symbol", symbol),
    field("Day (New York)", day),
    field("Time (New York)", time),
    field("Strategy", strategy),
    el("button", { type: "submit", class: "primary" }, "Explain"),
);
form.addEventListener("submit", (event) => {
    event.preventDefault();
    void load();
});
startShell().append(el("div", { class: "stack" }, el("section", { class: "card", "aria-label": "Choice" }, form), answer.root, near.root, seen.root));
void start();

async function start(): Promise<void> {
    try {
        const { items } = await getJson<{ items: SymbolItem[] }>("/api/torghut/symbols", { full: 1 });
        offer(symbol, items.map((item) => item.symbol), asked.symbol);
    } catch (error) {
        answer.error(error, () => void start());
        near.empty("Not known without a symbol.");
        seen.empty("Not known without a symbol.");
        return;
    }

    await loadStrategies();
    if (!symbol.value) {
        answer.empty("The universe has no symbols.");
    } else if (asked.symbol && asked.at) {
        await load();
        return;
    } else {
        answer.empty("Choose a symbol and a moment.");
    }

    near.empty("Nothing was asked.");
    seen.empty("Nothing was asked.");
}

async function loadStrategies(): Promise<void> {
    try {
        const { strategies } = await getJson<{ strategies: { name: string }[] }>("/api/torghut/trading/strategies");
        offer(strategy, strategies.map(({ name }) => name), asked.strategy);
    } catch {
        // The answer says of the same store that it is away; without the list there is only "any".
        strategy.disabled = true;
    }
}

async function load(): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    const parameters: Parameters = { symbol: symbol.value, at: isoOf(msOfWall(day.value, time.value)), strategy: strategy.value };
    keepInAddress({ symbol: symbol.value, at: String(parameters["at"]), strategy: strategy.value || null });
    for (const section of [answer, near, seen]) {
        section.loading();
    }

    try {
        show(await getJson<NoTrade>("/api/torghut/trading/why", parameters, signal), parameters);
    } catch (error) {
        if (!signal.aborted) {
            answer.error(error, () => void load());
            near.error(error);
            seen.error(error);
        }
    }
}

function show(found: NoTrade, parameters: Parameters): void {
    const when = el("p", {}, `${found.symbol} at `, timeElement(found.at), found.strategy ? ` by ${found.strategy}. ` : ". ",
        el("a", { href: `/visuals?symbol=${encodeURIComponent(found.symbol)}&day=${found.session.day}` }, "Chart of that day"));
    answer.filled(when, reasonTable(found.reasons), downloads(`reasons ${found.symbol}`, "/api/torghut/trading/why", parameters));
    if (found.decisions.length > 0) {
        near.filled(decisionTable("Decisions on the symbol, the newest first", found.decisions));
    } else {
        near.empty("There was none.");
    }

    seen.filled(
        otherFacts(found),
        found.strategies.length > 0 && strategyTable(found.strategies),
        found.latches.length > 0 && latchTable(found.latches),
    );
}

function offer(choice: HTMLSelectElement, names: readonly string[], wanted: string | null): void {
    const all = [...new Set([...names, ...(wanted ? [wanted] : [])])];
    choice.append(...all.map((name) => el("option", { value: name, selected: name === wanted }, name)));
}

function field(words: string, input: HTMLElement): HTMLElement {
    return el("div", { class: "field" }, el("label", { for: input.id }, words), input);
}
