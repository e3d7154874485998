using System.Globalization;
using Torghut.Contracts.Time;

namespace Torghut.Contracts.Records;

/// <summary>
/// What makes two trade updates the same: the execution for fills, because a second partial fill has the same order and may have the same time; the
/// order, the event and its time for everything else.
/// </summary>
/// <param name="ExecutionId">The execution; null for what is not a fill.</param>
/// <param name="OrderId">The broker's id of the order; empty for a fill.</param>
/// <param name="Event">The broker's word for what happened; empty for a fill.</param>
/// <param name="EventTs">When it happened, nanoseconds since the Unix epoch, UTC; 0 for a fill.</param>
public readonly record struct TradeUpdateIdentity(string? ExecutionId, string OrderId, string Event, long EventTs)
{
    /// <param name="executionId">Null or empty where the event has none.</param>
    public static TradeUpdateIdentity Of(string @event, string? executionId, string orderId, long eventTs) =>
        IsFill(@event) && executionId is { Length: > 0 }
            ? new(executionId, "", "", 0)
            : new(null, orderId, @event, eventTs);

    /// <summary>Whether the broker's word tells of shares that changed hands.</summary>
    public static bool IsFill(string @event) => @event is "fill" or "partial_fill";

    /// <summary>The identity as it is stored. Times have seven digits: what is finer than .NET's tick does not tell two events apart.</summary>
    public override string ToString() => ExecutionId is { } execution
        ? $"execution:{execution}"
        : string.Create(CultureInfo.InvariantCulture, $"event:{OrderId}:{Event}:{Nanos.ToInstant(EventTs).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}");
}
