import { loadSeconds, type Span, type Stored } from "../../chart/market.js";
import { FullJitter } from "../../core/jitter.js";

/** How far back the end of the history is read again: what is stored late may be revised seconds as well. */
const marginSeconds = 600;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;

export interface CatchUpEvents {
    /** Takes what is stored now. */
    read: (stored: Stored) => void;
    /** Whether that reaches as far as the stream, so that nothing is missing between the two. */
    meets: (stored: Stored) => boolean;
    met: () => void;
    /** There is more between the two than one answer has. */
    isTooFar: () => void;
}

/**
 * Reads the end of the history again until it has met the stream. What was in the log before the stream began, and not stored yet when the history was read, is
 * in neither of them.
 */
export class CatchUp {
    #from = Infinity;
    #abort = new AbortController();

    constructor(private readonly events: CatchUpEvents) {}

    /** @param from Time up to which nothing is missing, seconds since the epoch. */
    begin(symbol: string, from: number, to: number): void {
        const first = Math.min(this.#from, from);
        this.stop();
        this.#from = first;
        void this.#run(symbol, { from: first - marginSeconds, to }, this.#abort.signal);
    }

    stop(): void {
        this.#abort.abort();
        this.#abort = new AbortController();
        this.#from = Infinity;
    }

    async #run(symbol: string, span: Span, signal: AbortSignal): Promise<void> {
        const pause = new FullJitter(longestPauseMs);
        while (!signal.aborted) {
            await pause.wait(firstPauseMs, signal);
            try {
                const stored = await loadSeconds(symbol, span, signal);
                if (signal.aborted) {
                    return;
                }

                if (stored.isCut) {
                    this.events.isTooFar();
                    return;
                }

                this.events.read(stored);
                if (this.events.meets(stored)) {
                    this.#from = Infinity;
                    this.events.met();
                    return;
                }
            } catch {
                // The store is away: it is asked again. What the page shows is what it had.
            }
        }
    }
}
