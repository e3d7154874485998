using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ws.Backfill;
using Torghut.Ws.Publishing;
using Torghut.Ws.Status;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Resume;

/// <summary>Tells from the ends of the own topics until when what the socket brought is in them.</summary>
/// <remarks>
/// A partition holds its records in the order of their receipt, so what was received before its last record is there. Where a partition is silent, or Kafka
/// did not take its records while it took others', nothing is missing that is older than the time for which a record is tried.
/// <code>
///   partition 0   ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓│ newest
///   partition 1   ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓│ last        → until = last
///   partition 2   ▓│      ├─ delivery time-out ─┤   → until = newest − delivery time-out
/// </code>
/// </remarks>
internal sealed class ReceivedBefore(PublishingOptions publishing, BackfillOptions backfill, UniverseOptions universe, TimeProvider time)
{
    /// <summary>Words that tell that what was missing before has been read from history, or declared.</summary>
    private static readonly string[] Told =
        [StatusReasons.GapBackfilled, StatusReasons.BackfillFailed, StatusReasons.BackfillLate, StatusReasons.GapNotCovered];

    /// <summary>Words that tell nothing of a session that ended.</summary>
    private static readonly string[] Other = [StatusReasons.NotReady, StatusReasons.Stopping, StatusReasons.ProduceFailed, .. Told];

    /// <param name="partitions">Numbers of the partitions of the topic of trades.</param>
    /// <param name="trades">Their last records.</param>
    /// <param name="statuses">The last records of the topic of status.</param>
    /// <returns>Null when the topics do not tell: then as much is to be read from history as is allowed.</returns>
    public DateTimeOffset? Until(IReadOnlyList<int> partitions, IReadOnlyList<OwnRecord<Trade>> trades, IReadOnlyList<ForwarderStatus> statuses)
    {
        var last = trades.Where(record => record.Value.Envelope.Source == Sources.WebSocket && IsMine(record.Value.Envelope.Symbol))
            .GroupBy(record => record.Partition)
            .ToDictionary(partition => partition.Key, partition => partition.Max(record => record.Value.Envelope.IngestTs));
        if (last.Count == 0 || HasOpenGap(statuses))
        {
            return null;
        }

        var tried = last.Values.Max() - Nanos.Of(publishing.DeliveryTimeout);
        var until = partitions.Min(partition => Math.Max(last.GetValueOrDefault(partition, long.MinValue), tried));
        var now = time.GetUtcNow();
        var at = Nanos.ToInstant(until);
        return at > now ? now : at;
    }

    /// <summary>Whether an earlier run began to fill a gap and did not say that it did.</summary>
    private bool HasOpenGap(IEnumerable<ForwarderStatus> statuses)
    {
        var mine = statuses.Where(status => status.Envelope.Symbol == StatusPublisher.SymbolOf(universe)).OrderBy(status => status.Envelope.Seq).ToList();
        var told = mine.FindLastIndex(status => Told.Contains(status.Reason));
        return backfill.Trades && mine.Skip(told + 1).Any(IsInterruption);
    }

    private static bool IsInterruption(ForwarderStatus status) =>
        status.Reason is { } reason && !Other.Contains(reason) && !reason.StartsWith(StatusReasons.TradeUpdates, StringComparison.Ordinal);

    private bool IsMine(string symbol) => SymbolFilter.ShardOf(symbol, universe.ShardCount) == universe.ShardIndex;
}
