import { el } from "../core/dom.js";
import { exact } from "../core/numbers.js";
import { timeElement } from "../core/time.js";
import type { Point } from "./points.js";

export interface Field {
    name: string;
    places: number;
    swatch?: "a" | "b" | "c" | "d";
    /** Whether the polite region says it too. */
    isSpoken?: boolean;
    of: (point: Point) => number | null | undefined;
}

const bar = (key: "o" | "h" | "l" | "c" | "v" | "vwap" | "count") => (point: Point) => point.bar?.[key];
const signal = (key: string) => (point: Point) => point.signal?.[key];

/** What a point is said to be, in the legend, in the table and aloud. */
export const fields: readonly Field[] = [
    { name: "Open", places: 4, of: bar("o"), isSpoken: true },
    { name: "High", places: 4, of: bar("h"), isSpoken: true },
    { name: "Low", places: 4, of: bar("l"), isSpoken: true },
    { name: "Close", places: 4, of: bar("c"), isSpoken: true },
    { name: "Volume", places: 0, of: bar("v"), isSpoken: true },
    { name: "Trades", places: 0, of: bar("count") },
    { name: "VWAP of bar", places: 4, of: bar("vwap") },
    { name: "EMA 12", places: 4, swatch: "a", of: signal("ema12") },
    { name: "EMA 26", places: 4, swatch: "b", of: signal("ema26") },
    { name: "Bollinger low", places: 4, swatch: "c", of: signal("bollLower") },
    { name: "mid", places: 4, of: signal("bollMid") },
    { name: "high", places: 4, of: signal("bollUpper") },
    { name: "VWAP of session", places: 4, swatch: "d", of: signal("vwapSession") },
    { name: "RSI 14", places: 2, of: signal("rsi14"), isSpoken: true },
    { name: "MACD", places: 4, of: signal("macd") },
    { name: "signal", places: 4, of: signal("macdSignal") },
    { name: "histogram", places: 4, of: signal("macdHist") },
];

export function legendOf(point: Point): HTMLElement[] {
    return [
        el("span", { "data-field": "time" }, timeElement(point.t * 1000, "stamp")),
        ...fields.map((field) =>
            el(
                "span",
                { "data-field": field.name },
                field.swatch && el("span", { class: `swatch ${field.swatch}`, "aria-hidden": "true" }),
                el("span", { class: "name" }, field.name),
                exact(field.of(point), field.places),
            ),
        ),
    ];
}

export function spoken(point: Point): string {
    return fields
        .filter((field) => field.isSpoken)
        .map((field) => {
            const value = field.of(point);
            return value === null || value === undefined ? "" : `${field.name} ${Number(value.toFixed(field.places))}`;
        })
        .filter(Boolean)
        .join(", ");
}
