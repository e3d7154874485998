using System.Globalization;
using Torghut.Contracts.Market;
using Torghut.Contracts.Time;
using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>Days on both sides of a change of the clock and a half day, as they are drawn: ticks at the session's edges, the rest shaded.</summary>
public sealed class DaysTests
{
    /// <summary>Keeps what is written and filled on the chart's canvases, with where. What is drawn anew replaces what was there.</summary>
    private const string Watch =
        """
        (() => {
            const drawn = globalThis.drawn = new Map();
            const of = (context) => drawn.get(context.canvas) ?? (drawn.set(context.canvas, { texts: new Map(), fills: [] }), drawn.get(context.canvas));
            const prototype = CanvasRenderingContext2D.prototype;
            const { fillText, fillRect, clearRect } = prototype;
            prototype.fillText = function (text, x, y) {
                of(this).texts.set(text, this.getTransform().e + x * this.getTransform().a);
                return fillText.call(this, text, x, y);
            };
            prototype.fillRect = function (x, y, width, height) {
                const scale = this.getTransform();
                of(this).fills.push([this.fillStyle, scale.e + x * scale.a, scale.e + (x + width) * scale.a]);
                return fillRect.call(this, x, y, width, height);
            };
            prototype.clearRect = function (...all) {
                drawn.delete(this.canvas);
                return clearRect.apply(this, all);
            };
        })()
        """;

    [TestCase("2013-03-08", "EST", TestName = "Day_BeforeSummerTime_IsDrawnByNewYorksClock")]
    [TestCase("2013-03-11", "EDT", TestName = "Day_AfterSummerTimeBegan_IsDrawnByNewYorksClock")]
    [TestCase("2013-11-01", "EDT", TestName = "Day_BeforeSummerTimeEnds_IsDrawnByNewYorksClock")]
    [TestCase("2013-11-04", "EST", TestName = "Day_AfterSummerTimeEnded_IsDrawnByNewYorksClock")]
    [TestCase("2013-11-29", "EST", TestName = "Day_ThatEndsAtOne_IsDrawnByNewYorksClock")]
    public async Task Day_OfAKind_IsDrawn(string text, string zone)
    {
        var day = DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var session = MarketCalendar.SessionOf(day)!.Value;
        await using var server = await FixtureServer.StartAsync(market: new FixtureMarket(day, new TimeOnly(9, 0), session.ClosesAt.AddMinutes(30)));
        await using var open = await OpenPage.StartAsync(
            server, $"/visuals?symbol=AAPL&day={text}", now: NewYork.At(day.AddDays(1), new TimeOnly(8, 0)), script: Watch);
        await open.SettleAsync();
        var (from, to) = (session.OpensAt, session.ClosesAt);
        var hours = $"session {from:HH:mm} {zone} to {to:HH:mm} {zone}";
        Assert.That(await open.Page.Locator("#chart-words").TextContentAsync(), Does.Contain(hours));
        Assert.That(await open.Page.Locator("#legend time").TextContentAsync(), Does.StartWith(text).And.EndWith(zone));

        // The label of a tick is written around the middle of its bar; the shade begins and ends at the middle of one.
        var wanted = new[] { $"{from:HH:mm}", $"{to:HH:mm}" };
        await open.Page.WaitForFunctionAsync(
            "(wanted) => [...globalThis.drawn.values()].some(({ texts }) => wanted.every((text) => texts.has(text)))", wanted);
        var edges = await open.Page.EvaluateAsync<double[]>(
            """
            (wanted) => {
                const all = [...globalThis.drawn.values()];
                const axis = all.find(({ texts }) => wanted.every((text) => texts.has(text)));
                const probe = document.body.appendChild(document.createElement("span"));
                probe.style.color = "var(--shade)";
                const [red, green, blue] = getComputedStyle(probe).color.match(/\d+/g).map(Number);
                probe.remove();
                const shade = "#" + [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
                const pane = all.find(({ fills }) => fills.some(([style]) => style === shade));
                const shaded = pane.fills.filter(([style]) => style === shade).slice(-2);
                return [axis.texts.get(wanted[0]), axis.texts.get(wanted[1]), shaded[0][2], shaded[1][1]];
            }
            """,
            wanted);
        Assert.That(edges[2], Is.EqualTo(edges[0]).Within(4), "the shade before the session ends at its tick");
        Assert.That(edges[3], Is.EqualTo(edges[1]).Within(4), "the shade after the session begins at its tick");
        open.AssertQuiet();
    }

    [TestCase("2013-11-28", "It was a holiday")]
    [TestCase("2013-03-10", "It was a weekend")]
    [TestCase("2013-11-03", "It was a weekend")]
    public async Task Day_WithoutASession_SaysWhichAndLeadsToTheLastWithBars(string day, string words)
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, $"/visuals?symbol=AAPL&day={day}", now: FixtureDay.Evening.AddDays(90));
        await open.SettleAsync();
        await open.Page.GetByText(words).WaitForAsync();
        await open.Page.GetByText("Show 7 Oct 2013, the last day with bars").ClickAsync();
        await open.Page.Locator("#legend time").WaitForAsync();
        open.AssertQuiet();
    }
}
