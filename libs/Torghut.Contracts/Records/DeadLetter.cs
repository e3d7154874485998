namespace Torghut.Contracts.Records;

/// <summary>A record that a consumer could not decode, kept as it came so that it can be looked at and replayed.</summary>
/// <param name="Topic">Where it was read.</param>
/// <param name="Reason">A stable word, a colon, then details.</param>
/// <param name="Key">Its key; null when it had none.</param>
/// <param name="Value">Its value; null when it had none.</param>
public readonly record struct DeadLetter(string Topic, int Partition, long Offset, string Reason, byte[]? Key, byte[]? Value);
