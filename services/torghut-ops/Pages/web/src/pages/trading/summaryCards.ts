import { el, type Child } from "../../core/dom.js";
import { count, dollars, grouped, percent } from "../../core/numbers.js";
import { timeElement } from "../../core/time.js";
import type { Summary } from "./types.js";

/** The day in a few figures, the one that matters most first. */
export function summaryFigures(summary: Summary): HTMLElement {
    const { pnl, winRate, equity, decisions, executions } = summary;
    const external = executions.external > 0 ? `, ${executions.external} external` : "";
    const statuses = Object.entries(decisions.byStatus).map(([status, number]) => `${status} ${count(number)}`).join(", ");
    return el(
        "dl",
        { class: "figures" },
        figure("Realised PnL", "realised", dollars(pnl.realised, true), "average cost, without fees"),
        figure(
            "Equity change",
            "equity-delta",
            equity ? dollars(equity.delta, true) : "–",
            equity ? el("span", {}, dollars(equity.start), " → ", dollars(equity.end)) : "no snapshot of the account",
        ),
        figure("Fees", "fees", pnl.fees === "missing" ? "missing" : dollars(pnl.fees), pnl.feesText),
        figure("Win rate", "win-rate", percent(winRate.rate), `of ${grouped(winRate.closedQuantity)} shares closed in ${count(winRate.count)} fills`),
        figure("Decisions", "decisions", count(decisions.total), statuses),
        figure("Orders", "executions", count(executions.total),
            `${count(executions.filled)} filled, ${count(executions.partiallyFilled)} in part, ${count(executions.unfilled)} not${external}`),
    );
}

/** What kind of day it was, in New York's words. */
export function sessionWords(summary: Summary): Child[] {
    const session = summary.range.session;
    if (!session) {
        return [];
    }

    if (!session.open) {
        return [`No session: ${session.kind}${session.name ? ` (${session.name})` : ""}`];
    }

    const early = session.kind === "early_close" ? `, early close${session.name ? ` (${session.name})` : ""}` : "";
    return ["Session ", timeElement(session.open, "minute"), " to ", timeElement(session.close, "minute"), early];
}

function figure(name: string, key: string, value: Child, hint: Child): HTMLElement {
    return el("div", { "data-figure": key }, el("dt", {}, name), el("dd", {}, value), el("dd", { class: "small none" }, hint));
}
