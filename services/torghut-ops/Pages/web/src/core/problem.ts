/** Why there is no answer, in the service's words (RFC 9457) or ours. */
export class Problem extends Error {
    constructor(
        readonly status: number,
        readonly title: string,
        readonly detail: string,
        readonly reason: string | null = null,
    ) {
        super(`${title}: ${detail}`);
    }

    /** Whether another token would help. */
    get isLocked(): boolean {
        return this.status === 401 || this.status === 403;
    }

    static async of(response: Response): Promise<Problem> {
        try {
            const body = (await response.json()) as Record<string, unknown>;
            const text = (name: string) => (typeof body[name] === "string" ? body[name] : "");
            return new Problem(response.status, text("title") || `Status ${response.status}`, text("detail"), text("cause") || null);
        } catch {
            return new Problem(response.status, `Status ${response.status}`, response.statusText || "The answer could not be read.");
        }
    }

    static from(error: unknown): Problem {
        if (error instanceof Problem) {
            return error;
        }

        return new Problem(0, "No answer", "torghut-ops could not be reached, or its answer could not be read.", error instanceof Error ? error.message : null);
    }
}
