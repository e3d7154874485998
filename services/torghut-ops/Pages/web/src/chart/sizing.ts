import type { IChartApiBase, Time } from "lightweight-charts";

/** Does what depends on the width of a chart, now or when it has one: fitted into nothing, points stay as narrow as they can be. */
export function whenSized(chart: IChartApiBase<Time>, action: () => void): void {
    const scale = chart.timeScale();
    if (scale.width() > 0) {
        action();
        return;
    }

    const sized = (width: number) => {
        if (width > 0) {
            scale.unsubscribeSizeChange(sized);
            action();
        }
    };
    scale.subscribeSizeChange(sized);
}
