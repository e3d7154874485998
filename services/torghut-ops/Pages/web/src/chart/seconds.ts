/** Values by their second, of two sources: what the stream brought is newer than what the history says of the same second. */
export class Seconds<T> {
    readonly #values = new Map<number, T>();
    readonly #live = new Set<number>();

    /** What the stream brought. */
    add(t: number, value: T): void {
        this.#values.set(t, value);
        this.#live.add(t);
    }

    /** What the history says. */
    store(t: number, value: T): void {
        if (!this.#live.has(t)) {
            this.#values.set(t, value);
        }
    }

    /** Values of so many seconds, in time's order. */
    within(start: number, length: number): T[] {
        const found: T[] = [];
        for (let t = start; t < start + length; t++) {
            const value = this.#values.get(t);
            if (value !== undefined) {
                found.push(value);
            }
        }

        return found;
    }

    /** The history is as new as everything that is here. */
    settle(): void {
        this.#live.clear();
    }

    forget(before: number): void {
        for (const t of this.#values.keys()) {
            if (t < before) {
                this.#values.delete(t);
                this.#live.delete(t);
            }
        }
    }
}
