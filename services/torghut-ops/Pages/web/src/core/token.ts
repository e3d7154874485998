const key = "torghut.token";

/** The viewer's token, for this tab only. */
export function currentToken(): string | null {
    try {
        return sessionStorage.getItem(key);
    } catch {
        return memory;
    }
}

export function keepToken(token: string): void {
    memory = token;
    try {
        sessionStorage.setItem(key, token);
    } catch {
        // Storage may be forbidden; the token lives as long as the page then.
    }
}

let memory: string | null = null;
