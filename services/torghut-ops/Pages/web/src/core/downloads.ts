import { address, send, type Parameters } from "./api.js";
import { el } from "./dom.js";
import { Problem } from "./problem.js";
import { currentToken } from "./token.js";

/** Links to what is shown, as files. A link cannot send a token, so with one the file is fetched and handed over. */
export function downloads(what: string, path: string, parameters: Parameters): HTMLElement {
    return el(
        "span",
        { class: "downloads" },
        ...(["csv", "json"] as const).map((format) => {
            const url = address(path, { ...parameters, format });
            const name = `${what.replace(/[^A-Za-z0-9-]+/g, "-").toLowerCase()}.${format}`;
            const link = el("a", { href: url, download: name, class: "button quiet", "aria-label": `${format.toUpperCase()} of ${what}` }, format.toUpperCase());
            link.addEventListener("click", (event) => {
                if (currentToken()) {
                    event.preventDefault();
                    void hand(url, name, link);
                }
            });
            return link;
        }),
    );
}

async function hand(url: string, name: string, link: HTMLElement): Promise<void> {
    try {
        const blob = await (await send(url)).blob();
        const made = URL.createObjectURL(blob);
        el("a", { href: made, download: name }).click();
        URL.revokeObjectURL(made);
    } catch (error) {
        link.title = Problem.from(error).message;
        link.classList.add("failed");
    }
}
