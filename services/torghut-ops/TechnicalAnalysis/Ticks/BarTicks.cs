using Torghut.Contracts.Time;
using Torghut.Ops.Http;

namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>What a bar was made of.</summary>
/// <param name="Why">Why there may be more; null when these are all.</param>
internal sealed record BarTicks(TickRequest Request, IReadOnlyList<TickTrade> Trades, TickQuotes? Quotes, string? Why)
{
    public EntityResult As(ExportFormat format) => format == ExportFormat.Csv ? ToCsv() : ReadJson.Answer(new
    {
        Request.Symbol,
        WindowStart = UtcInstantConverter.WriteNanos(Request.At * Nanos.PerSecond),
        WindowEnd = UtcInstantConverter.WriteNanos((Request.At + 1) * Nanos.PerSecond),
        Trades = Trades.Select(tick => new
        {
            tick.Topic,
            tick.Partition,
            tick.Offset,
            EventTs = UtcInstantConverter.WriteNanos(tick.Trade.Envelope.EventTs),
            tick.Trade.Price,
            tick.Trade.Size,
            tick.Trade.Exchange,
            tick.Trade.Conditions,
            TradeId = tick.Trade.Id,
            tick.Trade.Envelope.Channel,
        }),
        Quotes,
        Complete = Why is null,
        Why,
    });

    private EntityResult ToCsv()
    {
        var csv = new CsvWriter("topic", "partition", "offset", "eventTs", "price", "size", "exchange", "conditions", "tradeId", "channel");
        foreach (var tick in Trades)
        {
            var trade = tick.Trade;
            csv.Row(
                tick.Topic, tick.Partition, tick.Offset, UtcInstantConverter.WriteNanos(trade.Envelope.EventTs), trade.Price, trade.Size, trade.Exchange,
                string.Join(' ', trade.Conditions), trade.Id, trade.Envelope.Channel);
        }

        var range = new TimeRange(DateTimeOffset.FromUnixTimeSeconds(Request.At), DateTimeOffset.FromUnixTimeSeconds(Request.At + 1), Day: null);
        return new EntityResult(csv.ToBytes(), CsvWriter.ContentType, EntityResult.FileName($"ticks-{Request.Symbol}", range, "csv"));
    }
}
