using System.Collections.Concurrent;
using System.Text;
using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Trading;
using Torghut.Contracts.Records;
using Torghut.Ws.Observability;

namespace Torghut.Ws.Stream;

/// <summary>
/// Counts what was not usable by reason, wherever it came from, and logs a sample of each reason now and then; events of orders each. Safe for concurrent use.
/// </summary>
internal sealed class RejectionLog(WsMetrics metrics, TimeProvider time, ILogger<RejectionLog> logger)
{
    private const int MaxSample = 200;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _sampled = new(StringComparer.Ordinal);

    /// <summary>A message of the socket that the parser could not read.</summary>
    public void Tell(RejectReason reason, ReadOnlySpan<byte> message)
    {
        var word = RejectReasons.OfMessages[(int)reason];
        if (Count(word))
        {
            WsLog.MessageRejected(logger, word, Encoding.UTF8.GetString(message[..Math.Min(message.Length, MaxSample)]));
        }
    }

    /// <summary>An item of a history page that could not be read.</summary>
    public void Tell(UnreadItem item)
    {
        if (Count(RejectReasons.HistoryItem))
        {
            WsLog.MessageRejected(logger, RejectReasons.HistoryItem, $"{item.Reason} {item.RawJson[..Math.Min(item.RawJson.Length, MaxSample)]}");
        }
    }

    /// <summary>Something else that was not usable.</summary>
    /// <param name="reason">A word of <see cref="RejectReasons"/>.</param>
    /// <param name="sample">What to show of it; as much of it as a line may have.</param>
    public void Tell(string reason, string sample)
    {
        if (Count(reason))
        {
            WsLog.MessageRejected(logger, reason, sample[..Math.Min(sample.Length, MaxSample)]);
        }
    }

    /// <summary>An event of an order, which is logged each: of one that is not told nobody could say which order's it was.</summary>
    /// <param name="reason">A word of <see cref="Contracts.Market.RefusalReasons"/>.</param>
    /// <param name="order">The order's id, of which, as of the event, there is as much as a line may have.</param>
    /// <param name="what">What happened to it.</param>
    public void TellOrder(string reason, string order, string what)
    {
        metrics.Rejected(reason);
        WsLog.OrderEventRejected(logger, order[..Math.Min(order.Length, MaxSample)], reason, what[..Math.Min(what.Length, MaxSample)]);
    }

    /// <summary>Tells of a record that cannot be market data.</summary>
    /// <param name="reason">A word of <see cref="Contracts.Market.RefusalReasons"/>; null when nothing is wrong with it.</param>
    /// <param name="envelope">Its head.</param>
    /// <returns>Whether there is a reason.</returns>
    public bool Refuses(string? reason, in Envelope envelope)
    {
        if (reason is null)
        {
            return false;
        }

        if (Count(reason))
        {
            var what = $"{envelope.Source} {envelope.Channel} {envelope.Symbol}, event at {envelope.EventTs}, received at {envelope.IngestTs}";
            WsLog.MessageRejected(logger, reason, what);
        }

        return true;
    }

    /// <returns>Whether a sample is due.</returns>
    private bool Count(string reason)
    {
        metrics.Rejected(reason);
        var now = time.GetTimestamp();
        if (!_sampled.TryGetValue(reason, out var last))
        {
            return _sampled.TryAdd(reason, now);
        }

        return time.GetElapsedTime(last, now) >= SampleInterval && _sampled.TryUpdate(reason, now, last);
    }
}
