import { el } from "./dom.js";
import type { Problem } from "./problem.js";
import { currentToken, keepToken } from "./token.js";

let open: Promise<void> | null = null;

/** Ends when there is another token than the one that was refused; callers at the same time share one question. */
export function askForToken(problem: Problem, refused: string | null): Promise<void> {
    if (currentToken() !== refused) {
        return Promise.resolve();
    }

    open ??= ask(problem, refused !== null).finally(() => {
        open = null;
    });
    return open;
}

function ask(problem: Problem, again: boolean): Promise<void> {
    const input = el("input", { id: "token", type: "password", autocomplete: "off", required: true, "aria-describedby": "token-why" });
    const form = el(
        "form",
        { method: "dialog", class: "stack" },
        el("label", { for: "token" }, "Viewer token"),
        input,
        el("button", { type: "submit", class: "primary" }, "Unlock"),
    );
    const dialog = el(
        "dialog",
        { "aria-labelledby": "token-title", class: "token" },
        el("h2", { id: "token-title" }, again ? "That token was refused" : "This service asks for a token"),
        el(
            "p",
            { id: "token-why" },
            `Reading needs the role viewer (TORGHUT_OPS_VIEWER_TOKEN). The token stays in this tab and is forgotten when it is closed. ${problem.detail}`,
        ),
        form,
    );
    // Closed without a token there would be nothing on the page, and no word why.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
    return new Promise((resolve) => {
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            keepToken(input.value.trim());
            dialog.close();
            dialog.remove();
            resolve();
        });
    });
}
