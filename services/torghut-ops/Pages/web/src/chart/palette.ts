import { el } from "../core/dom.js";

const names = [
    "surface", "text", "muted", "line", "edge", "accent", "rise", "fall", "line-a", "line-b", "line-c", "line-d", "shade", "volume",
] as const;
export type ColourName = (typeof names)[number];
export type Palette = Record<ColourName, string>;

/** The page's colours for what draws by itself. An element is asked, so that colours that the system forces are resolved too. */
export function readPalette(): Palette {
    const probe = el("span", { hidden: true });
    document.body.append(probe);
    const palette = {} as Palette;
    for (const name of names) {
        probe.style.color = `var(--${name})`;
        palette[name] = getComputedStyle(probe).color;
    }

    probe.remove();
    return palette;
}
