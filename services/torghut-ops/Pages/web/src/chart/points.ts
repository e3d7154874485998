import type { Rows } from "../core/types.js";

export interface Bar {
    o: number;
    h: number;
    l: number;
    c: number;
    v: number;
    vwap: number | null;
    count: number;
}

export type Signal = Record<string, number | null>;

/** What is known of one step: the chart, the legend and the table show the same ones. */
export interface Point {
    /** Start of the step, seconds since the epoch. */
    t: number;
    bar: Bar | null;
    signal: Signal | null;
}

export function barOf(columns: readonly string[], row: readonly (number | null)[]): { t: number; bar: Bar } {
    const at = (name: string) => row[columns.indexOf(name)] ?? null;
    return {
        t: at("t") ?? 0,
        bar: { o: at("o") ?? 0, h: at("h") ?? 0, l: at("l") ?? 0, c: at("c") ?? 0, v: at("v") ?? 0, vwap: at("vwap"), count: at("count") ?? 0 },
    };
}

export function signalOf(columns: readonly string[], row: readonly (number | null)[]): { t: number; signal: Signal } {
    const signal: Signal = {};
    columns.forEach((name, index) => {
        if (name !== "t") {
            signal[name] = row[index] ?? null;
        }
    });
    return { t: row[columns.indexOf("t")] ?? 0, signal };
}

/** One list in time's order, also where a second has a signal and no trade. */
export function merge(bars: Rows, signals: Rows | null): Point[] {
    const points = new Map<number, Point>();
    for (const row of bars.rows) {
        const { t, bar } = barOf(bars.columns, row);
        points.set(t, { t, bar, signal: null });
    }

    for (const row of signals?.rows ?? []) {
        const { t, signal } = signalOf(signals?.columns ?? [], row);
        const point = points.get(t);
        if (point) {
            point.signal = signal;
        } else {
            points.set(t, { t, bar: null, signal });
        }
    }

    return [...points.values()].sort((a, b) => a.t - b.t);
}

/** The bar of a longer step, from the bars of its seconds: what the service computes for the same step. */
export function aggregate(bars: readonly Bar[]): Bar | null {
    const [first] = bars;
    const last = bars.at(-1);
    if (!first || !last) {
        return null;
    }

    const made: Bar = { ...first, c: last.c, v: 0, count: 0 };
    let value = 0;
    for (const bar of bars) {
        made.h = Math.max(made.h, bar.h);
        made.l = Math.min(made.l, bar.l);
        made.v += bar.v;
        made.count += bar.count;
        value += (bar.vwap ?? 0) * bar.v;
    }

    made.vwap = made.v > 0 ? value / made.v : null;
    return made;
}

/** Whether two bars are of the same trades. The mean price is left out: the service adds up with more digits. */
export function isSameBar(one: Bar | null, other: Bar | null): boolean {
    return one === other || (!!one && !!other && one.o === other.o && one.h === other.h && one.l === other.l && one.c === other.c
        && one.v === other.v && one.count === other.count);
}

/** Index of the last point at or before a time; -1 when there is none. */
export function indexAt(points: readonly Point[], t: number): number {
    let low = 0;
    let high = points.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((points[middle]?.t ?? Infinity) <= t) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }

    return low - 1;
}
