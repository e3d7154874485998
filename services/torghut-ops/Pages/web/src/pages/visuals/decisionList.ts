import { downloads } from "../../core/downloads.js";
import { el } from "../../core/dom.js";
import { dollars } from "../../core/numbers.js";
import { Section } from "../../core/section.js";
import { table } from "../../core/table.js";
import { dayText, timeElement, timeText, msOf } from "../../core/time.js";
import type { DecisionItem } from "../../core/types.js";
import { shapeIcon, shapes } from "../../chart/shapes.js";

const mostRows = 200;

export function outcomeCell(decision: DecisionItem): HTMLElement {
    const known = decision.outcome in shapes ? decision.outcome : "unknown";
    return el("span", { class: "key" }, el("span", { class: "row" }, shapeIcon(known), decision.outcome));
}

export function decisionLink(decision: DecisionItem): HTMLElement {
    const words = `${decision.action} ${decision.symbol} at ${timeText(msOf(decision.at), "time")}`;
    return el("a", { href: `/decisions/${encodeURIComponent(decision.id)}`, "aria-label": `Explain: ${words}, ${decision.outcome}` }, "Explain");
}

export function decisionLinks(decisions: readonly DecisionItem[]): HTMLElement {
    return el("ul", { class: "links" }, ...decisions.slice(0, mostRows).map((decision) =>
        el(
            "li",
            {},
            el(
                "a",
                { href: `/decisions/${encodeURIComponent(decision.id)}` },
                `${decision.action} ${decision.qty ?? ""} ${decision.strategy}: ${decision.outcome}`,
            ),
        ),
    ));
}

export function decisionTable(caption: string, items: readonly DecisionItem[]): HTMLElement {
    return table(
        caption,
        [
            { head: "Time", unit: "New York", isRowHead: true, cell: (decision) => timeElement(decision.at, "time") },
            { head: "Outcome", cell: outcomeCell },
            { head: "Why", cell: decisionLink },
            { head: "Symbol", cell: (decision) => decision.symbol },
            { head: "Strategy", cell: (decision) => decision.strategy },
            { head: "Action", cell: (decision) => decision.action },
            { head: "Quantity", unit: "shares", isNumber: true, cell: (decision) => decision.qty ?? "–" },
            { head: "Limit", unit: "USD", isNumber: true, cell: (decision) => dollars(decision.limitPrice) },
            { head: "Reasons", cell: (decision) => el("span", { class: "long" }, decision.reasons.join(", ") || (decision.statusReason ?? "–")) },
        ],
        items,
    );
}

/** Every decision of what the chart shows, as a list: the marks' twin. */
export class DecisionList {
    readonly section = new Section("decisions-card", "Decisions of the day");

    show(symbol: string, day: string, items: readonly DecisionItem[], whole: boolean): void {
        if (items.length === 0) {
            this.section.empty(`No decision on ${symbol} on ${dayText(day)}.`);
            return;
        }

        const shown = items.slice(0, mostRows);
        const rest = shown.length < items.length ? `, the first ${shown.length} here` : "";
        const box = decisionTable(`${items.length}${whole ? "" : " or more"} decisions on ${symbol}${rest}`, shown);
        box.classList.add("tall");
        this.section.filled(box, downloads(`decisions on ${symbol} ${day}`, "/api/torghut/trading/decisions", { day, symbol, limit: 500 }));
    }
}
