import type {
    IChartApiBase, IPrimitivePaneRenderer, IPrimitivePaneView, ISeriesApi, ISeriesPrimitive, Logical, PrimitiveHoveredItem, SeriesAttachedParameter, SeriesType,
    Time,
} from "lightweight-charts";
import type { DecisionItem, DecisionOutcome } from "../core/types.js";
import { msOf } from "../core/time.js";
import { indexAt, type Point } from "./points.js";
import { shapes } from "./shapes.js";

type Target = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** Decisions of one outcome and side in one step. */
export interface Marker {
    id: string;
    index: number;
    outcome: DecisionOutcome;
    isSell: boolean;
    price: number;
    /** Place above or below the bar: markers of one bar stand on each other. */
    level: number;
    decisions: DecisionItem[];
}

const size = 14;
const room = 18;
const paths = new Map<DecisionOutcome, Path2D>();

/** Draws the marks of decisions on the candles, and finds the one under the pointer. */
export class DecisionMarkers implements ISeriesPrimitive<Time> {
    #chart: IChartApiBase<Time> | null = null;
    #series: ISeriesApi<SeriesType, Time> | null = null;
    #update: (() => void) | null = null;
    #markers: Marker[] = [];
    #colours = { text: "", surface: "" };

    readonly #views: IPrimitivePaneView[] = [{ zOrder: () => "top", renderer: () => ({ draw: (target) => this.#draw(target) }) }];

    attached(parameters: SeriesAttachedParameter<Time>): void {
        this.#chart = parameters.chart;
        this.#series = parameters.series;
        this.#update = parameters.requestUpdate;
    }

    paneViews(): readonly IPrimitivePaneView[] {
        return this.#views;
    }

    show(markers: Marker[], colours: { text: string; surface: string }): void {
        this.#markers = markers;
        this.#colours = colours;
        this.#update?.();
    }

    hitTest(x: number, y: number): PrimitiveHoveredItem | null {
        for (const marker of this.#markers) {
            const centre = this.#centre(marker);
            if (centre && Math.abs(centre.x - x) <= room / 2 && Math.abs(centre.y - y) <= room / 2) {
                return { externalId: marker.id, zOrder: "top", cursorStyle: "pointer" };
            }
        }

        return null;
    }

    /** Where a marker is drawn, for whoever points at it. */
    centreOf(id: string): { x: number; y: number } | null {
        const marker = this.#markers.find((candidate) => candidate.id === id);
        return marker ? this.#centre(marker) : null;
    }

    #centre(marker: Marker): { x: number; y: number } | null {
        const x = this.#chart?.timeScale().logicalToCoordinate(marker.index as Logical);
        const y = this.#series?.priceToCoordinate(marker.price);
        if (x === null || x === undefined || y === null || y === undefined) {
            return null;
        }

        const distance = room * (marker.level + 0.8);
        return { x, y: marker.isSell ? y - distance : y + distance };
    }

    #draw(target: Target): void {
        target.useMediaCoordinateSpace(({ context, mediaSize }) => {
            context.lineJoin = "round";
            for (const marker of this.#markers) {
                const centre = this.#centre(marker);
                if (centre && centre.x > -room && centre.x < mediaSize.width + room) {
                    this.#drawMarker(context, marker, centre);
                }
            }
        });
    }

    #drawMarker(context: CanvasRenderingContext2D, marker: Marker, { x, y }: { x: number; y: number }): void {
        const { path, isSolid } = shapes[marker.outcome];
        let drawn = paths.get(marker.outcome);
        if (!drawn) {
            paths.set(marker.outcome, (drawn = new Path2D(path)));
        }

        context.save();
        context.translate(x, y);
        // A buy points up from below, a sell down from above.
        context.scale(size / 16, (marker.isSell ? -size : size) / 16);
        context.translate(-8, -8);
        context.strokeStyle = this.#colours.surface;
        context.lineWidth = 5;
        context.stroke(drawn);
        context.fillStyle = isSolid ? this.#colours.text : this.#colours.surface;
        context.fill(drawn);
        context.strokeStyle = this.#colours.text;
        context.lineWidth = 1.75;
        context.stroke(drawn);
        context.restore();
        if (marker.decisions.length > 1) {
            context.fillStyle = this.#colours.text;
            context.font = "11px sans-serif";
            context.textBaseline = "middle";
            context.fillText(`×${marker.decisions.length}`, x + size / 2 + 2, y);
        }
    }
}

/** Every decision at the step that it fell in; those of one step, outcome and side share a mark that says how many they are. */
export function placeMarkers(points: readonly Point[], decisions: readonly DecisionItem[], step: number): Marker[] {
    const markers = new Map<string, Marker>();
    const levels = new Map<string, number>();
    for (const decision of decisions) {
        const t = msOf(decision.at) / 1000;
        const index = indexAt(points, t);
        const point = points[index];
        // A decision outside what is loaded has no bar to stand at.
        if (!point || t >= point.t + Math.max(step, 60) * 5) {
            continue;
        }

        const isSell = decision.action.toLowerCase().startsWith("sell");
        const id = `${point.t}/${decision.outcome}/${isSell ? "sell" : "buy"}`;
        let marker = markers.get(id);
        if (!marker) {
            const side = `${index}/${isSell}`;
            const level = levels.get(side) ?? 0;
            levels.set(side, level + 1);
            const bar = point.bar ?? nearestBar(points, index);
            marker = { id, index, outcome: decision.outcome, isSell, price: (isSell ? bar?.h : bar?.l) ?? 0, level, decisions: [] };
            markers.set(id, marker);
        }

        marker.decisions.push(decision);
    }

    return [...markers.values()].sort((a, b) => a.index - b.index || a.level - b.level);
}

function nearestBar(points: readonly Point[], index: number) {
    for (let at = index; at >= 0; at--) {
        const bar = points[at]?.bar;
        if (bar) {
            return bar;
        }
    }

    return null;
}
