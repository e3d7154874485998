namespace Torghut.Ta.Tests.Support;

/// <summary>A record as a log holds it.</summary>
internal sealed record KafkaRecord(byte[]? Key, byte[]? Value);
