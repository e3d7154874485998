export type Child = Node | string | number | null | undefined | false;
export type Attributes = Record<string, string | number | boolean | undefined>;

const svgNamespace = "http://www.w3.org/2000/svg";

/** An element; text is always text, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
    return fill(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
    return fill(document.createElementNS(svgNamespace, tag), attributes, children);
}

export function button(text: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
    const made = el("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", onClick);
    return made;
}

/** The element of the page's template. */
export function byId(id: string): HTMLElement {
    const found = document.getElementById(id);
    if (!found) {
        throw new Error(`The page has no #${id}.`);
    }

    return found;
}

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === true) {
            element.setAttribute(name, "");
        } else if (value !== undefined && value !== false) {
            element.setAttribute(name, String(value));
        }
    }

    const shown = children.filter((child) => child !== null && child !== undefined && child !== false);
    element.append(...shown.map((child) => (child instanceof Node ? child : String(child))));
    return element;
}
