import { AreaSeries, createChartEx, type IChartApiBase, type ISeriesApi, type SeriesType, type Time, type UTCTimestamp } from "lightweight-charts";
import { el } from "../core/dom.js";
import { onThemeChange } from "../core/shell.js";
import { chartOptions } from "./options.js";
import { readPalette } from "./palette.js";
import { whenSized } from "./sizing.js";
import { NewYorkAxis } from "./timeAxis.js";

export interface Value {
    t: number;
    value: number;
}

/** One line over time, for a glance; whoever needs the numbers has words or a table beside it. */
export class LineChart {
    readonly host = el("div", { class: "chart short", role: "img" });
    readonly #chart: IChartApiBase<Time>;
    readonly #series: ISeriesApi<SeriesType, Time>;

    constructor() {
        this.#chart = createChartEx<Time, NewYorkAxis>(this.host, new NewYorkAxis(), chartOptions(readPalette()) as never);
        const cents = { type: "price", precision: 2, minMove: 0.01 } as const;
        this.#series = this.#chart.addSeries(AreaSeries, { lineWidth: 2, priceFormat: cents }) as ISeriesApi<SeriesType, Time>;
        this.#recolour();
        onThemeChange(() => this.#recolour());
    }

    show(words: string, values: readonly Value[]): void {
        this.host.setAttribute("aria-label", words);
        this.#series.setData(values.map(({ t, value }) => ({ time: t as UTCTimestamp, value })));
        whenSized(this.#chart, () => this.#chart.timeScale().fitContent());
    }

    #recolour(): void {
        const palette = readPalette();
        this.#chart.applyOptions(chartOptions(palette) as never);
        this.#series.applyOptions({ lineColor: palette["line-a"], topColor: palette.shade, bottomColor: palette.surface });
    }
}
