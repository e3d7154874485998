import { timeText } from "../core/time.js";
import { spoken } from "./legend.js";
import { indexAt } from "./points.js";
import type { Marker } from "./markers.js";
import type { PriceChart } from "./priceChart.js";

export interface CrosshairEvents {
    moved: (index: number) => void;
    opened: (index: number, markers: Marker[]) => void;
}

/** Moves the crosshair by keys, and says politely what it stands on. */
export class Crosshair {
    #index = -1;
    #saying: number | undefined;

    constructor(
        host: HTMLElement,
        private readonly region: HTMLElement,
        private readonly view: PriceChart,
        private readonly events: CrosshairEvents,
    ) {
        host.addEventListener("keydown", (event) => this.#onKey(event));
        view.chart.subscribeCrosshairMove((move) => {
            if (move.sourceEvent && move.time !== undefined) {
                this.#index = indexAt(view.points, move.time as number);
                events.moved(this.#index);
            }
        });
        view.chart.subscribeClick((click) => {
            if (click.time !== undefined) {
                this.#index = indexAt(view.points, click.time as number);
            }

            const hit = view.shownMarkers.filter((marker) => marker.id === click.hoveredObjectId || marker.id === click.hoveredInfo?.objectId);
            events.opened(this.#index, hit);
        });
    }

    get index(): number {
        return this.#index;
    }

    /** Stands on the last point again, as after a change of what is shown. */
    reset(): void {
        this.#index = -1;
    }

    moveTo(index: number): void {
        const last = this.view.points.length - 1;
        if (last < 0) {
            return;
        }

        this.#index = Math.min(Math.max(index, 0), last);
        this.view.point(this.#index);
        this.events.moved(this.#index);
        this.#say();
    }

    #onKey(event: KeyboardEvent): void {
        const last = this.view.points.length - 1;
        const at = this.#index < 0 ? last : this.#index;
        const stride = event.shiftKey ? 10 : 1;
        const moves: Record<string, () => void> = {
            ArrowLeft: () => this.moveTo(this.#index < 0 ? last : at - stride),
            ArrowRight: () => this.moveTo(at + stride),
            Home: () => this.moveTo(0),
            End: () => this.moveTo(last),
            ArrowUp: () => this.#toMarker(at, -1),
            ArrowDown: () => this.#toMarker(at, 1),
            Enter: () => this.events.opened(at, this.#markersAt(at)),
            "+": () => this.#zoom(0.5, at),
            "=": () => this.#zoom(0.5, at),
            "-": () => this.#zoom(2, at),
            Escape: () => this.view.chart.clearCrosshairPosition(),
        };
        const move = moves[event.key];
        if (move && !event.ctrlKey && !event.metaKey && !event.altKey && last >= 0) {
            event.preventDefault();
            move();
        }
    }

    #markersAt(index: number): Marker[] {
        return this.view.shownMarkers.filter((marker) => marker.index === index);
    }

    #toMarker(from: number, direction: 1 | -1): void {
        const indices = this.view.shownMarkers.map((marker) => marker.index);
        const next = direction > 0 ? indices.find((index) => index > from) : indices.findLast((index) => index < from);
        if (next === undefined) {
            this.region.textContent = direction > 0 ? "No later decision." : "No earlier decision.";
            return;
        }

        this.moveTo(next);
    }

    #zoom(factor: number, at: number): void {
        const scale = this.view.chart.timeScale();
        const range = scale.getVisibleLogicalRange();
        if (range) {
            scale.setVisibleLogicalRange({ from: at - (at - range.from) * factor, to: at + (range.to - at) * factor });
        }
    }

    /** A moment later: whoever holds a key down hears where it stopped, not every bar on the way. */
    #say(): void {
        clearTimeout(this.#saying);
        this.#saying = setTimeout(() => {
            const point = this.view.points[this.#index];
            if (!point) {
                return;
            }

            const decisions = this.#markersAt(this.#index).flatMap((marker) => marker.decisions);
            const more = decisions.length > 0 ? `. ${decisions.map((d) => `${d.action} ${d.outcome}`).slice(0, 3).join(", ")}; Enter opens it` : "";
            this.region.textContent = `${timeText(point.t * 1000, "time")}: ${spoken(point)}${more}`;
        }, 200);
    }
}
