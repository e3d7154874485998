import { getJson } from "../../core/api.js";
import { downloads } from "../../core/downloads.js";
import { button, el } from "../../core/dom.js";
import { grouped, twoPlaces } from "../../core/numbers.js";
import { Section } from "../../core/section.js";
import { fromAddress, keepInAddress } from "../../core/shell.js";
import { dayText, shiftDay, today } from "../../core/time.js";
import type { DecisionItem } from "../../core/types.js";
import { LineChart } from "../../chart/lineChart.js";
import { decisionTable } from "../visuals/decisionList.js";
import { PagedList } from "./pagedList.js";
import { sessionWords, summaryFigures } from "./summaryCards.js";
import { anomalyTable, executionTable, profitTable, rejectionBars } from "./tables.js";
import type { Execution, Summary } from "./types.js";

/** How often the figures of a day that is not over are asked for again. */
const everyMs = 30_000;

/** One trading day of one or all strategies. */
export class TradingPage {
    readonly #day = el("input", { id: "day", type: "date", required: true, value: fromAddress("day") ?? today() });
    readonly #strategy = el("select", { id: "strategy" }, el("option", { value: "" }, "All strategies"));
    readonly #summary = new Section("summary", "The day");
    readonly #equity = new Section("equity", "Equity");
    readonly #profit = new Section("profit", "Realised PnL");
    readonly #rejections = new Section("rejections", "Why decisions were refused");
    readonly #executions = new PagedList<Execution>("executions", "Orders", "/api/torghut/trading/executions", executionTable, "No order reached the broker.");
    readonly #decisions = new PagedList<DecisionItem>(
        "decisions", "Decisions", "/api/torghut/trading/decisions",
        (items) => {
            const box = decisionTable("Decisions, the newest first", items);
            box.classList.add("tall");
            return box;
        },
        "No decision was made.");
    #abort = new AbortController();
    #line: LineChart | null = null;

    constructor(place: HTMLElement) {
        const shift = (days: number) => () => {
            this.#day.value = shiftDay(this.#day.value || today(), days);
            void this.load();
        };
        this.#day.addEventListener("change", () => this.#day.value && void this.load());
        this.#strategy.addEventListener("change", () => void this.load());
        const toolbar = el(
            "section",
            { class: "card wide", "aria-label": "Choice" },
            el(
                "div",
                { class: "toolbar" },
                el(
                    "div",
                    { class: "field" },
                    el("label", { for: "day" }, "Trading day (New York)"),
                    el(
                        "div",
                        { class: "row" },
                        button("◀", shift(-1), { "aria-label": "Day before" }),
                        this.#day,
                        button("▶", shift(1), { "aria-label": "Day after" }),
                    ),
                ),
                el("div", { class: "field" }, el("label", { for: "strategy" }, "Strategy"), this.#strategy),
                el("a", { class: "button quiet", href: "/why" }, "Why was there no trade?"),
            ),
        );
        this.#summary.root.classList.add("wide");
        this.#executions.section.root.classList.add("wide");
        this.#decisions.section.root.classList.add("wide");
        place.append(el("div", { class: "grid" }, toolbar, this.#summary.root, this.#equity.root, this.#rejections.root, this.#profit.root,
            this.#executions.section.root, this.#decisions.section.root));
        this.#profit.root.classList.add("wide");
    }

    async start(): Promise<void> {
        void this.#loadStrategies();
        setInterval(() => document.visibilityState === "visible" && this.#day.value === today() && void this.#loadSummary(), everyMs);
        await this.load();
    }

    async load(): Promise<void> {
        this.#abort.abort();
        this.#abort = new AbortController();
        const parameters = this.#parameters();
        keepInAddress(parameters);
        void this.#executions.load(parameters);
        void this.#decisions.load(parameters);
        await this.#loadSummary();
    }

    #parameters(): { day: string; strategy: string | null } {
        const isListed = this.#strategy.options.length > 1;
        return { day: this.#day.value, strategy: isListed ? this.#strategy.value || null : fromAddress("strategy") };
    }

    async #loadSummary(): Promise<void> {
        const signal = this.#abort.signal;
        const sections = [this.#summary, this.#equity, this.#profit, this.#rejections];
        sections.forEach((section) => section.loading());
        try {
            const parameters = this.#parameters();
            this.#show(await getJson<Summary>("/api/torghut/trading/summary", parameters, signal), parameters.day);
        } catch (error) {
            if (!signal.aborted) {
                sections.forEach((section) => section.error(error, section === this.#summary ? () => void this.load() : undefined));
            }
        }
    }

    async #loadStrategies(): Promise<void> {
        const asked = fromAddress("strategy");
        try {
            const { strategies } = await getJson<{ strategies: { name: string }[] }>("/api/torghut/trading/strategies");
            const names = [...new Set([...strategies.map((strategy) => strategy.name), ...(asked ? [asked] : [])])];
            this.#strategy.append(...names.map((name) => el("option", { value: name, selected: name === asked }, name)));
        } catch {
            // The summary says of the same store that it is away; without the list there is only "all".
            this.#strategy.disabled = true;
        }
    }

    #show(summary: Summary, day: string): void {
        const isQuiet = summary.decisions.total === 0 && summary.executions.total === 0;
        const head = el("p", {}, el("strong", {}, dayText(day)), ". ", ...sessionWords(summary), summary.account ? `. Account ${summary.account}.` : ".");
        if (isQuiet) {
            this.#summary.empty(`Nothing was decided or ordered on ${dayText(day)}.`, head);
        } else {
            const parameters = { day, strategy: this.#strategy.value };
            this.#summary.filled(head, summaryFigures(summary), downloads(`summary ${day}`, "/api/torghut/trading/summary", parameters));
        }

        this.#showEquity(summary);
        this.#showProfit(summary, day);
        if (summary.rejections.length > 0) {
            const hint = el("p", { class: "hint" }, "How often each reason stood against a decision; one decision may have several.");
            this.#rejections.filled(hint, rejectionBars(summary.rejections));
        } else {
            this.#rejections.empty("Nothing was refused.");
        }
    }

    #showEquity(summary: Summary): void {
        const values = summary.equityCurve
            .map(([t, equity]) => ({ t: Math.floor(t), value: Number(equity), text: equity }))
            .filter(({ t }, index, all) => t > (all[index - 1]?.t ?? 0));
        const [first, last] = [values[0], values.at(-1)];
        if (!first || !last) {
            this.#equity.empty("No snapshot of the account on this day.");
            return;
        }

        const lowest = values.reduce((low, one) => (one.value < low.value ? one : low), first);
        const highest = values.reduce((high, one) => (one.value > high.value ? one : high), first);
        const [from, to, low, high] = [first, last, lowest, highest].map(({ text }) => grouped(twoPlaces(text)));
        const words = `Equity in USD from ${from} to ${to}, between ${low} and ${high}`;
        this.#line ??= new LineChart();
        this.#equity.filled(el("p", {}, words), this.#line.host);
        this.#line.show(words, values);
    }

    #showProfit(summary: Summary, day: string): void {
        const { byStrategy, bySymbol, anomalies, anomaliesTotal } = summary.pnl;
        if (bySymbol.length === 0 && anomaliesTotal === 0) {
            this.#profit.empty("No position was closed.");
            return;
        }

        const more = anomaliesTotal > anomalies.length ? el("p", { class: "hint" }, `${anomalies.length} of ${anomaliesTotal} are shown.`) : null;
        this.#profit.filled(
            profitTable("By strategy, at average cost", byStrategy, day),
            profitTable("By strategy and symbol, at average cost", bySymbol, day),
            anomalies.length > 0 && anomalyTable(anomalies),
            more,
        );
    }
}
