import { el, type Child } from "./dom.js";

export interface Column<T> {
    head: string;
    unit?: string;
    isNumber?: boolean;
    isRowHead?: boolean;
    cell: (row: T) => Child | Child[];
}

/** A table that scrolls within itself on a narrow screen, so that the page never does. */
export function table<T>(caption: string, columns: Column<T>[], rows: readonly T[], rowAttributes?: (row: T) => Record<string, string>): HTMLElement {
    const head = el(
        "tr",
        {},
        ...columns.map((column) =>
            el(
                "th",
                { scope: "col", class: column.isNumber ? "number" : undefined },
                column.head,
                column.unit && el("span", { class: "unit" }, ` ${column.unit}`),
            ),
        ),
    );
    const body = rows.map((row) =>
        el(
            "tr",
            rowAttributes?.(row) ?? {},
            ...columns.map((column) => {
                const content = column.cell(row);
                const children = Array.isArray(content) ? content : [content];
                return column.isRowHead
                    ? el("th", { scope: "row" }, ...children)
                    : el("td", { class: column.isNumber ? "number" : undefined }, ...children);
            }),
        ),
    );
    return el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
        el("table", {}, el("caption", {}, caption), el("thead", {}, head), el("tbody", {}, ...body)),
    );
}
