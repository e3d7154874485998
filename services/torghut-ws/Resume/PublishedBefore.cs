using Torghut.Ws.Dedup;

namespace Torghut.Ws.Resume;

/// <summary>What earlier runs left in the service's own topics.</summary>
/// <param name="LastSeq">The largest number; <see cref="long.MinValue"/> when there is none.</param>
/// <param name="ReceivedUntil">
/// Everything of the socket that was received before is in the topic of trades; null when that cannot be told, as before the first start.
/// </param>
/// <param name="Trades">Trades that were published since shortly before <paramref name="ReceivedUntil"/>.</param>
internal sealed record PublishedBefore(long LastSeq, DateTimeOffset? ReceivedUntil, IReadOnlyList<DedupKey> Trades);
