import { aggregate, indexAt, type Bar, type Point, type Signal } from "./points.js";

/** Points of one step, and how newer seconds change them. */
export class Dataset {
    /** Bars of one second by their time, of the last two steps: what a step's bar is made of again when one of them comes or is revised. */
    readonly #seconds = new Map<number, Bar>();

    constructor(
        readonly points: Point[],
        readonly step: number,
        readonly from: number,
        readonly to: number,
        /** Whether newer seconds belong to it. */
        readonly isAtEdge: boolean,
        /** Whether the service had more than could be loaded. */
        readonly isCut = false,
    ) {}

    get last(): Point | undefined {
        return this.points.at(-1);
    }

    /** Seconds of the step that was not over when it was loaded. */
    seed(seconds: readonly { t: number; bar: Bar }[]): void {
        for (const { t, bar } of seconds) {
            this.#seconds.set(t, bar);
        }
    }

    /** Takes a second's bar; it may come twice or revised. Gives the point that changed, or null where it is too old to be told apart. */
    addBar(t: number, bar: Bar): Point | null {
        const start = t - (t % this.step);
        if (start < this.#start(this.last?.t ?? start) - this.step) {
            return null;
        }

        this.#seconds.set(t, bar);
        for (const second of this.#seconds.keys()) {
            if (second < start - this.step) {
                this.#seconds.delete(second);
            }
        }

        const within = [...this.#seconds].filter(([second]) => second >= start && second < start + this.step).sort(([a], [b]) => a - b);
        const point = this.#pointAt(start);
        point.bar = aggregate(within.map(([, value]) => value));
        return point;
    }

    addSignal(t: number, signal: Signal): Point | null {
        const start = t - (t % this.step);
        if (start < (this.last?.t ?? start) - this.step) {
            return null;
        }

        const point = this.#pointAt(start);
        point.signal = signal;
        return point;
    }

    #start(t: number): number {
        return t - (t % this.step);
    }

    #pointAt(start: number): Point {
        const index = indexAt(this.points, start);
        const found = this.points[index];
        if (found?.t === start) {
            return found;
        }

        const made: Point = { t: start, bar: null, signal: null };
        this.points.splice(index + 1, 0, made);
        return made;
    }
}
