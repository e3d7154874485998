/** Pauses that double, each a random part of the whole, so that many pages do not come back at one moment. */
export class FullJitter {
    #attempt = 0;

    constructor(private readonly longest: number) {}

    reset(): void {
        this.#attempt = 0;
    }

    wait(base: number, signal: AbortSignal): Promise<void> {
        const most = Math.min(this.longest, base * 2 ** this.#attempt++);
        return new Promise((resolve) => {
            const done = () => {
                clearTimeout(timer);
                signal.removeEventListener("abort", done);
                resolve();
            };
            const timer = setTimeout(done, most * (0.5 + Math.random() / 2));
            signal.addEventListener("abort", done);
        });
    }
}
