using Torghut.Common.Drills;

namespace Torghut.Ws.Drills;

/// <summary>The crash points, in the order in which a session and then a message pass them.</summary>
internal sealed class FailpointNames : IFailpointNames
{
    /// <summary>The keys were sent; the session does not know the answer.</summary>
    public const string DuringAuth = "during_auth";

    /// <summary>A frame was received and none of it looked at; once a frame.</summary>
    public const string ReadBeforeDedup = "read_before_dedup";

    /// <summary>A message is remembered and in the client's queue, not yet on its way to Kafka; once a message.</summary>
    public const string MarkedBeforeProduce = "marked_before_produce";

    /// <summary>Kafka holds the record and nobody was informed; once a record.</summary>
    public const string ProducedBeforeAck = "produced_before_ack";

    /// <summary>Once a record from history.</summary>
    public const string DuringBackfill = "during_backfill";

    public static IReadOnlyList<string> All { get; } = [DuringAuth, ReadBeforeDedup, MarkedBeforeProduce, ProducedBeforeAck, DuringBackfill];
}
