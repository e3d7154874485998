import { el, svg, type Child } from "../../core/dom.js";
import { chip } from "../../core/marks.js";
import { count, dollars, grouped, percent } from "../../core/numbers.js";
import { table } from "../../core/table.js";
import { timeElement } from "../../core/time.js";
import type { Anomaly, Execution, ProfitLine, Summary } from "./types.js";

export function profitTable(caption: string, lines: readonly ProfitLine[], day: string): HTMLElement {
    const hasSymbols = lines.some((line) => line.symbol);
    return table(
        caption,
        [
            { head: "Strategy", isRowHead: true, cell: (line) => line.strategy ?? "none behind it" },
            ...(hasSymbols
                ? [{ head: "Symbol", cell: ({ symbol = "" }: ProfitLine) => el("a", { href: chartOf(symbol, day) }, symbol) }]
                : []),
            { head: "Realised", unit: "USD", isNumber: true, cell: (line) => dollars(line.realised, true) },
            { head: "Closed", unit: "shares", isNumber: true, cell: (line) => grouped(line.closedQty) },
            { head: "Win rate", isNumber: true, cell: (line) => percent(line.winRate) },
            { head: "Closing fills", isNumber: true, cell: (line) => `${count(line.closings)} (${count(line.wins)} won, ${count(line.losses)} lost)` },
        ],
        lines,
    );
}

export function anomalyTable(anomalies: readonly Anomaly[]): HTMLElement {
    return table(
        "What does not add up, and was left out of the profit",
        [
            { head: "Time", isRowHead: true, cell: (anomaly) => timeElement(anomaly.at, "time") },
            { head: "What", cell: (anomaly) => chip("warn", anomaly.code) },
            { head: "Symbol", cell: (anomaly) => anomaly.symbol },
            { head: "Strategy", cell: (anomaly) => anomaly.strategy ?? "–" },
            { head: "Quantity", unit: "shares", isNumber: true, cell: (anomaly) => grouped(anomaly.qty) },
            { head: "Meaning", cell: (anomaly) => el("span", { class: "long" }, anomaly.text) },
        ],
        anomalies,
    );
}

export function executionTable(items: readonly Execution[]): HTMLElement {
    const box = table(
        "Orders at the broker, the newest first",
        [
            { head: "Time", unit: "New York", isRowHead: true, cell: (order) => timeElement(order.at, "time") },
            { head: "Symbol", cell: (order) => order.symbol },
            { head: "Side", cell: (order) => order.side },
            { head: "Status", cell: (order) => (order.external ? [order.status, " ", chip("warn", "external")] : order.status) },
            { head: "Quantity", unit: "shares", isNumber: true, cell: (order) => (order.qty ? grouped(order.qty) : "–") },
            { head: "Filled", unit: "shares", isNumber: true, cell: (order) => grouped(order.filledQty) },
            { head: "Average", unit: "USD", isNumber: true, cell: (order) => dollars(order.filledAvgPrice) },
            { head: "Limit", unit: "USD", isNumber: true, cell: (order) => dollars(order.limitPrice) },
            { head: "Strategy", cell: (order) => order.strategy ?? "–" },
            { head: "Why", cell: explainLink },
        ],
        items,
    );
    box.classList.add("tall");
    return box;
}

/** Bars beside their words and counts: the length says again what the number says. */
export function rejectionBars(rejections: Summary["rejections"]): HTMLElement {
    const most = Math.max(...rejections.map((rejection) => rejection.count), 1);
    return el(
        "ul",
        { class: "bars" },
        ...rejections.map(({ reason, count: number, text }) =>
            el(
                "li",
                {},
                el("span", {}, el("code", {}, reason), text && el("span", { class: "hint" }, ` ${text}`)),
                el("data", { value: number }, count(number)),
                svg(
                    "svg",
                    { "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 10" },
                    svg("rect", { class: "back", width: 100, height: 10 }),
                    svg("rect", { class: "part", width: (number / most) * 100, height: 10 }),
                ),
            ),
        ),
    );
}

function explainLink(order: Execution): Child {
    return order.decisionId
        ? el("a", { href: `/decisions/${encodeURIComponent(order.decisionId)}`, "aria-label": `Explain the order of ${order.symbol}` }, "Explain")
        : "no decision";
}

function chartOf(symbol: string, day: string): string {
    return `/visuals?symbol=${encodeURIComponent(symbol)}&day=${day}`;
}
