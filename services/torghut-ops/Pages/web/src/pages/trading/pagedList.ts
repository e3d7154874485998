import { getJson, type Parameters } from "../../core/api.js";
import { button, el } from "../../core/dom.js";
import { downloads } from "../../core/downloads.js";
import { Section } from "../../core/section.js";

interface Page<T> {
    items: T[];
    next: string | null;
}

/** A list behind a cursor: a page at first, more when asked. */
export class PagedList<T> {
    readonly section: Section;
    #items: T[] = [];
    #abort = new AbortController();

    constructor(
        id: string,
        private readonly title: string,
        private readonly path: string,
        private readonly render: (items: readonly T[]) => HTMLElement,
        private readonly nothing: string,
    ) {
        this.section = new Section(id, title);
    }

    async load(parameters: Parameters): Promise<void> {
        this.#abort.abort();
        this.#abort = new AbortController();
        this.#items = [];
        this.section.loading();
        await this.#more(parameters, null);
    }

    async #more(parameters: Parameters, cursor: string | null): Promise<void> {
        const signal = this.#abort.signal;
        try {
            const page = await getJson<Page<T>>(this.path, { ...parameters, limit: 100, cursor }, signal);
            this.#items.push(...page.items);
            if (this.#items.length === 0) {
                this.section.empty(this.nothing);
                return;
            }

            const more = page.next ? button("Show more", () => void this.#more(parameters, page.next)) : null;
            this.section.filled(
                this.render(this.#items),
                el(
                    "div",
                    { class: "row" },
                    el("span", {}, `${this.#items.length} shown${page.next ? ", there are more" : ""}`),
                    more,
                    downloads(this.title, this.path, { ...parameters, limit: 500 }),
                ),
            );
        } catch (error) {
            if (!signal.aborted) {
                this.section.error(error, () => void this.#more(parameters, cursor));
            }
        }
    }
}
