import { getJson } from "../core/api.js";
import { downloads } from "../core/downloads.js";
import { button, el } from "../core/dom.js";
import { chip } from "../core/marks.js";
import { exact } from "../core/numbers.js";
import { Problem } from "../core/problem.js";
import { Section } from "../core/section.js";
import { startShell } from "../core/shell.js";
import { table } from "../core/table.js";
import { ageText, timeElement } from "../core/time.js";
import type { LatestItem, SymbolItem } from "../core/types.js";

/** Older than this the newest bar is called out. */
const lateSeconds = 60;
const everyMs = 15_000;

const filter = el("input", { id: "filter", type: "search", autocomplete: "off" });
const universe = new Section(
    "universe", "Universe",
    el("div", { class: "field" }, el("label", { for: "filter" }, "Filter by symbol"), filter),
    button("Refresh", () => void load()));
let items: SymbolItem[] = [];
let latest = new Map<string, LatestItem>();
let away: Problem | null = null;

startShell().append(el("div", { class: "stack" }, universe.root));
filter.addEventListener("input", show);
void load();
setInterval(() => document.visibilityState === "visible" && void load(), everyMs);

async function load(): Promise<void> {
    universe.loading();
    try {
        items = (await getJson<{ items: SymbolItem[] }>("/api/torghut/symbols", { full: 1 })).items;
    } catch (error) {
        universe.error(error, () => void load());
        return;
    }

    try {
        const answer = await getJson<{ items: LatestItem[] }>("/api/torghut/ta/latest");
        latest = new Map(answer.items.map((item) => [item.symbol, item]));
        away = null;
    } catch (error) {
        away = Problem.from(error);
    }

    show();
}

function show(): void {
    if (items.length === 0) {
        universe.empty("The universe has no symbols: nothing is subscribed and nothing traded.");
        return;
    }

    const asked = filter.value.trim().toUpperCase();
    const shown = items.filter((item) => item.symbol.includes(asked));
    const enabled = items.filter((item) => item.enabled).length;
    universe.filled(
        el("p", {}, `${enabled} of ${items.length} symbols are enabled.`),
        shown.length > 0 ? symbolTable(shown) : el("p", { class: "nothing" }, `No symbol has "${asked}" in it.`),
        downloads("newest bars and signals", "/api/torghut/ta/latest", {}),
    );
    if (away) {
        universe.stale(`Prices and their age are ${latest.size > 0 ? "old" : "not known"}. ${away.message}`);
    }
}

function symbolTable(shown: readonly SymbolItem[]): HTMLElement {
    return table(
        "Symbols; prices in USD, times of New York",
        [
            { head: "Symbol", isRowHead: true, cell: (item) => el("a", { href: `/visuals?symbol=${encodeURIComponent(item.symbol)}` }, item.symbol) },
            { head: "State", cell: (item) => (item.enabled ? chip("good", "enabled") : chip("calm", "disabled")) },
            { head: "Close", unit: "USD", isNumber: true, cell: (item) => exact(latest.get(item.symbol)?.bar?.c, 2) },
            { head: "RSI 14", isNumber: true, cell: (item) => exact(latest.get(item.symbol)?.signal?.["rsi14"] as number | undefined, 1) },
            { head: "Newest bar", cell: (item) => timeElement(latest.get(item.symbol)?.bar?.eventTs, "time") },
            { head: "Age", cell: (item) => age(item) },
            { head: "Changed", cell: (item) => timeElement(item.updated_at) },
            { head: "By", cell: (item) => item.updated_by },
            { head: "Reason", cell: (item) => el("span", { class: "long" }, item.reason ?? "–") },
        ],
        shown,
    );
}

function age(item: SymbolItem): HTMLElement {
    const lag = latest.get(item.symbol)?.lagSeconds;
    if (lag === null || lag === undefined) {
        return el("span", { class: "none" }, "no bar");
    }

    return lag <= lateSeconds ? chip("good", ageText(lag)) : chip(item.enabled ? "warn" : "calm", ageText(lag));
}
