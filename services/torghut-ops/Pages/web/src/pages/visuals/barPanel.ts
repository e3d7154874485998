import { getJson } from "../../core/api.js";
import { button, el, type Child } from "../../core/dom.js";
import { count, exact } from "../../core/numbers.js";
import { Section } from "../../core/section.js";
import { table } from "../../core/table.js";
import { isoOf, timeElement, timeText } from "../../core/time.js";
import type { DecisionItem, Rows } from "../../core/types.js";
import { barOf, type Bar, type Point } from "../../chart/points.js";
import { whyAddress } from "../why/types.js";
import { decisionLinks } from "./decisionList.js";

interface Ticks {
    windowStart: string;
    windowEnd: string;
    trades: {
        topic: string;
        partition: number;
        offset: number;
        eventTs: string;
        price: number;
        size: number;
        exchange: string;
        conditions: string | string[];
        tradeId: number | string;
    }[];
    quotes: { first: number; last: number } | null;
    complete: boolean;
    why: string | null;
}

/** What a candle was made of: its seconds, and the offsets of their ticks. */
export class BarPanel {
    readonly section = new Section("bar-card", "The chosen step");
    readonly #ticks = el("div", { class: "stack tight", id: "ticks" });
    #symbol = "";

    show(symbol: string, point: Point, step: number, decisions: readonly DecisionItem[]): void {
        this.#symbol = symbol;
        this.section.root.hidden = false;
        this.#ticks.replaceChildren();
        const list = decisions.length > 0
            ? [el("p", {}, `${decisions.length} decisions at ${timeText(point.t * 1000, "time")}:`), decisionLinks(decisions)]
            : [el("p", {}, el("a", { href: whyAddress(symbol, isoOf((point.t + step) * 1000)) }, "Why was there no trade?"))];
        if (step === 1) {
            this.section.filled(...list, this.#seconds([{ t: point.t, bar: point.bar }]), this.#ticks);
        } else {
            void this.#loadSeconds(point, step, list);
        }

        this.section.root.scrollIntoView({ block: "nearest" });
    }

    async #loadSeconds(point: Point, step: number, list: Child[]): Promise<void> {
        this.section.loading();
        try {
            const rows = await getJson<Rows>("/api/torghut/ta/bars", {
                symbol: this.#symbol, from: isoOf(point.t * 1000), to: isoOf((point.t + step) * 1000), step: 1, limit: step,
            });
            this.section.filled(...list, this.#seconds(rows.rows.map((row) => barOf(rows.columns, row))), this.#ticks);
        } catch (error) {
            this.section.error(error, () => void this.#loadSeconds(point, step, list));
        }
    }

    #seconds(rows: readonly { t: number; bar: Bar | null }[]): HTMLElement {
        if (rows.length === 0) {
            return el("p", { class: "nothing" }, "No trade in it.");
        }

        const box = table(
            `Seconds of the step; prices in USD, volume in shares`,
            [
                { head: "Second", isRowHead: true, cell: ({ t }) => timeElement(t * 1000, "time") },
                {
                    head: "Ticks",
                    cell: ({ t }) => button("Raw ticks", () => void this.#loadTicks(t), { "aria-label": `Raw ticks of ${timeText(t * 1000, "time")}` }),
                },
                { head: "Open", isNumber: true, cell: ({ bar }) => exact(bar?.o, 4) },
                { head: "High", isNumber: true, cell: ({ bar }) => exact(bar?.h, 4) },
                { head: "Low", isNumber: true, cell: ({ bar }) => exact(bar?.l, 4) },
                { head: "Close", isNumber: true, cell: ({ bar }) => exact(bar?.c, 4) },
                { head: "Volume", isNumber: true, cell: ({ bar }) => exact(bar?.v, 0) },
                { head: "VWAP", isNumber: true, cell: ({ bar }) => exact(bar?.vwap, 4) },
                { head: "Trades", isNumber: true, cell: ({ bar }) => count(bar?.count) },
            ],
            rows,
        );
        box.classList.add("tall");
        return box;
    }

    async #loadTicks(t: number): Promise<void> {
        const section = new Section("ticks-card", `Raw ticks of ${timeText(t * 1000, "time")}`);
        this.#ticks.replaceChildren(section.root);
        try {
            const ticks = await getJson<Ticks>("/api/torghut/ta/ticks", { symbol: this.#symbol, at: t });
            const note = ticks.complete ? null : el("p", { class: "notice warn" }, `Not all of them: ${ticks.why ?? "the service did not say why"}`);
            if (ticks.trades.length === 0) {
                section.empty("No trade of this second is kept.", note);
                return;
            }

            section.filled(note, tickTable(ticks));
        } catch (error) {
            section.error(error, () => void this.#loadTicks(t));
        }
    }
}

function tickTable(ticks: Ticks): HTMLElement {
    const box = table(
        "Trades by topic, partition and offset; price in USD, size in shares",
        [
            { head: "Topic", isRowHead: true, cell: (tick) => el("code", {}, tick.topic) },
            { head: "Partition", isNumber: true, cell: (tick) => String(tick.partition) },
            { head: "Offset", isNumber: true, cell: (tick) => String(tick.offset) },
            { head: "Event time", cell: (tick) => timeElement(tick.eventTs, "time") },
            { head: "Price", isNumber: true, cell: (tick) => exact(tick.price, 4) },
            { head: "Size", isNumber: true, cell: (tick) => exact(tick.size, 0) },
            { head: "Exchange", cell: (tick) => tick.exchange },
            { head: "Conditions", cell: (tick) => (Array.isArray(tick.conditions) ? tick.conditions.join(" ") : tick.conditions) },
            { head: "Trade id", isNumber: true, cell: (tick) => String(tick.tradeId) },
        ],
        ticks.trades,
    );
    box.classList.add("tall");
    return box;
}
