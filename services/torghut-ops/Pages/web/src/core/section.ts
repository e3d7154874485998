import { button, el, type Child } from "./dom.js";
import { Problem } from "./problem.js";

export type SectionState = "loading" | "empty" | "error" | "stale" | "filled";

/** A titled part of a page that always says in which state it is. */
export class Section {
    readonly root: HTMLElement;
    readonly #body: HTMLElement;
    readonly #note: HTMLElement;

    constructor(id: string, title: string, ...tools: Child[]) {
        this.#note = el("div", { class: "note", role: "status" });
        this.#body = el("div", { class: "body" });
        this.root = el(
            "section",
            { id, class: "card", "aria-labelledby": `${id}-title`, "data-state": "loading", "aria-busy": "true" },
            el("div", { class: "card-head" }, el("h2", { id: `${id}-title` }, title), tools.length > 0 && el("div", { class: "card-tools" }, ...tools)),
            this.#note,
            this.#body,
        );
        this.loading();
    }

    get state(): SectionState {
        return this.root.dataset["state"] as SectionState;
    }

    loading(): void {
        if (this.state === "filled" || this.state === "stale") {
            // What is shown stays while newer numbers are on their way.
            this.root.setAttribute("aria-busy", "true");
            return;
        }

        this.#show("loading", null, [
            el("p", { class: "waiting" }, "Loading…"),
            el("div", { class: "bones", "aria-hidden": "true" }, el("span"), el("span"), el("span")),
        ]);
    }

    empty(text: string, ...more: Child[]): void {
        this.#show("empty", null, [el("p", { class: "nothing" }, text), ...more]);
    }

    error(failure: unknown, retry?: () => void): void {
        const problem = Problem.from(failure);
        const tools = retry ? button("Try again", retry) : null;
        const words = [problem.detail, problem.reason && !problem.detail.includes(problem.reason) ? problem.reason : ""].filter(Boolean).join(" ");
        const notice = el(
            "div",
            { class: "notice bad", role: "alert" },
            el("p", {}, el("strong", {}, problem.title), problem.status > 0 && ` (${problem.status})`),
            words && el("p", {}, words),
            tools,
        );
        if (this.state === "filled" || this.state === "stale") {
            // Old numbers are better than none, as long as they are called old.
            this.#note.replaceChildren(notice);
            this.#mark("stale");
            return;
        }

        this.#show("error", null, [notice]);
    }

    filled(...children: Child[]): void {
        this.#show("filled", null, children);
    }

    /** Shows numbers that are not of now, and says since when. */
    stale(words: string): void {
        this.#note.replaceChildren(el("p", { class: "notice warn" }, el("strong", {}, "Stale. "), words));
        this.#mark("stale");
    }

    fresh(): void {
        this.#note.replaceChildren();
        this.#mark("filled");
    }

    #show(state: SectionState, note: Child, children: Child[]): void {
        this.#note.replaceChildren(...(note ? [note instanceof Node ? note : String(note)] : []));
        this.#body.replaceChildren(...el("div", {}, ...children).childNodes);
        this.#mark(state);
    }

    #mark(state: SectionState): void {
        this.root.dataset["state"] = state;
        this.root.setAttribute("aria-busy", state === "loading" ? "true" : "false");
    }
}
