import { getAll, getJson } from "../../core/api.js";
import { downloads } from "../../core/downloads.js";
import { button, el } from "../../core/dom.js";
import { Section } from "../../core/section.js";
import { keepInAddress, onThemeChange } from "../../core/shell.js";
import { dayText, isoOf, msOf, shiftDay, timeText, utcText, wall } from "../../core/time.js";
import type { DecisionItem, LatestItem, TradingDay } from "../../core/types.js";
import { Crosshair } from "../../chart/crosshair.js";
import type { Dataset } from "../../chart/dataset.js";
import { legendOf } from "../../chart/legend.js";
import { loadSpan, stepFor, type Span } from "../../chart/market.js";
import { placeMarkers } from "../../chart/markers.js";
import type { Point } from "../../chart/points.js";
import { PriceChart } from "../../chart/priceChart.js";
import { outcomes, shapeIcon, shapes } from "../../chart/shapes.js";
import { Twin } from "../../chart/twin.js";
import { BarPanel } from "./barPanel.js";
import { CatchUp } from "./catchUp.js";
import { DecisionList } from "./decisionList.js";
import { LiveFeed } from "./liveFeed.js";
import { Toolbar, type Range } from "./toolbar.js";

/** Points of one second after which a view that grew live is loaded anew, coarser. */
const mostLivePoints = 6000;

/** How often decisions of a day that is not over are asked for again. */
const decisionsEveryMs = 20_000;

/** The chart of a symbol and day: loads, zooms into finer steps, and grows while the day goes on. */
export class VisualsPage {
    readonly section = new Section("chart-card", "Chart");
    readonly #toolbar: Toolbar;
    #host = chartHost();
    readonly #legend = el("div", { id: "legend", class: "legend" });
    readonly #words = el("p", { id: "chart-words" });
    readonly #tools = el("span", { class: "row" });
    readonly #live = el("p", { id: "live", role: "status" });
    readonly #twin = new Twin();
    readonly #panel: BarPanel;
    readonly #decisions = new DecisionList();
    readonly #feed = new LiveFeed(this.#live, (changes) => this.#grow(changes), () => this.#lose());
    readonly #catchUp = new CatchUp({
        read: (stored) => this.#grow((data) => data.fill(stored)),
        meets: (stored) => this.#feed.meets(stored),
        met: () => this.#meet(),
        isTooFar: () => void this.load(),
    });
    #view: PriceChart | null = null;
    #crosshair: Crosshair | null = null;
    #abort = new AbortController();
    #base: Dataset | null = null;
    #shown: Dataset | null = null;
    #days: TradingDay[] = [];
    #all: DecisionItem[] = [];
    #zooming: number | undefined;
    #isSetting = false;

    constructor(place: HTMLElement) {
        this.#toolbar = new Toolbar({
            chosen: () => void this.load(),
            ranged: (range) => {
                keepInAddress({ range });
                this.#showRange(range);
            },
            toggled: (overlay, isShown) => this.#view?.toggle(overlay, isShown),
        });
        this.#panel = new BarPanel();
        place.append(el("div", { class: "stack" }, el("section", { class: "card", "aria-label": "Choice" }, this.#toolbar.root), this.section.root,
            this.#panel.section.root, this.#decisions.section.root));
        this.#panel.section.root.hidden = true;
        onThemeChange(() => this.#view?.recolour());
        setInterval(() => {
            if (this.#base?.isAtEdge && document.visibilityState === "visible") {
                void this.#loadDecisions(this.#symbol, this.#day, this.#abort.signal);
            }
        }, decisionsEveryMs);
    }

    get #symbol(): string {
        return this.#toolbar.symbol.value;
    }

    get #day(): string {
        return this.#toolbar.day.value;
    }

    setSymbols(symbols: readonly string[]): void {
        this.#toolbar.setSymbols(symbols);
    }

    /** Not even the symbols are known. */
    failed(error: unknown, retry: () => void): void {
        this.section.error(error, retry);
        this.#decisions.section.empty("Not known without a symbol.");
    }

    async load(): Promise<void> {
        this.#abort.abort();
        this.#abort = new AbortController();
        const signal = this.#abort.signal;
        const [symbol, day] = [this.#symbol, this.#day];
        if (!symbol) {
            this.section.empty("The universe has no symbols.");
            this.#decisions.section.empty("No decisions without a symbol.");
            return;
        }

        keepInAddress({ symbol, day, range: this.#toolbar.range });
        this.#all = [];
        [this.#base, this.#shown] = [null, null];
        this.section.loading();
        this.#feed.stop();
        this.#catchUp.stop();
        delete this.#host.dataset["whole"];
        this.#panel.section.root.hidden = true;
        try {
            this.#days = await this.#loadCalendar(day, signal);
            const span = this.#spanOfDay(day);
            const isToday = Date.now() / 1000 < span.to && Date.now() / 1000 >= span.from;
            if (isToday) {
                // What is stored too late for the history and came too early for the stream is read when both have met.
                this.#feed.start(symbol);
            }

            const data = await loadSpan(symbol, span, isToday, signal);
            if (data.points.length === 0 && !isToday) {
                await this.#showNothing(symbol, day, signal);
                return;
            }

            this.#base = data;
            const storedTo = data.last?.t ?? data.from;
            this.#show(data);
            this.#feed.ready(data, this.#days);
            this.#meetLater(data, storedTo);
            this.#showRange(this.#toolbar.range);
            void this.#loadDecisions(symbol, day, signal);
        } catch (error) {
            if (!signal.aborted) {
                this.section.error(error, () => void this.load());

                // They come from another store, and may be all that there is to see.
                void this.#loadDecisions(symbol, day, signal);
            }
        }
    }

    async #loadCalendar(day: string, signal: AbortSignal): Promise<TradingDay[]> {
        const { days } = await getJson<{ days: TradingDay[] }>("/api/torghut/calendar", { from: day, to: shiftDay(day, 1) }, signal);
        return days.filter((candidate) => candidate.day === day);
    }

    #spanOfDay(day: string): Span {
        const found = this.#days[0];
        if (!found) {
            throw new Error(`The calendar does not know ${day}.`);
        }

        return { from: msOf(found.startUtc) / 1000, to: msOf(found.endUtc) / 1000 };
    }

    async #showNothing(symbol: string, day: string, signal: AbortSignal): Promise<void> {
        const { items } = await getJson<{ items: LatestItem[] }>("/api/torghut/ta/latest", { symbol }, signal);
        const last = items[0]?.bar?.eventTs;
        const lastDay = last ? wall(msOf(last)).day : null;
        const session = this.#days[0]?.session;
        const holiday = ` It was a holiday (${session?.name ?? "the exchange was closed"}).`;
        const why = session?.kind === "holiday" ? holiday : session?.kind === "weekend" ? " It was a weekend." : "";
        const go = lastDay && lastDay !== day
            ? button(`Show ${dayText(lastDay)}, the last day with bars`, () => {
                this.#toolbar.day.value = lastDay;
                void this.load();
            }, { class: "primary" })
            : null;
        this.section.empty(`No bars of ${symbol} on ${dayText(day)}.${why}`, go && el("p", {}, go));
        this.#decisions.section.empty("No decisions without bars.");
        this.#unmount();
    }

    #unmount(): void {
        this.#view?.chart.remove();
        this.#view = null;
        this.#crosshair = null;
        this.#host = chartHost();
    }

    #mount(): PriceChart {
        if (this.#view) {
            return this.#view;
        }

        const keys = el("p", { id: "chart-keys", class: "hint" },
            "In the chart: ← → move the crosshair, with Shift by ten; ↑ ↓ go from decision to decision; Enter opens what is there; "
            + "+ − zoom; Home and End.");
        const says = el("p", { class: "sr", role: "status", "aria-live": "polite", id: "chart-says" });
        this.section.filled(
            el("div", { class: "row" }, this.#words, this.#live, this.#tools), this.#legend, this.#host, says, keys, this.#key(), this.#twin.root);
        // In the document first: a chart that is made without a size squeezes what it is told to fit.
        const view = new PriceChart(this.#host);
        const crosshair = new Crosshair(this.#host, says, view, {
            moved: (index) => this.#point(index),
            opened: (index, markers) => this.#open(index, markers.flatMap((marker) => marker.decisions)),
        });
        view.chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.#onZoom());
        this.#view = view;
        this.#crosshair = crosshair;
        return view;
    }

    #key(): HTMLElement {
        return el(
            "ul",
            { class: "key", "aria-label": "Key of the chart" },
            ...outcomes.map((outcome) => el("li", {}, shapeIcon(outcome), shapes[outcome].words)),
            el("li", {}, "marks point up below a buy, down above a sell"),
            el("li", {}, el("span", { class: "shade-sample", "aria-hidden": "true" }), "outside regular hours"),
            el("li", {}, "hollow candle: rose; filled: fell"),
        );
    }

    #show(data: Dataset): void {
        const view = this.#mount();
        this.#isSetting = true;
        this.#shown = data;
        // What came while it was asked for is not in it, or is: either way it counts once.
        this.#feed.replay(data);
        view.setPoints(data.points, this.#days);
        this.#mark();
        this.#crosshair?.reset();
        this.#point(data.points.length - 1);
        this.#describe(data);
        this.section.fresh();
        this.section.root.setAttribute("aria-busy", "false");
        this.#isSetting = false;
    }

    #mark(): void {
        if (this.#shown && this.#view) {
            const markers = placeMarkers(this.#shown.points, this.#all, this.#shown.step);
            this.#view.setMarkers(markers);
            this.#host.dataset["decisions"] = String(markers.reduce((sum, marker) => sum + marker.decisions.length, 0));
        }
    }

    #describe(data: Dataset): void {
        const session = this.#days[0]?.session;
        const [first, last] = [data.points[0], data.last];
        const kind = session && session.kind !== "regular" ? ` (${session.kind.replace("_", " ")})` : "";
        const hours = session?.open && session.close
            ? `; session ${timeText(msOf(session.open), "minute")} to ${timeText(msOf(session.close), "minute")}${kind}`
            : kind;
        const words = `${this.#symbol}, ${dayText(this.#day)}: ${data.points.length} steps of ${data.step} s${hours}`;
        this.#words.replaceChildren(words);
        if (first && last) {
            this.#words.title = `${utcText(first.t * 1000)} to ${utcText(last.t * 1000)}`;
        }

        this.#host.setAttribute("aria-label", `Candles of ${words}`);
        this.#twin.show(data.points, words);
        const parameters = { symbol: this.#symbol, from: isoOf(data.from * 1000), to: isoOf(data.to * 1000), step: data.step };
        this.#tools.replaceChildren(
            downloads(`bars of ${this.#symbol} ${this.#day}`, "/api/torghut/ta/bars", parameters, "Bars"),
            downloads(`signals of ${this.#symbol} ${this.#day}`, "/api/torghut/ta/signals", parameters, "Signals"),
        );
    }

    #point(index: number): void {
        const point = this.#shown?.points[index];
        if (point) {
            this.#legend.replaceChildren(...legendOf(point));
            this.#twin.goTo(index);
        }
    }

    #open(index: number, decisions: DecisionItem[]): void {
        const [only] = decisions;
        if (only && decisions.length === 1) {
            location.assign(`/decisions/${encodeURIComponent(only.id)}`);
            return;
        }

        const point = this.#shown?.points[index];
        if (point && this.#shown) {
            this.#panel.show(this.#symbol, point, this.#shown.step, decisions);
        }
    }

    #showRange(range: Range): void {
        const [base, view] = [this.#base, this.#view];
        if (!base || !view || base.points.length === 0) {
            return;
        }

        const last = base.last?.t ?? base.to;
        const session = this.#days[0]?.session;
        if (range === "day" || (range === "session" && !session?.open)) {
            this.#use(base);
            view.fit();
        } else if (range === "session" && session?.open && session.close) {
            void this.#zoomTo({ from: msOf(session.open) / 1000, to: Math.min(msOf(session.close) / 1000, Math.max(last, msOf(session.open) / 1000 + 60)) });
        } else {
            const end = session?.close ? Math.min(last, msOf(session.close) / 1000) : last;
            void this.#zoomTo({ from: end - (range === "1h" ? 3600 : 600), to: end + (end === last ? base.step : 0) });
        }
    }

    #use(data: Dataset): void {
        if (this.#shown !== data) {
            this.#show(data);
        }
    }

    /** A moment after the view stopped moving: finer steps where they can be seen, the whole day where the view has left what is loaded. */
    #onZoom(): void {
        if (this.#isSetting) {
            return;
        }

        clearTimeout(this.#zooming);
        this.#zooming = setTimeout(() => {
            const [view, shown, base] = [this.#view, this.#shown, this.#base];
            const seen = view?.visibleTimes(shown?.step ?? 1);
            const range = view?.chart.timeScale().getVisibleLogicalRange();
            if (!view || !shown || !base || !seen || !range) {
                return;
            }

            const span = Math.max(seen.to - seen.from, 60);
            const isOutside = shown !== base && (range.from < -5 || (range.to > shown.points.length + 5 && !shown.isAtEdge));
            const isFar = shown !== base && span > (shown.to - shown.from) * 1.2;
            if (isOutside || isFar) {
                this.#use(base);
                view.showTimes(seen.from, seen.to);
            } else if (stepFor(seen.to - seen.from + shown.step) < shown.step) {
                void this.#zoomTo({ from: seen.from, to: seen.to + shown.step });
            }
        }, 120);
    }

    async #zoomTo(wanted: Span): Promise<void> {
        const base = this.#base;
        if (!base) {
            return;
        }

        // A margin on both sides, so that a small move needs no request.
        const margin = (wanted.to - wanted.from) / 2;
        const span = { from: Math.floor(Math.max(base.from, wanted.from - margin)), to: Math.ceil(Math.min(base.to, wanted.to + margin)) };
        try {
            let data = base;
            if (stepFor(span.to - span.from) < base.step) {
                const isAtEdge = base.isAtEdge && span.to >= (base.last?.t ?? 0);
                data = await loadSpan(this.#symbol, span, isAtEdge, this.#abort.signal);
            }

            if (base === this.#base) {
                const storedTo = data.last?.t ?? data.from;
                this.#use(data);
                if (data !== base) {
                    this.#meetLater(data, storedTo);
                }

                this.#view?.showTimes(wanted.from, Math.min(wanted.to, data.last?.t ?? wanted.to));
            }
        } catch (error) {
            if (!this.#abort.signal.aborted) {
                this.section.error(error, () => void this.load());
            }
        }
    }

    async #loadDecisions(symbol: string, day: string, signal: AbortSignal): Promise<void> {
        this.#decisions.section.loading();
        try {
            const { items, whole } = await getAll<DecisionItem>("/api/torghut/trading/decisions", { day, symbol, limit: 500 }, signal);
            this.#all = items;
            this.#decisions.show(symbol, day, items, whole);
            this.#mark();
        } catch (error) {
            if (!signal.aborted) {
                this.#all = [];
                this.#decisions.section.error(error, () => void this.#loadDecisions(symbol, day, signal));
            }
        }
    }

    /** @param storedTo Newest second that the history had. */
    #meetLater(data: Dataset, storedTo: number): void {
        if (data.isAtEdge && this.#base) {
            delete this.#host.dataset["whole"];
            this.#catchUp.begin(this.#symbol, storedTo, this.#base.to);
        }
    }

    /** The stream begins anew somewhere: what lies before it is in the history, or will be. */
    #lose(): void {
        const base = this.#base;
        if (base) {
            const last = this.#feed.lastBar || base.from;
            base.lose();
            this.#shown?.lose();
            this.#meetLater(base, last);
        }
    }

    #meet(): void {
        this.#base?.settle();
        this.#shown?.settle();
        this.#host.dataset["whole"] = "true";
    }

    /** Draws what the stream or a later look into the history brought. */
    #grow(changes: (data: Dataset) => Point[]): void {
        const [base, shown, view] = [this.#base, this.#shown, this.#view];
        if (!base || !shown || !view) {
            return;
        }

        const wasAtEnd = (this.#crosshair?.index ?? -1) < 0;
        const count = shown.points.length;
        const changed = changes(shown);
        if (shown !== base) {
            changes(base);
        }

        if (shown.isAtEdge && changed.length > 0) {
            view.update(changed.sort((a, b) => a.t - b.t));
            if (shown.points.length !== count) {
                // One that came late stands between others, and their places are others now.
                this.#mark();
            }

            this.#twin.grow();
            if (wasAtEnd) {
                this.#point(shown.points.length - 1);
            }
        }

        if (shown.points.length > mostLivePoints && shown.points.length > count) {
            void this.load();
        }
    }
}

function chartHost(): HTMLElement {
    return el("div", { id: "chart", class: "chart", tabindex: 0, role: "application", "aria-describedby": "chart-keys" });
}
