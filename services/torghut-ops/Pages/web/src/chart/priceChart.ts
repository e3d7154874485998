import {
    CandlestickSeries, createChartEx, HistogramSeries, LineSeries, LineStyle,
    type IChartApiBase, type ISeriesApi, type SeriesType, type Time, type UTCTimestamp,
} from "lightweight-charts";
import type { TradingDay } from "../core/types.js";
import { DecisionMarkers, type Marker } from "./markers.js";
import { chartOptions } from "./options.js";
import { readPalette, type Palette } from "./palette.js";
import type { Point } from "./points.js";
import { closedRuns, SessionShading } from "./shading.js";
import { whenSized } from "./sizing.js";
import { NewYorkAxis } from "./timeAxis.js";

export type Overlay = "volume" | "ema" | "bollinger" | "vwap" | "decisions";

/** Changes that are drawn one by one. */
const mostUpdates = 50;

type AnySeries = ISeriesApi<SeriesType, Time>;
type Datum = Parameters<AnySeries["update"]>[0];

interface Drawn {
    series: AnySeries;
    overlay: Overlay | null;
    datum: (point: Point) => Datum;
    colours: (palette: Palette) => Record<string, unknown>;
}

/** Candles, volume and indicators of one symbol; what it shows is handed to it, what is asked of it is handed on. */
export class PriceChart {
    readonly chart: IChartApiBase<Time>;
    readonly markers = new DecisionMarkers();
    readonly #candles: AnySeries;
    readonly #lines: Drawn[];
    readonly #shadings: SessionShading[] = [];
    #palette: Palette;
    #lastDrawn = 0;
    #count = 0;
    #points: readonly Point[] = [];
    #days: readonly TradingDay[] = [];
    #shown: Marker[] = [];
    readonly #hidden = new Set<Overlay>();

    constructor(container: HTMLElement) {
        this.#palette = readPalette();
        this.chart = createChartEx<Time, NewYorkAxis>(container, new NewYorkAxis(), chartOptions(this.#palette) as never);
        this.#lines = this.#addSeries();
        this.#candles = this.#lines[0]?.series as AnySeries;
        this.#candles.attachPrimitive(this.markers);
        for (const [pane, share] of [[0, 5], [1, 1.3], [2, 1.5]] as const) {
            this.chart.panes()[pane]?.setStretchFactor(share);
        }

        for (const pane of [0, 1, 2]) {
            const shading = new SessionShading();
            this.chart.panes()[pane]?.getSeries()[0]?.attachPrimitive(shading);
            this.#shadings.push(shading);
        }

        this.recolour();
    }

    get points(): readonly Point[] {
        return this.#points;
    }

    get shownMarkers(): readonly Marker[] {
        return this.#hidden.has("decisions") ? [] : this.#shown;
    }

    setPoints(points: readonly Point[], days: readonly TradingDay[]): void {
        this.#points = points;
        this.#days = days;
        for (const { series, datum } of this.#lines) {
            series.setData(points.map(datum));
        }

        this.#lastDrawn = points.at(-1)?.t ?? 0;
        this.#count = points.length;
        this.#shade();
    }

    /** Draws points that are new or have changed, the oldest first. */
    update(changed: readonly Point[]): void {
        const newer = changed.filter((point) => point.t > this.#lastDrawn).length;
        if (this.#points.length - this.#count !== newer || changed.length > mostUpdates) {
            // A second came late, between others: the library takes those only with all the rest. Of many it takes the rest faster.
            this.setPoints(this.#points, this.#days);
            return;
        }

        for (const point of changed) {
            for (const { series, datum } of this.#lines) {
                series.update(datum(point), point.t < this.#lastDrawn);
            }

            this.#lastDrawn = Math.max(this.#lastDrawn, point.t);
        }

        this.#count = this.#points.length;
        this.#shade();
    }

    setMarkers(markers: Marker[]): void {
        this.#shown = markers;
        this.#drawMarkers();
    }

    toggle(overlay: Overlay, isShown: boolean): void {
        if (isShown) {
            this.#hidden.delete(overlay);
        } else {
            this.#hidden.add(overlay);
        }

        for (const drawn of this.#lines.filter((candidate) => candidate.overlay === overlay)) {
            drawn.series.applyOptions({ visible: isShown });
        }

        this.#drawMarkers();
    }

    /** Puts the crosshair at a point, and brings it into view. */
    point(index: number): void {
        const point = this.#points[index];
        if (!point) {
            this.chart.clearCrosshairPosition();
            return;
        }

        const scale = this.chart.timeScale();
        const range = scale.getVisibleLogicalRange();
        if (range && (index < range.from || index > range.to)) {
            const half = (range.to - range.from) / 2;
            scale.setVisibleLogicalRange({ from: index - half, to: index + half });
        }

        const price = point.bar?.c ?? point.signal?.["vwapSession"] ?? 0;
        this.chart.setCrosshairPosition(price, point.t as UTCTimestamp, this.#candles);
    }

    /** Takes the colours of the page as they are now. */
    recolour(): void {
        this.#palette = readPalette();
        this.chart.applyOptions(chartOptions(this.#palette) as never);
        for (const { series, colours } of this.#lines) {
            series.applyOptions(colours(this.#palette));
        }

        this.#shade();
        this.#drawMarkers();
    }

    /** Seconds of the epoch that the view begins and ends with, also beyond what is loaded; null while there is nothing. */
    visibleTimes(step: number): { from: number; to: number } | null {
        const range = this.chart.timeScale().getVisibleLogicalRange();
        const [first, last] = [this.#points[0], this.#points.at(-1)];
        if (!range || !first || !last) {
            return null;
        }

        const end = this.#points.length - 1;
        const at = (index: number) => {
            const beyond = index < 0 ? index : Math.max(0, index - end);
            return (this.#points[Math.min(Math.max(Math.round(index), 0), end)]?.t ?? 0) + Math.round(beyond) * step;
        };
        return { from: at(range.from), to: at(range.to) };
    }

    /** Shows everything. */
    fit(): void {
        whenSized(this.chart, () => this.chart.timeScale().fitContent());
    }

    showTimes(from: number, to: number): void {
        if (this.#points.length > 0) {
            whenSized(this.chart, () => this.chart.timeScale().setVisibleRange({ from: from as UTCTimestamp, to: to as UTCTimestamp }));
        }
    }

    #addSeries(): Drawn[] {
        const chart = this.chart;
        const quiet = { priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false };
        type Value = (point: Point) => number | null | undefined;
        const line = (pane: number, value: Value, colour: keyof Palette, overlay: Overlay | null, style: LineStyle, width: 2 | 3 = 2): Drawn => ({
            series: chart.addSeries(LineSeries, { ...quiet, lineWidth: width, lineStyle: style }, pane) as AnySeries,
            overlay,
            datum: (point) => valueAt(point, value(point)),
            colours: (palette) => ({ color: palette[colour] }),
        });
        const signal = (name: string) => (point: Point) => point.signal?.[name];
        const candles: Drawn = {
            series: chart.addSeries(CandlestickSeries, { priceLineVisible: true, borderVisible: true }) as AnySeries,
            overlay: null,
            datum: ({ t, bar }) => (bar ? { time: t as UTCTimestamp, open: bar.o, high: bar.h, low: bar.l, close: bar.c } : { time: t as UTCTimestamp }),
            // Hollow when it rose, filled when it fell: the colour says it a second time.
            colours: (palette) => ({
                upColor: palette.surface, borderUpColor: palette.rise, wickUpColor: palette.rise,
                downColor: palette.fall, borderDownColor: palette.fall, wickDownColor: palette.fall, priceLineColor: palette.edge,
            }),
        };
        const volume: Drawn = {
            series: chart.addSeries(HistogramSeries, { ...quiet, priceScaleId: "volume", priceFormat: { type: "volume" } }) as AnySeries,
            overlay: "volume",
            datum: ({ t, bar }) => (bar ? { time: t as UTCTimestamp, value: bar.v } : { time: t as UTCTimestamp }),
            colours: (palette) => ({ color: palette.volume }),
        };
        volume.series.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
        candles.series.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.22 } });
        const drawn = [
            candles,
            volume,
            line(0, signal("ema12"), "line-a", "ema", LineStyle.Solid),
            line(0, signal("ema26"), "line-b", "ema", LineStyle.Dashed),
            line(0, signal("bollUpper"), "line-c", "bollinger", LineStyle.Dotted),
            line(0, signal("bollMid"), "line-c", "bollinger", LineStyle.SparseDotted),
            line(0, signal("bollLower"), "line-c", "bollinger", LineStyle.Dotted),
            line(0, signal("vwapSession"), "line-d", "vwap", LineStyle.Solid, 3),
            line(1, signal("rsi14"), "line-a", null, LineStyle.Solid),
            this.#histogram(),
            line(2, signal("macd"), "line-a", null, LineStyle.Solid),
            line(2, signal("macdSignal"), "line-b", null, LineStyle.Dashed),
        ];
        this.#addThresholds(drawn[8]?.series);
        return drawn;
    }

    #histogram(): Drawn {
        return {
            series: this.chart.addSeries(
                HistogramSeries,
                { priceLineVisible: false, lastValueVisible: false, priceFormat: { type: "price", precision: 4, minMove: 0.0001 } },
                2,
            ) as AnySeries,
            overlay: null,
            datum: (point) => valueAt(point, point.signal?.["macdHist"]),
            colours: (palette) => ({ color: palette.volume }),
        };
    }

    #addThresholds(rsi: AnySeries | undefined): void {
        for (const price of [30, 70]) {
            rsi?.createPriceLine({ price, lineWidth: 1, lineStyle: LineStyle.Dashed, axisLabelVisible: true, title: "", color: this.#palette.edge });
        }

        rsi?.applyOptions({ autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }) } as never);
    }

    #shade(): void {
        const runs = this.#days.length > 0 ? closedRuns(this.#points, this.#days) : [];
        for (const shading of this.#shadings) {
            shading.show(runs, this.#palette.shade);
        }
    }

    #drawMarkers(): void {
        this.markers.show([...this.shownMarkers], { text: this.#palette.text, surface: this.#palette.surface });
    }
}

function valueAt(point: Point, value: number | null | undefined): Datum {
    return value === null || value === undefined ? { time: point.t as UTCTimestamp } : { time: point.t as UTCTimestamp, value };
}
