import { getJson, type Parameters } from "../core/api.js";
import { isoOf, msOf } from "../core/time.js";
import type { Rows } from "../core/types.js";
import { Dataset } from "./dataset.js";
import { barOf, merge, signalOf, type Bar, type Signal } from "./points.js";

/** Steps that the service takes, seconds. */
export const steps = [1, 5, 10, 15, 30, 60, 300, 900, 1800, 3600];

/** Points that a view gets at most: what a wide screen can still tell apart. */
const mostPoints = 2000;

export interface Span {
    from: number;
    to: number;
}

/** Bars and signals of a span at the finest step that a screen can show. */
export async function loadSpan(symbol: string, span: Span, isAtEdge: boolean, signal: AbortSignal): Promise<Dataset> {
    const parameters: Parameters = { symbol, from: isoOf(span.from * 1000), to: isoOf(span.to * 1000), limit: mostPoints };
    const bars = await getJson<Rows>("/api/torghut/ta/bars", parameters, signal);
    const signals = await getJson<Rows>("/api/torghut/ta/signals", { ...parameters, step: bars.step }, signal);
    const data = new Dataset(merge(bars, signals), bars.step, msOf(bars.from) / 1000, msOf(bars.to) / 1000, isAtEdge, bars.next !== null);
    if (isAtEdge && data.step > 1 && data.last) {
        await seedLastStep(symbol, data, signal);
    }

    return data;
}

/** The seconds of the step that is not over: with them its bar can be made again when the next second comes. */
async function seedLastStep(symbol: string, data: Dataset, signal: AbortSignal): Promise<void> {
    const from = data.last?.t ?? data.from;
    const rows = await getJson<Rows>(
        "/api/torghut/ta/bars",
        { symbol, from: isoOf((from - data.step) * 1000), to: isoOf((from + data.step) * 1000), step: 1, limit: Math.min(data.step * 2, 25_000) },
        signal,
    );
    data.seed(rows.rows.map((row) => barOf(rows.columns, row)));
}

/** What is stored of a span, second by second. */
export interface Stored {
    from: number;
    bars: { t: number; bar: Bar }[];
    signals: { t: number; signal: Signal }[];
    /** Whether there is more of it than one answer has. */
    isCut: boolean;
}

const mostSeconds = 25_000;

export async function loadSeconds(symbol: string, span: Span, signal: AbortSignal): Promise<Stored> {
    const parameters: Parameters = { symbol, from: isoOf(span.from * 1000), to: isoOf(span.to * 1000), step: 1, limit: mostSeconds };
    const bars = await getJson<Rows>("/api/torghut/ta/bars", parameters, signal);
    const signals = await getJson<Rows>("/api/torghut/ta/signals", parameters, signal);
    return {
        from: span.from,
        bars: bars.rows.map((row) => barOf(bars.columns, row)),
        signals: signals.rows.map((row) => signalOf(signals.columns, row)),
        isCut: bars.next !== null || signals.next !== null,
    };
}

/** The step that a span of so many seconds would be served with. */
export function stepFor(seconds: number): number {
    return steps.find((step) => seconds / step <= mostPoints) ?? 3600;
}
