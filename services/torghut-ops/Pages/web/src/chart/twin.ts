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
    readonly #place = el("div");
    readonly #where = el("span");
    // These stay where they are while the rows change, so that whoever pressed one can press it again.
    readonly #earlier = button("Earlier", () => this.#move(-rowsAtOnce));
    readonly #later = button("Later", () => this.#move(rowsAtOnce));
    #points: readonly Point[] = [];
    #words = "";
    #first = 0;

    constructor() {
        this.root.append(el("div", { class: "stack tight" }, el("div", { class: "row" }, this.#earlier, this.#later, this.#where), this.#place));
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

    /** Follows a day that goes on, unless an earlier stretch is looked at. */
    grow(): void {
        if (this.root.open && this.#first >= this.#points.length - rowsAtOnce - 2) {
            this.#first = Math.max(0, this.#points.length - rowsAtOnce);
            this.#render();
        }
    }

    #move(by: number): void {
        this.#first = Math.min(Math.max(this.#first + by, 0), Math.max(0, this.#points.length - rowsAtOnce));
        this.#render();
    }

    #render(): void {
        if (!this.root.open) {
            this.#place.replaceChildren();
            return;
        }

        const last = Math.min(this.#first + rowsAtOnce, this.#points.length);
        const rows = this.#points.slice(this.#first, last);
        const columns: Column<Point>[] = [
            { head: "Time", unit: "New York", isRowHead: true, cell: (point) => timeElement(point.t * 1000, "stamp") },
            ...fields.map((field): Column<Point> => ({ head: headOf(field.name), isNumber: true, cell: (point) => exact(field.of(point), field.places) })),
        ];
        this.#earlier.ariaDisabled = String(this.#first === 0);
        this.#later.ariaDisabled = String(last >= this.#points.length);
        this.#where.textContent = `Rows ${rows.length > 0 ? this.#first + 1 : 0} to ${last} of ${this.#points.length}`;
        this.#place.replaceChildren(table(`${this.#words}; prices in USD, volume in shares`, columns, rows));
    }
}

/** A heading stands alone, where the legend leans on its neighbour. */
function headOf(name: string): string {
    const alone: Record<string, string> = { mid: "Bollinger mid", high: "Bollinger high", signal: "MACD signal", histogram: "MACD histogram" };
    return alone[name] ?? name;
}
