import { getJson } from "../core/api.js";
import { el, type Child } from "../core/dom.js";
import { fileLink } from "../core/downloads.js";
import { count, dollars, fixed, grouped, percent, some, twoPlaces } from "../core/numbers.js";
import { Problem } from "../core/problem.js";
import { Section } from "../core/section.js";
import { idOfPath, startShell } from "../core/shell.js";
import { table } from "../core/table.js";
import { msOf, timeElement } from "../core/time.js";
import { LineChart } from "../chart/lineChart.js";
import { rejectionBars } from "./trading/tables.js";
import type { Model, Report } from "./backtest/types.js";

const id = idOfPath();
const head = new Section("report", "Report");
const curve = new Section("curve", "Equity");
const models = new Section("models", "By model of fills");
const refused = new Section("rejections", "Why decisions were refused");
const daily = new Section("daily", "By day");
const trades = new Section("trades", "Trades");
const sections = [head, curve, models, refused, daily, trades];

startShell().append(el("div", { class: "stack" }, ...sections.map((section) => section.root)));
void load();

async function load(): Promise<void> {
    sections.forEach((section) => section.loading());
    try {
        const answer = await getJson<Report | { report: Report }>(`/api/torghut/backtests/${encodeURIComponent(id)}`);
        show("report" in answer ? answer.report : answer);
    } catch (error) {
        const problem = Problem.from(error);
        head.error(
            problem.status === 404 ? new Problem(404, "No such report", `No report with the digest ${id} is registered.`) : problem,
            problem.status === 404 ? undefined : () => void load());
        sections.slice(1).forEach((section) => section.empty("Not known."));
    }
}

function show(report: Report): void {
    const [model] = report.models;
    const { statistics } = report;
    head.filled(
        statistics.insufficient && el("p", { class: "notice warn" }, el("strong", {}, "No evidence. "), `${statistics.insufficient}.`),
        el(
            "dl",
            { class: "figures" },
            figure("PnL", model ? dollars(model.pnl, true) : "–", "after fees, by the first model"),
            figure("Sharpe", number(statistics.sharpe), `${some(statistics.periods, "day")}, ${some(statistics.trials, "trial")}`),
            figure("Deflated Sharpe", number(statistics.deflated_sharpe), "what is left of it after the trials"),
            figure("Drawdown", percent(statistics.max_drawdown, 2), "from the highest equity"),
            figure("Hit rate", model ? percent(model.hit_rate) : "–", model ? `of ${count(model.closing_trades)} closing trades` : ""),
            figure("Fees", model ? dollars(model.fees.total) : "–", report.costs ? `by ${report.costs}` : ""),
        ),
        el(
            "dl",
            { class: "facts" },
            ...([
                ["Strategies", report.strategies.map((strategy) => `${strategy.name} ${strategy.version}`).join(", ")],
                ["Cash", dollars(report.cash)],
                ["Latency", `${report.latency_ms} ms`],
                ["Reviews", report.reviews],
                ["Inputs", `${count(report.inputs.ticks)} ticks, ${count(report.inputs.bars)} bars, ${count(report.inputs.signals)} signals`],
                ["Command", el("code", {}, report.command)],
                ["Catalogue", el("code", {}, report.catalogue_digest)],
                ["Data", el("code", {}, report.data_digest)],
                ["Report", el("code", {}, id)],
            ] as [string, Child][]).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
        ),
        el("p", {}, fileLink(`/api/torghut/backtests/${encodeURIComponent(id)}`, `backtest-${id.slice(0, 12)}.json`, "JSON")),
    );
    showCurve(report);
    models.filled(modelTable(report.models));
    const reasons = Object.entries(model?.rejected_by_reason ?? {}).map(([reason, number]) => ({ reason, count: number, text: null }));
    if (reasons.length > 0) {
        refused.filled(rejectionBars(reasons.sort((a, b) => b.count - a.count)));
    } else {
        refused.empty("Nothing was refused.");
    }

    if (report.daily.length > 0) {
        daily.filled(table("Days, USD", [
            { head: "Day", isRowHead: true, cell: (day) => day.day },
            { head: "Open", isNumber: true, cell: (day) => dollars(day.open) },
            { head: "Close", isNumber: true, cell: (day) => dollars(day.close) },
            { head: "PnL", isNumber: true, cell: (day) => dollars(day.pnl, true) },
            { head: "Fees", isNumber: true, cell: (day) => dollars(day.fees) },
            { head: "Turnover", isNumber: true, cell: (day) => dollars(day.turnover) },
            { head: "Fills", isNumber: true, cell: (day) => count(day.fills) },
        ], report.daily));
    } else {
        daily.empty("No day.");
    }

    showTrades(report);
}

function showCurve(report: Report): void {
    const values = report.curve
        .map(([at, equity]) => ({ t: Math.floor(msOf(at) / 1000), value: Number(equity) }))
        .filter(({ t }, index, all) => t > (all[index - 1]?.t ?? 0));
    const [first, last] = [report.curve[0], report.curve.at(-1)];
    if (!first || !last) {
        curve.empty("The report has no curve.");
        return;
    }

    const words = `Equity in USD from ${grouped(twoPlaces(first[1]))} to ${grouped(twoPlaces(last[1]))}`;
    const line = new LineChart();
    curve.filled(el("p", {}, words), line.host);
    line.show(words, values);
}

function modelTable(rows: readonly Model[]): HTMLElement {
    return table("What the same decisions earn when fills are modelled otherwise; USD", [
        { head: "Fills", isRowHead: true, cell: (model) => `${model.fills} ${model.fills_version}` },
        { head: "PnL", isNumber: true, cell: (model) => dollars(model.pnl, true) },
        { head: "Fees", isNumber: true, cell: (model) => dollars(model.fees.total) },
        { head: "Drawdown", isNumber: true, cell: (model) => percent(model.max_drawdown, 2) },
        { head: "Hit rate", isNumber: true, cell: (model) => percent(model.hit_rate) },
        { head: "Profit factor", isNumber: true, cell: (model) => (model.profit_factor ? fixed(Number(model.profit_factor), 2) : "–") },
        { head: "Exposure", isNumber: true, cell: (model) => percent(model.exposure) },
        { head: "Turnover", isNumber: true, cell: (model) => dollars(model.turnover) },
        { head: "Decisions", isNumber: true, cell: (model) => count(model.decisions) },
        { head: "Orders", isNumber: true, cell: (model) => count(model.executions) },
    ], rows);
}

function showTrades(report: Report): void {
    if (report.trades.length === 0) {
        trades.empty("No trade.");
        return;
    }

    const box = table(`${report.trades.length} fills`, [
        { head: "Time", unit: "New York", isRowHead: true, cell: (trade) => timeElement(trade.at) },
        { head: "Symbol", cell: (trade) => trade.symbol },
        { head: "Side", cell: (trade) => trade.side },
        { head: "Quantity", unit: "shares", isNumber: true, cell: (trade) => grouped(trade.qty) },
        { head: "Price", unit: "USD", isNumber: true, cell: (trade) => dollars(trade.price) },
        { head: "PnL", unit: "USD", isNumber: true, cell: (trade) => dollars(trade.pnl, true) },
        { head: "Fees", unit: "USD", isNumber: true, cell: (trade) => dollars(trade.fees) },
        { head: "Fills", cell: (trade) => trade.fills },
    ], report.trades);
    box.classList.add("tall");
    trades.filled(box);
}

function number(value: number | null): string {
    return value === null ? "–" : fixed(value, 2);
}

function figure(name: string, value: Child, hint: Child): HTMLElement {
    return el("div", {}, el("dt", {}, name), el("dd", {}, value), el("dd", { class: "small none" }, hint));
}
