import type { IChartApiBase, IPrimitivePaneRenderer, IPrimitivePaneView, ISeriesPrimitive, Logical, SeriesAttachedParameter, Time } from "lightweight-charts";
import type { TradingDay } from "../core/types.js";
import { msOf } from "../core/time.js";
import type { Point } from "./points.js";

type Target = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** Shades what lies outside regular hours, behind everything else. */
export class SessionShading implements ISeriesPrimitive<Time> {
    #chart: IChartApiBase<Time> | null = null;
    #update: (() => void) | null = null;
    #runs: [number, number][] = [];
    #colour = "";

    readonly #views: IPrimitivePaneView[] = [{ zOrder: () => "bottom", renderer: () => ({ draw: (target) => this.#draw(target) }) }];

    attached(parameters: SeriesAttachedParameter<Time>): void {
        this.#chart = parameters.chart;
        this.#update = parameters.requestUpdate;
    }

    paneViews(): readonly IPrimitivePaneView[] {
        return this.#views;
    }

    show(runs: [number, number][], colour: string): void {
        this.#runs = runs;
        this.#colour = colour;
        this.#update?.();
    }

    #draw(target: Target): void {
        const scale = this.#chart?.timeScale();
        if (!scale) {
            return;
        }

        target.useMediaCoordinateSpace(({ context, mediaSize }) => {
            context.fillStyle = this.#colour;
            for (const [first, last] of this.#runs) {
                // Whole indices only: the library gives 0 for what lies between two.
                const left = scale.logicalToCoordinate(first as Logical);
                const right = scale.logicalToCoordinate(last as Logical);
                if (left !== null && right !== null && right > 0 && left < mediaSize.width) {
                    context.fillRect(left, 0, Math.max(right - left, 1), mediaSize.height);
                }
            }
        });
    }
}

/** Runs of points outside every session, as first and last index. */
export function closedRuns(points: readonly Point[], days: readonly TradingDay[]): [number, number][] {
    const sessions = days.flatMap(({ session }) => (session.open && session.close ? [[msOf(session.open) / 1000, msOf(session.close) / 1000] as const] : []));
    const runs: [number, number][] = [];
    points.forEach(({ t }, index) => {
        if (sessions.some(([open, close]) => t >= open && t < close)) {
            return;
        }

        const run = runs.at(-1);
        if (run && run[1] === index - 1) {
            run[1] = index;
        } else {
            runs.push([index, index]);
        }
    });
    return runs;
}
