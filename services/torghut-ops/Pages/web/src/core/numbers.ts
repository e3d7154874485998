import { el } from "./dom.js";

const minus = "−";

/** Groups the digits of a decimal that came as text; none of them is lost or rounded. */
export function grouped(decimal: string): string {
    const [whole = "0", fraction] = decimal.replace("-", "").split(".");
    const text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? `.${fraction}` : "");
    return decimal.startsWith("-") ? `${minus}${text}` : text;
}

/** A number in so many places, or "–" when there is none. */
export function fixed(value: number | null | undefined, places: number): string {
    return value === null || value === undefined || !Number.isFinite(value) ? "–" : grouped(value.toFixed(places));
}

export function count(value: number | null | undefined): string {
    return value === null || value === undefined ? "–" : grouped(String(value));
}

/** So many of something whose plural ends in s. */
export function some(value: number, thing: string): string {
    return `${count(value)} ${thing}${value === 1 ? "" : "s"}`;
}

export function percent(ratio: number | string | null | undefined, places = 1): string {
    return ratio === null || ratio === undefined || ratio === "" ? "–" : `${fixed(Number(ratio) * 100, places)} %`;
}

/** A number as it is shown, with the exact one beside it for programs and on hover. */
export function exact(value: number | string | null | undefined, places: number): HTMLElement {
    if (value === null || value === undefined) {
        return el("span", { class: "none" }, "–");
    }

    const shown = fixed(Number(value), places);
    return el("data", { value: String(value), title: String(value) }, shown);
}

/** A stored decimal as it is read: cents for sums, more for prices and small numbers. The whole of it belongs beside it. */
export function rounded(decimal: string, unit: string): string {
    const [, fraction = ""] = decimal.split(".");
    const value = Number(decimal);
    if (unit === "USD") {
        return grouped(twoPlaces(decimal));
    }

    if (fraction.length <= 4) {
        return grouped(decimal);
    }

    // Four digits that count: those of 0.00012 are as many as those of 187.35.
    const zeros = value === 0 || Math.abs(value) >= 1 ? 0 : Math.floor(-Math.log10(Math.abs(value)));
    return grouped(value.toFixed(Math.min(zeros + 4, 12)).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, ""));
}

/** US dollars with a sign where it matters, from a decimal that came as text. */
export function dollars(decimal: string | null | undefined, signed = false): HTMLElement {
    if (decimal === null || decimal === undefined) {
        return el("span", { class: "none" }, "–");
    }

    const cents = twoPlaces(decimal);
    const isNegative = cents.startsWith("-");
    const isZero = /^-?[0.]+$/.test(cents);
    const sign = isZero ? "" : isNegative ? minus : signed ? "+" : "";
    const word = !signed || isZero ? "" : isNegative ? " loss" : " gain";
    return el("data", { value: decimal, title: `${decimal} USD`, class: `money${word}` }, `${sign}$${grouped(cents.replace("-", ""))}`);
}

/** Rounds half away from zero on the digits themselves: money is never a float. */
export function twoPlaces(decimal: string): string {
    const isNegative = decimal.startsWith("-");
    const [whole = "0", fraction = ""] = decimal.replace("-", "").split(".");
    const padded = fraction.padEnd(3, "0");
    let hundredths = BigInt(whole || "0") * 100n + BigInt(padded.slice(0, 2));
    if (padded.charCodeAt(2) >= 53) {
        hundredths += 1n;
    }

    const digits = hundredths.toString().padStart(3, "0");
    return `${isNegative && hundredths > 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
