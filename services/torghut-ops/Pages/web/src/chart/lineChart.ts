import { AreaSeries, createChartEx, type ISeriesApi, type SeriesType, type Time, type UTCTimestamp } from "lightweight-charts";
import { el } from "../core/dom.js";
import { onThemeChange } from "../core/shell.js";
import { chartOptions } from "./options.js";
import { readPalette } from "./palette.js";
import { NewYorkAxis } from "./timeAxis.js";

export interface Value {
    t: number;
    value: number;
}

/** One line over time, for a glance; whoever needs the numbers has the table beside it. */
export function lineChart(words: string, values: readonly Value[], mounted: (host: HTMLElement) => void): void {
    const host = el("div", { class: "chart short", role: "img", "aria-label": words });
    mounted(host);
    const chart = createChartEx<Time, NewYorkAxis>(host, new NewYorkAxis(), chartOptions(readPalette()) as never);
    const series = chart.addSeries(AreaSeries, { lineWidth: 2, priceFormat: { type: "price", precision: 2, minMove: 0.01 } }) as ISeriesApi<SeriesType, Time>;
    series.setData(values.map(({ t, value }) => ({ time: t as UTCTimestamp, value })));
    const colour = () => {
        const palette = readPalette();
        chart.applyOptions(chartOptions(palette) as never);
        series.applyOptions({ lineColor: palette["line-a"], topColor: palette.shade, bottomColor: palette.surface });
    };
    colour();
    onThemeChange(colour);
    chart.timeScale().fitContent();
}
