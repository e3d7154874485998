import { el, type Child } from "../../core/dom.js";
import { chip } from "../../core/marks.js";
import { count } from "../../core/numbers.js";
import { table } from "../../core/table.js";
import { timeElement } from "../../core/time.js";
import type { Latch, NoTrade, Reason, StrategyState } from "./types.js";

export function reasonTable(reasons: readonly Reason[]): HTMLElement {
    return table("Reasons, the weightiest first", [
        { head: "Reason", isRowHead: true, cell: (reason) => el("code", {}, reason.code) },
        { head: "Meaning", cell: (reason) => el("span", { class: "long" }, reason.text) },
        { head: "Known from", cell: (reason) => reason.source },
    ], reasons);
}

export function strategyTable(strategies: readonly StrategyState[]): HTMLElement {
    return table("Strategies as the catalogue stands now", [
        { head: "Strategy", isRowHead: true, cell: (strategy) => strategy.name },
        { head: "Watches the symbol", cell: (strategy) => (strategy.watches ? "yes" : "no") },
        { head: "State", cell: stateOf },
        { head: "Why", cell: (strategy) => el("span", { class: "long" }, strategy.suspendedReason ?? "–") },
    ], strategies);
}

export function latchTable(latches: readonly Latch[]): HTMLElement {
    return table("Latches as they were engaged last", [
        { head: "Latch", isRowHead: true, cell: (latch) => el("code", {}, latch.latch) },
        { head: "State now", cell: (latch) => (latch.engaged ? chip("bad", "engaged") : chip("calm", "released")) },
        { head: "Engaged", cell: (latch) => timeElement(latch.engagedAt) },
        { head: "Released", cell: (latch) => timeElement(latch.releasedAt) },
        { head: "By", cell: (latch) => latch.actor },
        { head: "Reason", cell: (latch) => el("span", { class: "long" }, latch.reason) },
    ], latches);
}

/** What else was looked at, and what it said. */
export function otherFacts({ session, signals, lastTick, account }: NoTrade): HTMLElement {
    const { open, close, kind, name } = session.session;
    const hours: Child[] = open && close ? [timeElement(open, "minute"), " to ", timeElement(close, "minute")] : [name ?? kind];
    const tick: Child[] = lastTick.missing
        ? [lastTick.missing]
        : [timeElement(lastTick.marketTime ?? lastTick.at), `: ${[lastTick.outcome, lastTick.noSignalReason].filter(Boolean).join(", ") || "not said"}`];
    const facts: [string, Child[]][] = [
        ["Session", [...hours, session.isOpen ? ", open then" : ", closed then"]],
        ["Signals of the minute before", signals.missing
            ? [signals.missing]
            : [count(signals.count), ...(signals.newestAt ? [", the newest of ", timeElement(signals.newestAt, "time")] : [])]],
        ["Last tick", tick],
        ["Account", [account ?? "none has traded"]],
    ];
    return el("dl", { class: "facts" }, ...facts.flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, ...value)]));
}

function stateOf(strategy: StrategyState): HTMLElement {
    if (!strategy.enabled) {
        return chip("calm", "off");
    }

    return strategy.suspendedAt ? chip("warn", "suspended") : chip("good", "on");
}
