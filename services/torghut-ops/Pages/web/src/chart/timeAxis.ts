import { defaultHorzScaleBehavior, type IHorzScaleBehavior, type TickMarkWeightValue, type Time, type UTCTimestamp } from "lightweight-charts";
import { offsetAt, timeText, utcText, wall, dayText } from "../core/time.js";

const sessionEdges = [9 * 3600 + 1800, 16 * 3600];

/** Weights of the library's own ticks; a session's edge lies between the hours and the days. */
const weights = {
    second: 10, minute: 20, fiveMinutes: 21, halfHour: 22, hour: 30, threeHours: 31, sixHours: 32, noon: 33, session: 40, day: 50, month: 60, year: 70,
};

type Base = new () => IHorzScaleBehavior<Time>;

/** Ticks where a clock in New York has round times, and where sessions begin and end; the library knows UTC alone. */
export class NewYorkAxis extends (defaultHorzScaleBehavior() as Base) {
    override fillWeightsForPoints(points: Parameters<IHorzScaleBehavior<Time>["fillWeightsForPoints"]>[0], startIndex: number): void {
        super.fillWeightsForPoints(points, startIndex);
        let before = startIndex > 0 ? local(points[startIndex - 1]?.originalTime) : null;
        for (let index = startIndex; index < points.length; index++) {
            const point = points[index];
            if (!point) {
                continue;
            }

            const now = local(point.originalTime);
            point.timeWeight = weightOf(before, now) as TickMarkWeightValue;
            before = now;
        }
    }
}

/** Seconds of a clock in New York. */
function local(time: unknown): number {
    const seconds = time as number;
    return seconds + offsetAt(seconds);
}

function weightOf(before: number | null, now: number): number {
    if (before === null) {
        return weights.second;
    }

    const day = Math.floor(now / 86_400);
    if (day !== Math.floor(before / 86_400)) {
        const [then, since] = [new Date(before * 1000), new Date(now * 1000)];
        return then.getUTCFullYear() !== since.getUTCFullYear() ? weights.year : then.getUTCMonth() !== since.getUTCMonth() ? weights.month : weights.day;
    }

    const crossed = (seconds: number) => Math.floor(now / seconds) !== Math.floor(before / seconds);
    if (sessionEdges.some((edge) => before < day * 86_400 + edge && now >= day * 86_400 + edge)) {
        return weights.session;
    }

    return crossed(43_200) ? weights.noon
        : crossed(21_600) ? weights.sixHours
        : crossed(10_800) ? weights.threeHours
        : crossed(3600) ? weights.hour
        : crossed(1800) ? weights.halfHour
        : crossed(300) ? weights.fiveMinutes
        : crossed(60) ? weights.minute
        : weights.second;
}

export function crosshairLabel(time: Time): string {
    const ms = (time as UTCTimestamp) * 1000;
    // On a phone the label would be wider than the chart; the legend has the day.
    return `${timeText(ms, innerWidth < 640 ? "time" : "stamp")} · ${utcText(ms).slice(11)}`;
}

/** The type of a tick at a session's edge is one that the library does not have: it is a time like the others. */
export function tickLabel(time: Time, type: number | undefined): string {
    const { day, time: clock } = wall((time as UTCTimestamp) * 1000);
    if (type === 0) {
        return day.slice(0, 4);
    }

    if (type === 1 || type === 2) {
        return dayText(day).split(" ").slice(0, 2).join(" ");
    }

    return clock.endsWith(":00") ? clock.slice(0, 5) : clock;
}
