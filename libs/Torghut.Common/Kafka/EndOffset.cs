namespace Torghut.Common.Kafka;

/// <summary>Where a broker said that a log ends, for a reader of committed records.</summary>
/// <param name="Offset">Offset of the next record.</param>
/// <param name="AnsweredAt">When the response came, in the time provider's timestamps.</param>
public readonly record struct EndOffset(long Offset, long AnsweredAt);
