import { aggregate, indexAt, isSameBar, type Bar, type Point, type Signal } from "./points.js";
import { Seconds } from "./seconds.js";
import type { Stored } from "./market.js";

/** Points of one step, and how seconds that come later change them. */
export class Dataset {
    readonly #bars = new Seconds<Bar>();
    readonly #signals = new Seconds<Signal>();

    /** While the history and the stream have not met, every second is kept: the one between them may be in any step. */
    #isWhole: boolean;

    constructor(
        readonly points: Point[],
        readonly step: number,
        readonly from: number,
        readonly to: number,
        /** Whether newer seconds belong to it. */
        readonly isAtEdge: boolean,
        /** Whether the service had more than could be loaded. */
        readonly isCut = false,
    ) {
        this.#isWhole = !isAtEdge;
    }

    get last(): Point | undefined {
        return this.points.at(-1);
    }

    /** Seconds of the step that was not over when it was loaded. */
    seed(seconds: readonly { t: number; bar: Bar }[]): void {
        for (const { t, bar } of seconds) {
            this.#bars.store(t, bar);
        }
    }

    /** Takes a second's bar from the stream; it may come twice or revised. Gives the point that changed, or null where it is too old to be told apart. */
    addBar(t: number, bar: Bar): Point | null {
        this.#bars.add(t, bar);
        this.#prune();
        const start = this.#start(t);
        return this.#isOld(start) ? null : this.#make(start);
    }

    addSignal(t: number, signal: Signal): Point | null {
        this.#signals.add(t, signal);
        this.#prune();
        const start = this.#start(t);
        return this.#isOld(start) ? null : this.#make(start);
    }

    /** Takes seconds from the history that it did not have when this was loaded. Gives the points that changed. */
    fill(stored: Stored): Point[] {
        if (!this.isAtEdge) {
            return [];
        }

        // A step that begins before what was read would be made of a part of its seconds.
        const first = Math.ceil(Math.max(stored.from, this.from) / this.step) * this.step;
        const starts = new Set<number>();
        for (const { t, bar } of stored.bars) {
            if (t >= first && t < this.to) {
                this.#bars.store(t, bar);
                starts.add(this.#start(t));
            }
        }

        for (const { t, signal } of stored.signals) {
            if (t >= first && t < this.to) {
                this.#signals.store(t, signal);
                starts.add(this.#start(t));
            }
        }

        return [...starts].flatMap((start) => {
            const point = this.points[indexAt(this.points, start)];
            const [bar, signal] = [aggregate(this.#bars.within(start, this.step)), this.#signals.within(start, this.step).at(-1) ?? null];
            const isKnown = point?.t === start && isSameBar(point.bar, bar) && isSameSignal(point.signal, signal);
            return isKnown ? [] : [this.#make(start)];
        });
    }

    /** The stream lost its place: what it brought before is no newer than the history any more. */
    lose(): void {
        this.#isWhole = !this.isAtEdge;
        this.#bars.settle();
        this.#signals.settle();
    }

    /** Nothing is missing any more: the last two steps are kept, and made anew when one of their seconds comes or is revised. */
    settle(): void {
        this.#isWhole = true;
        this.#prune();
    }

    #start(t: number): number {
        return t - (t % this.step);
    }

    #isOld(start: number): boolean {
        return start < this.#start(this.last?.t ?? start) - this.step;
    }

    #prune(): void {
        if (this.#isWhole) {
            const first = this.#start(this.last?.t ?? 0) - this.step;
            this.#bars.forget(first);
            this.#signals.forget(first);
        }
    }

    #make(start: number): Point {
        const point = this.#pointAt(start);
        const bars = this.#bars.within(start, this.step);
        point.bar = bars.length > 0 ? aggregate(bars) : point.bar;
        point.signal = this.#signals.within(start, this.step).at(-1) ?? point.signal;
        return point;
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

function isSameSignal(one: Signal | null, other: Signal | null): boolean {
    return other === null || (one !== null && Object.entries(other).every(([name, value]) => one[name] === value));
}
