import { send } from "./api.js";
import { FullJitter } from "./jitter.js";

export interface StreamEvent {
    event: string;
    id: string;
    data: string;
}

export type StreamState = "open" | "broken" | "closed";

/**
 * Server-sent events by fetch, because EventSource cannot send a token. After a cut it goes on behind the last event that was handed on, so that none is
 * missing and none comes twice.
 */
export class EventFeed {
    readonly #abort = new AbortController();
    #lastId = "";
    #retry = 1000;

    constructor(
        private readonly url: string,
        private readonly onEvent: (event: StreamEvent) => void,
        private readonly onState: (state: StreamState) => void,
    ) {
        void this.#run();
    }

    close(): void {
        this.#abort.abort();
    }

    async #run(): Promise<void> {
        const pause = new FullJitter(30_000);
        let isFirst = true;
        while (!this.#abort.signal.aborted) {
            try {
                const headers: Record<string, string> = { Accept: "text/event-stream" };
                if (this.#lastId) {
                    headers["Last-Event-ID"] = this.#lastId;
                }

                const response = await send(this.url, { headers, cache: "no-store", signal: this.#abort.signal });
                this.onState("open");
                pause.reset();
                if (!isFirst && !this.#lastId) {
                    // Cut before it had said where it was: what came meanwhile is only in the history.
                    this.onEvent({ event: "gap", id: "", data: "{}" });
                }

                isFirst = false;
                await this.#read(response);
            } catch {
                isFirst = false;
                // Said to the page below; the reason of a cut is never more than that it was cut.
            }

            if (!this.#abort.signal.aborted) {
                this.onState("broken");
                await pause.wait(this.#retry, this.#abort.signal);
            }
        }

        this.onState("closed");
    }

    async #read(response: Response): Promise<void> {
        const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
        let held = "";
        for (;;) {
            const chunk = await reader?.read();
            if (!chunk || chunk.done) {
                return;
            }

            held += chunk.value.replaceAll("\r\n", "\n");
            let end: number;
            while ((end = held.indexOf("\n\n")) >= 0) {
                this.#dispatch(held.slice(0, end));
                held = held.slice(end + 2);
            }
        }
    }

    #dispatch(block: string): void {
        const event: StreamEvent = { event: "message", id: "", data: "" };
        for (const line of block.split("\n")) {
            const colon = line.indexOf(":");
            const name = colon < 0 ? line : line.slice(0, colon);
            const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
            if (name === "event" || name === "id") {
                event[name] = value;
            } else if (name === "data") {
                event.data += event.data ? `\n${value}` : value;
            } else if (name === "retry" && /^\d+$/.test(value)) {
                this.#retry = Number(value);
            }
        }

        if (event.data) {
            this.onEvent(event);
        }

        // After the event was taken: one that was not is asked for again.
        if (event.id) {
            this.#lastId = event.id;
        }
    }
}
