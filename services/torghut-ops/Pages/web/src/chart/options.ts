import { ColorType, CrosshairMode, type ChartOptions, type DeepPartial } from "lightweight-charts";
import type { Palette } from "./palette.js";
import { crosshairLabel, tickLabel } from "./timeAxis.js";

/** What all charts of the pages have in common. */
export function chartOptions(palette: Palette): DeepPartial<ChartOptions> {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return {
        autoSize: true,
        layout: {
            // The library's logo comes with a style element, which the policy of these pages blocks; its notice is in the footer.
            attributionLogo: false,
            background: { type: ColorType.Solid, color: palette.surface },
            textColor: palette.text,
            fontFamily: "system-ui, sans-serif",
            panes: { separatorColor: palette.edge, separatorHoverColor: palette.line, enableResize: true },
        },
        grid: { vertLines: { color: palette.line }, horzLines: { color: palette.line } },
        crosshair: {
            mode: CrosshairMode.Normal,
            vertLine: { color: palette.edge, labelBackgroundColor: palette.edge },
            horzLine: { color: palette.edge, labelBackgroundColor: palette.edge },
        },
        rightPriceScale: { borderColor: palette.edge },
        timeScale: {
            borderColor: palette.edge,
            timeVisible: true,
            secondsVisible: true,
            minBarSpacing: 0.05,
            rightOffset: 2,
            lockVisibleTimeRangeOnResize: true,
            tickMarkFormatter: tickLabel as never,
        },
        localization: { timeFormatter: crosshairLabel as never, locale: "en-US" },
        kineticScroll: { touch: !isStill, mouse: false },
        handleScroll: { vertTouchDrag: false },
    };
}
