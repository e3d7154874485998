import { askForToken } from "./lock.js";
import { Problem } from "./problem.js";
import { currentToken } from "./token.js";

export type Parameters = Record<string, string | number | undefined | null>;

const mostPages = 20;

export function address(path: string, parameters: Parameters = {}): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
        if (value !== undefined && value !== null && value !== "") {
            query.set(name, String(value));
        }
    }

    const text = query.toString();
    return text ? `${path}?${text}` : path;
}

/** Sends a request with the viewer's token, and asks for one where the service wants it. */
export async function send(url: string, init: RequestInit = {}): Promise<Response> {
    for (;;) {
        const headers = new Headers(init.headers);
        const token = currentToken();
        if (token) {
            headers.set("Authorization", `Bearer ${token}`);
        }

        const response = await fetch(url, { ...init, headers });
        if (response.ok) {
            return response;
        }

        const problem = await Problem.of(response);
        if (!problem.isLocked) {
            throw problem;
        }

        await askForToken(problem, token);
    }
}

/** @throws Problem */
export async function getJson<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
    try {
        const response = await send(address(path, parameters), { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) });
        return (await response.json()) as T;
    } catch (error) {
        if (error instanceof DOMException && error.name === "AbortError") {
            throw error;
        }

        throw Problem.from(error);
    }
}

/** Everything behind a cursor, as far as a page can show it. */
export async function getAll<T>(path: string, parameters: Parameters, signal?: AbortSignal): Promise<{ items: T[]; whole: boolean }> {
    const items: T[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < mostPages; page++) {
        const answer: { items: T[]; next: string | null } = await getJson(path, { ...parameters, cursor }, signal);
        items.push(...answer.items);
        cursor = answer.next;
        if (!cursor) {
            return { items, whole: true };
        }
    }

    return { items, whole: false };
}
