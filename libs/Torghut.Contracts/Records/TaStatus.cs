namespace Torghut.Contracts.Records;

/// <summary>TA heartbeat.</summary>
/// <param name="WatermarkLagMs">Largest event time seen minus the watermark, milliseconds; null before any event.</param>
/// <param name="LastEventTs">Largest event time seen, nanoseconds since the Unix epoch, UTC; null before any event.</param>
/// <param name="Status"><c>ok</c>, <c>degraded:&lt;reason&gt;</c> or <c>suspended</c>.</param>
/// <param name="Heartbeat">Increases by one a record since the process started.</param>
public readonly record struct TaStatus(Envelope Envelope, long? WatermarkLagMs, long? LastEventTs, string Status, long Heartbeat);
