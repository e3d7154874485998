using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Pipeline;

namespace Torghut.Sandbox.Display;

/// <summary>The one-screen status of a running pipeline: totals and rates per stage, lag, decisions, orders and equity.</summary>
/// <param name="tradingPort">Where torghut-trading is told to arm again.</param>
internal sealed class StatusScreen(int tradingPort)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private StageCounts? _previous;

    public IRenderable Render(StageCounts counts, int restarts)
    {
        var seconds = _previous is null ? 0 : (counts.At - _previous.At).TotalSeconds;
        string Rate(Func<StageCounts, long?> read) =>
            seconds > 0 && read(counts) is { } now && read(_previous!) is { } before ? ((now - before) / seconds).ToString("N0", Culture) : "";

        var table = new Table().Border(TableBorder.Rounded).AddColumn("Stage").AddColumn(new TableColumn("Total").RightAligned())
            .AddColumn(new TableColumn("Per second").RightAligned());
        void Row(string stage, Func<StageCounts, long?> read) => table.AddRow(stage, read(counts)?.ToString("N0", Culture) ?? "[yellow]?[/]", Rate(read));

        Row("simulator  trades and quotes sent", look => look.Market?.Trades + look.Market?.Quotes);
        Row("simulator  trades from history alone", look => look.FromHistory);
        Row("torghut-ws trades in Kafka", look => look.PublishedTrades);
        Row("torghut-ws quotes in Kafka", look => look.PublishedQuotes);
        Row("torghut-ws dropped", look => look.Dropped.Values.Sum());
        Row("not in Kafka, nor dropped", look => look.Missed);
        Row("torghut-ta microbars", look => look.Microbars);
        Row("torghut-ta signals", look => look.Signals);
        Row("ClickHouse microbars", look => look.StoredMicrobars);
        Row("ClickHouse signals", look => look.StoredSignals);
        Row("trading    decisions", look => look.Decisions?.Decisions);
        Row("trading    rejected by risk", look => look.Decisions?.Rejected);
        Row("broker     orders", look => look.Decisions?.Orders);
        Row("broker     orders filled", look => look.Decisions?.Filled);
        _previous = counts;
        return new Rows([Summary(counts, restarts), .. Rearm(counts), table, Problems(counts)]);
    }

    /// <summary>The same on one line, for output that is not a terminal.</summary>
    public static string Line(StageCounts counts) => string.Create(Culture, $"""
        {counts.At:HH:mm:ss} market {MarketTime(counts, "HH:mm:ss")} sent {counts.Market?.Trades + counts.Market?.Quotes} history {counts.FromHistory} kafka {counts.PublishedTrades + counts.PublishedQuotes} {Unstored(counts)}microbars {counts.Microbars} signals {counts.Signals} stored {counts.StoredMicrobars}/{counts.StoredSignals} decisions {counts.Decisions?.Decisions} orders {counts.Decisions?.Orders} filled {counts.Decisions?.Filled} equity {counts.Equity:0.00} trading {counts.Posture?.ToString() ?? "?"}
        """);

    /// <summary>What was sent and is not in Kafka: dropped, by reason, and missed.</summary>
    private static string Unstored(StageCounts counts) =>
        string.Concat(counts.Dropped.Select(dropped => $"dropped:{dropped.Key} {dropped.Value} ")) + (counts.Missed is { } missed ? $"missed {missed} " : "");

    private static Markup Summary(StageCounts counts, int restarts)
    {
        var lag = counts is { Market.MarketTime: { } market, NewestStored: { } stored } ? (market.UtcDateTime - stored).TotalSeconds.ToString("0.0", Culture)
            + " s of market time" : "?";
        var source = counts.Market is { } progress ? $"{Markup.Escape(progress.Source)}{(progress.Finished ? " (finished)" : "")}" : "?";
        var posture = counts.Posture;
        var colour = posture is { State: "ACTIVE", KillSwitch: false } ? "green" : "yellow";
        return new Markup(
            $"[bold]Torghut[/]  source {source}  market time {MarketTime(counts, "yyyy-MM-dd HH:mm:ss")}\nClickHouse behind the market by {lag}   equity [bold]{counts.Equity?.ToString("N2", Culture) ?? "?"}[/] USD   restarts {restarts}\ntrading [{colour}]{Markup.Escape(posture?.ToString() ?? "?")}[/]\n");
    }

    private IEnumerable<IRenderable> Rearm(StageCounts counts) =>
        (counts.Posture?.Latches ?? []).Select(latch => new Text($"arm again: {OperatorNotes.Rearm(tradingPort, latch)}", new Style(Color.Yellow)));

    /// <summary>The exchange's wall clock, with its zone.</summary>
    private static string MarketTime(StageCounts counts, string format) =>
        counts.Market?.MarketTime is { } time ? NewYork.Of(time).ToString(format, Culture) + " New York" : "?";

    private static IRenderable Problems(StageCounts counts) => counts.Unreadable.Count == 0
        ? new Text("Ctrl-C stops everything.", new Style(decoration: Decoration.Dim))
        : new Rows(counts.Unreadable.Select(pair => (IRenderable)new Markup($"[yellow]{Markup.Escape(pair.Key)}: {Markup.Escape(pair.Value)}[/]")));
}
