import { getJson } from "../core/api.js";
import { el } from "../core/dom.js";
import { chip } from "../core/marks.js";
import { count, exact } from "../core/numbers.js";
import { Section } from "../core/section.js";
import { startShell } from "../core/shell.js";
import { table } from "../core/table.js";
import { ageText, msOf, shiftDay, timeElement, today } from "../core/time.js";
import type { LatestItem, Session, TradingDay } from "../core/types.js";
import { banner } from "./snapshot/views.js";
import type { Snapshot } from "./snapshot/types.js";
import { summaryFigures } from "./trading/summaryCards.js";
import type { Summary } from "./trading/types.js";

const everyMs = 15_000;
const lateSeconds = 60;

const system = new Section("system", "System");
const market = new Section("market", "Market");
const trading = new Section("trading", "Trading today");
const data = new Section("data", "Market data");
const backtests = new Section("backtests", "Backtests");

system.root.classList.add("wide");
startShell().append(el("div", { class: "grid" }, system.root, market.root, data.root, trading.root, backtests.root));
trading.root.classList.add("wide");
const parts: [Section, () => Promise<void>][] = [
    [system, loadSystem],
    [market, loadMarket],
    [trading, loadTrading],
    [data, loadData],
    [backtests, loadBacktests],
];
parts.forEach(([section, load]) => void run(section, load));
setInterval(() => {
    if (document.visibilityState === "visible") {
        parts.slice(0, 4).forEach(([section, load]) => void run(section, load));
    }
}, everyMs);

async function run(section: Section, load: () => Promise<void>): Promise<void> {
    section.loading();
    try {
        await load();
        section.root.setAttribute("aria-busy", "false");
    } catch (error) {
        section.error(error, () => void run(section, load));
    }
}

async function loadSystem(): Promise<void> {
    const snapshot = await getJson<Snapshot>("/api/snapshot", { format: "json" });
    const [action] = snapshot.next_actions;
    system.filled(
        banner(snapshot, action ? el("p", {}, `Next: ${action.owner}: ${action.action}`) : null),
        el(
            "p",
            {},
            "Seen ",
            timeElement(snapshot.metadata.capture_ended, "time"),
            `, confidence ${snapshot.confidence}. `,
            el("a", { href: "/snapshot" }, "All the evidence"),
        ),
    );
}

async function loadMarket(): Promise<void> {
    const day = today();
    const { days } = await getJson<{ days: TradingDay[] }>("/api/torghut/calendar", { from: day, to: shiftDay(day, 7) });
    const now = Date.now();
    const [current] = days;
    const next = days.find(({ session }) => session.open && msOf(session.open) > now);
    market.filled(
        el("p", {}, current ? marketChip(current.session, now) : chip("calm", "not known")),
        el(
            "dl",
            { class: "facts" },
            el("dt", {}, "Today"),
            el("dd", {}, ...(current ? sessionHours(current.session) : ["–"])),
            el("dt", {}, "Opens next"),
            el("dd", {}, next ? timeElement(next.session.open) : "–", next?.session.open ? ` (in ${ageText((msOf(next.session.open) - now) / 1000)})` : ""),
        ),
    );
}

function sessionHours({ open, close, kind, name }: Session): (HTMLElement | string)[] {
    return open ? [timeElement(open, "minute"), " to ", timeElement(close, "minute"), kind === "early_close" ? ", early close" : ""] : [name ?? kind];
}

function marketChip(session: Session, now: number): HTMLElement {
    if (!session.open || !session.close) {
        return chip("calm", `Closed: ${session.name ?? session.kind}`);
    }

    const isOpen = now >= msOf(session.open) && now < msOf(session.close);
    return isOpen ? chip("good", `Open, closes in ${ageText((msOf(session.close) - now) / 1000)}`) : chip("calm", "Closed");
}

async function loadTrading(): Promise<void> {
    const day = today();
    const summary = await getJson<Summary>("/api/torghut/trading/summary", { day });
    const link = el("p", {}, el("a", { href: "/trading" }, "Everything of the day"));
    if (summary.decisions.total === 0 && summary.executions.total === 0) {
        trading.empty("Nothing was decided or ordered today.", link);
        return;
    }

    const worst = summary.rejections.slice(0, 3).map((row) => `${row.reason} ${count(row.count)}`).join(", ");
    trading.filled(summaryFigures(summary), worst && el("p", {}, `Refused most often for: ${worst}.`), link);
}

async function loadData(): Promise<void> {
    const { items } = await getJson<{ items: LatestItem[] }>("/api/torghut/ta/latest");
    if (items.length === 0) {
        data.empty("No bar has been written yet.");
        return;
    }

    const late = items.filter((item) => (item.lagSeconds ?? Infinity) > lateSeconds);
    const state = late.length === 0 ? chip("good", "All fresh") : chip("warn", `${late.length} of ${items.length} late`);
    const shown = items.toSorted((a, b) => (b.lagSeconds ?? 0) - (a.lagSeconds ?? 0)).slice(0, 8);
    data.filled(
        el("p", {}, state, ` bars not older than ${lateSeconds} s are fresh.`),
        table("The oldest first; prices in USD", [
            { head: "Symbol", isRowHead: true, cell: (item) => el("a", { href: `/visuals?symbol=${encodeURIComponent(item.symbol)}` }, item.symbol) },
            { head: "Close", unit: "USD", isNumber: true, cell: (item) => exact(item.bar?.c, 2) },
            { head: "Bar of", cell: (item) => timeElement(item.bar?.eventTs, "time") },
            { head: "Age", isNumber: true, cell: (item) => (item.lagSeconds === null ? "–" : ageText(item.lagSeconds)) },
        ], shown),
    );
}

async function loadBacktests(): Promise<void> {
    const answer = await getJson<{ reports?: BacktestItem[]; items?: BacktestItem[] }>("/api/torghut/backtests");
    const items = answer.reports ?? answer.items ?? [];
    if (items.length === 0) {
        backtests.empty("No report is registered.");
        return;
    }

    backtests.filled(table("Registered reports, the newest first", [
        { head: "Report", isRowHead: true, cell: (item) => el("a", { href: `/backtests/${item.sha256}` }, item.name ?? `${item.sha256.slice(0, 12)}…`) },
        { head: "Registered", cell: (item) => timeElement(item.registeredAt ?? item.createdAt) },
    ], items.slice(0, 8)));
}

interface BacktestItem {
    sha256: string;
    name?: string | null;
    registeredAt?: string;
    createdAt?: string;
}
