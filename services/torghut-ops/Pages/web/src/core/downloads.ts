import { address, send, type Parameters } from "./api.js";
import { el } from "./dom.js";
import { Problem } from "./problem.js";
import { currentToken } from "./token.js";

/** Links to what is shown, as files. */
export function downloads(what: string, path: string, parameters: Parameters, label = ""): HTMLElement {
    const name = what.replace(/[^A-Za-z0-9-]+/g, "-").toLowerCase();
    return el(
        "span",
        { class: "downloads" },
        label && el("span", { class: "hint" }, label),
        ...(["csv", "json"] as const).map((format) => {
            const link = fileLink(address(path, { ...parameters, format }), `${name}.${format}`, format.toUpperCase());
            link.ariaLabel = `${format.toUpperCase()} of ${what}`;
            return link;
        }),
    );
}

/** A link to a file. A link cannot send a token, so with one the file is fetched and handed over. */
export function fileLink(url: string, name: string, text: string): HTMLAnchorElement {
    const link = el("a", { href: url, download: name, class: "button quiet" }, text);
    link.addEventListener("click", (event) => {
        if (currentToken()) {
            event.preventDefault();
            void hand(url, name, link);
        }
    });
    return link;
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
