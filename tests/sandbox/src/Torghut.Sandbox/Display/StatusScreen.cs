using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Torghut.Sandbox.Pipeline;

namespace Torghut.Sandbox.Display;

/// <summary>The one-screen status of a running pipeline: totals and rates per stage, lag, decisions, orders and equity.</summary>
internal sealed class StatusScreen
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
        Row("torghut-ws trades in Kafka", look => look.PublishedTrades);
        Row("torghut-ws quotes in Kafka", look => look.PublishedQuotes);
        Row("torghut-ta microbars", look => look.Microbars);
        Row("torghut-ta signals", look => look.Signals);
        Row("ClickHouse microbars", look => look.StoredMicrobars);
        Row("ClickHouse signals", look => look.StoredSignals);
        Row("trading    decisions", look => look.Decisions?.Decisions);
        Row("trading    rejected by risk", look => look.Decisions?.Rejected);
        Row("broker     orders", look => look.Decisions?.Orders);
        Row("broker     orders filled", look => look.Decisions?.Filled);
        _previous = counts;
        return new Rows(Summary(counts, restarts), table, Problems(counts));
    }

    /// <summary>The same on one line, for output that is not a terminal.</summary>
    public static string Line(StageCounts counts) => string.Create(Culture, $"""
        {counts.At:HH:mm:ss} market {counts.Market?.MarketTime:HH:mm:ss} sent {counts.Market?.Trades + counts.Market?.Quotes} kafka {counts.PublishedTrades + counts.PublishedQuotes} microbars {counts.Microbars} signals {counts.Signals} stored {counts.StoredMicrobars}/{counts.StoredSignals} decisions {counts.Decisions?.Decisions} orders {counts.Decisions?.Orders} filled {counts.Decisions?.Filled} equity {counts.Equity:0.00}
        """);

    private static Markup Summary(StageCounts counts, int restarts)
    {
        var lag = counts is { Market.MarketTime: { } market, NewestStored: { } stored } ? (market.UtcDateTime - stored).TotalSeconds.ToString("0.0", Culture)
            + " s of market time" : "?";
        var source = counts.Market is { } progress ? $"{Markup.Escape(progress.Source)}{(progress.Finished ? " (finished)" : "")}" : "?";
        var market2 = counts.Market?.MarketTime?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", Culture) ?? "?";
        return new Markup(
            $"[bold]Torghut[/]  source {source}  market time {market2}\nClickHouse behind the market by {lag}   equity [bold]{counts.Equity?.ToString("N2", Culture) ?? "?"}[/] USD   restarts {restarts}\n");
    }

    private static IRenderable Problems(StageCounts counts) => counts.Unreadable.Count == 0
        ? new Text("Ctrl-C stops everything.", new Style(decoration: Decoration.Dim))
        : new Rows(counts.Unreadable.Select(pair => (IRenderable)new Markup($"[yellow]{Markup.Escape(pair.Key)}: {Markup.Escape(pair.Value)}[/]")));
}
