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
    #drawn: { chart: IChartApiBase<Time>; series: ISeriesApi<SeriesType, Time> } | null = null;

    /** The host is in the document by now: a chart that is made without a size squeezes or cuts what it is told to fit. */
    show(words: string, values: readonly Value[]): void {
        this.#drawn ??= this.#make();
        const { chart, series } = this.#drawn;
        this.host.setAttribute("aria-label", words);
        series.setData(values.map(({ t, value }) => ({ time: t as UTCTimestamp, value })));
        whenSized(chart, () => chart.timeScale().fitContent());
    }

    #make(): { chart: IChartApiBase<Time>; series: ISeriesApi<SeriesType, Time> } {
        const chart = createChartEx<Time, NewYorkAxis>(this.host, new NewYorkAxis(), chartOptions(readPalette()) as never);
        const cents = { type: "price", precision: 2, minMove: 0.01 } as const;
        const series = chart.addSeries(AreaSeries, { lineWidth: 2, priceFormat: cents }) as ISeriesApi<SeriesType, Time>;
        const recolour = () => {
            const palette = readPalette();
            chart.applyOptions(chartOptions(palette) as never);
            series.applyOptions({ lineColor: palette["line-a"], topColor: palette.shade, bottomColor: palette.surface });
        };
        recolour();
        onThemeChange(recolour);
        return { chart, series };
    }
}
