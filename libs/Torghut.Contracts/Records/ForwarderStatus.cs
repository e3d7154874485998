namespace Torghut.Contracts.Records;

/// <summary>Forwarder heartbeat or state change.</summary>
/// <param name="Status"><c>healthy</c>, <c>reconnect</c> or <c>error</c>.</param>
/// <param name="Reason">Short stable reason; null while healthy.</param>
/// <param name="ErrorClass">The class that <c>/readyz</c> shows; null while healthy.</param>
/// <param name="Attempt">Reconnect attempt, 0 when connected.</param>
/// <param name="LagMs">Ingest time minus event time of the last datum, milliseconds; null before any.</param>
public readonly record struct ForwarderStatus(Envelope Envelope, string Status, string? Reason, string? ErrorClass, int Attempt, long? LagMs);
