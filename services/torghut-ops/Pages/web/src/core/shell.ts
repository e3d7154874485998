import "../style/style.css";
import { byId, el } from "./dom.js";
import { wall, utcText } from "./time.js";

const order = ["system", "light", "dark"] as const;
type Theme = (typeof order)[number];

/** What every page has around its content: the clock and the switch of the theme. Gives the place to fill. */
export function startShell(): HTMLElement {
    startClock();
    startThemeSwitch();
    return byId("page");
}

/** Calls back when the colours on the page are others. */
export function onThemeChange(changed: () => void): void {
    document.addEventListener("torghut:theme", changed);
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
        matchMedia(query).addEventListener("change", changed);
    }
}

/** Sets what a person chose on the page, and keeps it in the address, so that a link shows the same. */
export function keepInAddress(values: Record<string, string | null>): void {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(values)) {
        if (value) {
            address.searchParams.set(name, value);
        } else {
            address.searchParams.delete(name);
        }
    }

    history.replaceState(null, "", address);
}

export function fromAddress(name: string): string | null {
    return new URLSearchParams(location.search).get(name);
}

/** The last part of a path such as /decisions/{id}. */
export function idOfPath(): string {
    return decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
}

function startClock(): void {
    const clock = byId("clock");
    const show = () => {
        const now = Date.now();
        const { time, abbreviation } = wall(now);
        clock.textContent = `${time} ${abbreviation}`;
        clock.setAttribute("datetime", new Date(now).toISOString());
        clock.title = utcText(now);
    };
    show();
    setInterval(show, 1000);
}

function startThemeSwitch(): void {
    const knob = byId("theme");
    let theme: Theme = (document.documentElement.dataset["theme"] as Theme | undefined) ?? "system";
    const show = () => {
        const word = theme.charAt(0).toUpperCase() + theme.slice(1);
        knob.replaceChildren(el("span", { class: "knob", "aria-hidden": "true" }), word);
        knob.ariaLabel = `Theme: ${word}`;
    };
    knob.addEventListener("click", () => {
        theme = order[(order.indexOf(theme) + 1) % order.length] ?? "system";
        if (theme === "system") {
            delete document.documentElement.dataset["theme"];
        } else {
            document.documentElement.dataset["theme"] = theme;
        }

        try {
            localStorage.setItem("torghut.theme", theme);
        } catch {
            // Storage may be forbidden; the choice holds for this page then.
        }

        show();
        document.dispatchEvent(new Event("torghut:theme"));
    });
    show();
}
