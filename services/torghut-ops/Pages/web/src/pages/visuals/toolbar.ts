import { button, el } from "../../core/dom.js";
import { fromAddress } from "../../core/shell.js";
import { shiftDay, today } from "../../core/time.js";
import type { Overlay } from "../../chart/priceChart.js";

export type Range = "day" | "session" | "1h" | "10m";

export const ranges: Record<Range, string> = { day: "Day", session: "Session", "1h": "1 hour", "10m": "10 min" };

const overlays: Record<Overlay, string> = { volume: "Volume", ema: "EMA", bollinger: "Bollinger", vwap: "VWAP", decisions: "Decisions" };

export interface ToolbarEvents {
    chosen: () => void;
    ranged: (range: Range) => void;
    toggled: (overlay: Overlay, isShown: boolean) => void;
}

/** What a person chooses on the page. */
export class Toolbar {
    readonly symbol = el("select", { id: "symbol" });
    readonly day = el("input", { id: "day", type: "date", required: true, value: fromAddress("day") ?? today(), max: shiftDay(today(), 1) });
    readonly root: HTMLElement;
    readonly #ranges = new Map<Range, HTMLButtonElement>();
    range: Range;

    constructor(events: ToolbarEvents) {
        const asked = fromAddress("range");
        this.range = asked && asked in ranges ? (asked as Range) : "day";
        for (const [range, words] of Object.entries(ranges) as [Range, string][]) {
            this.#ranges.set(range, button(words, () => {
                this.select(range);
                events.ranged(range);
            }));
        }

        this.select(this.range);
        this.symbol.addEventListener("change", events.chosen);
        this.day.addEventListener("change", () => this.day.value && events.chosen());
        const shift = (days: number) => () => {
            this.day.value = shiftDay(this.day.value || today(), days);
            events.chosen();
        };
        this.root = el(
            "div",
            { class: "toolbar" },
            el("div", { class: "field" }, el("label", { for: "symbol" }, "Symbol"), this.symbol),
            el(
                "div",
                { class: "field" },
                el("label", { for: "day" }, "Trading day (New York)"),
                el(
                    "div",
                    { class: "row" },
                    button("◀", shift(-1), { "aria-label": "Day before" }),
                    this.day,
                    button("▶", shift(1), { "aria-label": "Day after" }),
                ),
            ),
            el("div", { class: "row", role: "group", "aria-label": "Range" }, ...this.#ranges.values()),
            el("div", { class: "row", role: "group", "aria-label": "Overlays" }, ...this.#checks(events)),
        );
    }

    select(range: Range): void {
        this.range = range;
        for (const [candidate, knob] of this.#ranges) {
            knob.setAttribute("aria-pressed", String(candidate === range));
        }
    }

    setSymbols(symbols: readonly string[]): void {
        const asked = fromAddress("symbol");
        const all = asked && !symbols.includes(asked) ? [asked, ...symbols] : symbols;
        this.symbol.replaceChildren(...all.map((symbol) => el("option", { value: symbol, selected: symbol === asked }, symbol)));
    }

    #checks(events: ToolbarEvents): HTMLElement[] {
        return (Object.entries(overlays) as [Overlay, string][]).map(([overlay, words]) => {
            const box = el("input", { type: "checkbox", checked: true });
            box.addEventListener("change", () => events.toggled(overlay, box.checked));
            return el("label", { class: "check" }, box, words);
        });
    }
}
