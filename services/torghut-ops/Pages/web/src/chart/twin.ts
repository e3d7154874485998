import { button, el } from "../core/dom.js";
import { exact } from "../core/numbers.js";
import { table, type Column } from "../core/table.js";
import { timeElement } from "../core/time.js";
import { fields } from "./legend.js";
import type { Point } from "./points.js";

const rowsAtOnce = 50;

/** The numbers of the chart as a table, a stretch at a time. */
export class Twin {
    readonly root = el("details", { id: "twin" }, el("summary", {}, "The same numbers as a table"));
    readonly #body = el("div", { class: "stack tight" });
    #points: readonly Point[] = [];
    #words = "";
    #first = 0;

    constructor() {
        this.root.append(this.#body);
        this.root.addEventListener("toggle", () => this.#render());
    }

    show(points: readonly Point[], words: string): void {
        this.#points = points;
        this.#words = words;
        this.#first = Math.max(0, points.length - rowsAtOnce);
        this.#render();
    }

    /** Shows the stretch with a point, when the table is open. */
    goTo(index: number): void {
        if (this.root.open && (index < this.#first || index >= this.#first + rowsAtOnce)) {
            this.#first = Math.max(0, index - rowsAtOnce / 2);
            this.#render();
        }
    }

    refresh(): void {
        this.#render();
    }

    #render(): void {
        if (!this.root.open) {
            this.#body.replaceChildren();
            return;
        }

        const last = Math.min(this.#first + rowsAtOnce, this.#points.length);
        const rows = this.#points.slice(this.#first, last);
        const move = (by: number) => () => {
            this.#first = Math.min(Math.max(this.#first + by, 0), Math.max(0, this.#points.length - rowsAtOnce));
            this.#render();
        };
        const columns: Column<Point>[] = [
            { head: "Time", unit: "New York", isRowHead: true, cell: (point) => timeElement(point.t * 1000, "stamp") },
            ...fields.map((field): Column<Point> => ({ head: headOf(field.name), isNumber: true, cell: (point) => exact(field.of(point), field.places) })),
        ];
        this.#body.replaceChildren(
            el(
                "div",
                { class: "row" },
                button("Earlier", move(-rowsAtOnce), this.#first === 0 ? { disabled: true } : {}),
                button("Later", move(rowsAtOnce), last >= this.#points.length ? { disabled: true } : {}),
                el("span", {}, `Rows ${rows.length > 0 ? this.#first + 1 : 0} to ${last} of ${this.#points.length}`),
            ),
            table(`${this.#words}; prices in USD, volume in shares`, columns, rows),
        );
    }
}

/** A heading stands alone, where the legend leans on its neighbour. */
function headOf(name: string): string {
    const alone: Record<string, string> = { mid: "Bollinger mid", high: "Bollinger high", signal: "MACD signal", histogram: "MACD histogram" };
    return alone[name] ?? name;
}
