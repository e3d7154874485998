import { el } from "./dom.js";

export const zone = "America/New_York";

const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    weekday: "short",
    timeZoneName: "short",
});
const monthName = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "short" });
const hourOffsets = new Map<number, number>();

export interface Wall {
    day: string;
    time: string;
    weekday: string;
    /** EST or EDT. */
    abbreviation: string;
}

/** What a clock in New York shows. */
export function wall(ms: number): Wall {
    const found: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const part of parts.formatToParts(ms)) {
        found[part.type] = part.value;
    }

    return {
        day: `${found.year}-${found.month}-${found.day}`,
        time: `${found.hour}:${found.minute}:${found.second}`,
        weekday: found.weekday ?? "",
        abbreviation: found.timeZoneName ?? "ET",
    };
}

/** Seconds that New York is ahead of UTC (negative); it changes on whole hours only. */
export function offsetAt(seconds: number): number {
    const hour = Math.floor(seconds / 3600);
    let offset = hourOffsets.get(hour);
    if (offset === undefined) {
        const { day, time } = wall(hour * 3_600_000);
        offset = Date.parse(`${day}T${time}Z`) / 1000 - hour * 3600;
        hourOffsets.set(hour, offset);
    }

    return offset;
}

/** The moment at which a clock in New York shows a time; the first of two in the hour that comes twice. */
export function msOfWall(day: string, time: string): number {
    const local = Date.parse(`${day}T${time}Z`) / 1000;
    const guess = local - offsetAt(local + 4 * 3600);
    return (local - offsetAt(guess)) * 1000;
}

/** Milliseconds of an ISO time; what is finer than that stays in its text. */
export function msOf(iso: string): number {
    return Date.parse(iso);
}

export function isoOf(ms: number): string {
    return new Date(ms).toISOString();
}

export function utcText(ms: number): string {
    return `${isoOf(ms).replace("T", " ").replace(".000", "").replace("Z", "")} UTC`;
}

/** "7 Oct 2013" */
export function dayText(day: string): string {
    const [year, month, date] = day.split("-");
    return `${Number(date)} ${monthName.format(Date.parse(`2000-${month}-15T00:00:00Z`))} ${year}`;
}

export function shiftDay(day: string, days: number): string {
    return isoOf(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).slice(0, 10);
}

export function today(): string {
    return wall(Date.now()).day;
}

export type TimeStyle = "time" | "minute" | "stamp";

export function timeText(ms: number, style: TimeStyle = "stamp"): string {
    const { day, time, abbreviation } = wall(ms);
    switch (style) {
        case "time":
            return `${time} ${abbreviation}`;
        case "minute":
            return `${time.slice(0, 5)} ${abbreviation}`;
        default:
            return `${day} ${time} ${abbreviation}`;
    }
}

/** A time in New York's words that says UTC on hover. */
export function timeElement(when: string | number | null | undefined, style: TimeStyle = "stamp"): HTMLElement {
    const ms = typeof when === "string" ? msOf(when) : when;
    if (ms === null || ms === undefined || Number.isNaN(ms)) {
        return el("span", { class: "none" }, "–");
    }

    const iso = typeof when === "string" ? when : isoOf(ms);
    return el("time", { datetime: iso, title: utcText(ms) }, timeText(ms, style));
}

/** "3 s", "4 min 5 s", "2 h 3 min", "5 d" */
export function ageText(seconds: number): string {
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60) {
        return `${whole} s`;
    }

    if (whole < 3600) {
        return `${Math.floor(whole / 60)} min ${whole % 60} s`;
    }

    return whole < 172_800 ? `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min` : `${Math.floor(whole / 86_400)} d`;
}
