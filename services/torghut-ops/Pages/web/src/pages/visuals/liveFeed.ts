import { address } from "../../core/api.js";
import { chip } from "../../core/marks.js";
import { EventFeed, type StreamEvent, type StreamState } from "../../core/stream.js";
import { ageText, msOf } from "../../core/time.js";
import type { TradingDay } from "../../core/types.js";
import type { Dataset } from "../../chart/dataset.js";
import type { Stored } from "../../chart/market.js";
import { barOf, isSameBar, signalOf, type Point } from "../../chart/points.js";

const barColumns = ["t", "o", "h", "l", "c", "v", "vwap", "count"];
const signalColumns = [
    "t", "macd", "macdSignal", "macdHist", "ema12", "ema26", "rsi14", "bollMid", "bollUpper", "bollLower", "vwapSession", "vwapW5m", "spread", "bidPx", "askPx",
    "bidSz", "askSz", "volW60s",
];

/** Without a bar for so long while the market is open, what is shown is called stale. */
const staleAfterSeconds = 30;
const mostHeld = 50_000;

/** Newest rows that are kept for a view that is loaded meanwhile: five minutes of bars and signals. */
const mostRecent = 600;

interface Row {
    symbol: string;
    row: (number | null)[];
}

/** The newest seconds of a symbol, drawn once a frame, and how fresh they are. */
export class LiveFeed {
    #feed: EventFeed | null = null;
    #held: { isBar: boolean; row: (number | null)[] }[] = [];
    #recent: { isBar: boolean; row: (number | null)[] }[] = [];
    #isReady = false;
    #frame = 0;
    #timer: ReturnType<typeof setInterval> | undefined;
    #state: StreamState = "closed";
    #lastBar = 0;
    #days: readonly TradingDay[] = [];

    constructor(
        private readonly place: HTMLElement,
        private readonly grow: (changes: (data: Dataset) => Point[]) => void,
        private readonly lost: () => void,
    ) {}

    start(symbol: string): void {
        this.stop();
        this.#feed = new EventFeed(
            address("/api/torghut/ta/stream", { symbols: symbol }),
            (event) => this.#take(symbol, event),
            (state) => {
                this.#state = state;
                this.#describe();
            },
        );
        this.#timer = setInterval(() => this.#describe(), 1000);
    }

    /** The history is there: what came meanwhile is drawn. */
    ready(data: Dataset, days: readonly TradingDay[]): void {
        this.#days = days;
        this.#lastBar = Math.max(this.#lastBar, data.points.findLast((point) => point.bar)?.t ?? 0);
        this.#isReady = true;
        this.#describe();
        this.#schedule();
    }

    /** Time of the newest bar, seconds since the epoch; 0 before the first. */
    get lastBar(): number {
        return this.#lastBar;
    }

    /**
     * Whether the history has reached the stream. Records are stored in the order of their log: when one that the stream brought is stored, all before it are,
     * and all behind it came by the stream.
     */
    meets(stored: Stored): boolean {
        const bars = new Map(stored.bars.map(({ t, bar }) => [t, bar]));
        const signals = new Map(stored.signals.map(({ t, signal }) => [t, signal]));
        return this.#recent.some(({ isBar, row }) => isBar && isSameBar(bars.get(row[0] ?? 0) ?? null, barOf(barColumns, row).bar))
            && this.#recent.some(({ isBar, row }) => !isBar && signals.get(row[0] ?? 0)?.["rsi14"] === signalOf(signalColumns, row).signal["rsi14"]);
    }

    /** Adds what came lately to a view; what it has already changes nothing. */
    replay(data: Dataset): void {
        if (data.isAtEdge) {
            apply(data, this.#recent);
        }
    }

    stop(): void {
        this.#feed?.close();
        this.#feed = null;
        clearInterval(this.#timer);
        cancelAnimationFrame(this.#frame);
        this.#frame = 0;
        this.#held = [];
        this.#recent = [];
        this.#isReady = false;
        this.#lastBar = 0;
        this.#state = "closed";
        this.#describe();
    }

    #take(symbol: string, event: StreamEvent): void {
        if (event.event === "gap" || this.#held.length > mostHeld) {
            // The stream cannot fill it; the history will.
            this.#held = [];
            this.#recent = [];
            this.lost();
            return;
        }

        if (event.event !== "bar" && event.event !== "signal") {
            return;
        }

        const data = JSON.parse(event.data) as Row;
        if (data.symbol === symbol) {
            this.#held.push({ isBar: event.event === "bar", row: data.row });
            this.#schedule();
        }
    }

    #schedule(): void {
        if (this.#isReady && this.#frame === 0 && this.#held.length > 0) {
            this.#frame = requestAnimationFrame(() => {
                this.#frame = 0;
                this.#flush();
            });
        }
    }

    #flush(): void {
        const held = this.#held;
        this.#held = [];
        this.#recent = [...this.#recent, ...held].slice(-mostRecent);
        for (const { isBar, row } of held) {
            this.#lastBar = isBar ? Math.max(this.#lastBar, row[0] ?? 0) : this.#lastBar;
        }

        this.grow((data) => apply(data, held));
        this.#describe();
    }

    #describe(): void {
        if (!this.#feed) {
            this.#show("calm", "History");
            return;
        }

        if (!this.#isReady) {
            return;
        }

        const now = Date.now() / 1000;
        const age = now - this.#lastBar;
        const session = this.#days[0]?.session;
        const isOpen = !!session?.open && !!session.close && now >= msOf(session.open) / 1000 && now < msOf(session.close) / 1000;
        if (this.#state === "broken") {
            this.#show("bad", "Stale: the stream was cut, trying again");
        } else if (age > staleAfterSeconds && isOpen) {
            this.#show("warn", this.#lastBar > 0 ? `Stale: the last bar is ${ageText(age)} old` : "Stale: the market is open and there is no bar");
        } else if (age > staleAfterSeconds) {
            this.#show("calm", "The market is closed");
        } else {
            this.#show("good", "Live");
        }
    }

    #show(tone: "good" | "warn" | "bad" | "calm", words: string): void {
        if (this.place.textContent !== words) {
            this.place.replaceChildren(chip(tone, words));
        }
    }
}

function apply(data: Dataset, rows: readonly { isBar: boolean; row: (number | null)[] }[]): Point[] {
    const changed = new Set<Point>();
    for (const { isBar, row } of rows) {
        const point = isBar ? addBar(data, row) : addSignal(data, row);
        if (point) {
            changed.add(point);
        }
    }

    return [...changed];
}

function addBar(data: Dataset, row: readonly (number | null)[]): Point | null {
    const { t, bar } = barOf(barColumns, row);
    return data.addBar(t, bar);
}

function addSignal(data: Dataset, row: readonly (number | null)[]): Point | null {
    const { t, signal } = signalOf(signalColumns, row);
    return data.addSignal(t, signal);
}
