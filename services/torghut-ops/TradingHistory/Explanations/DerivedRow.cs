namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>Where a bar or signal came from, as its row says; what an older row does not say is null.</summary>
/// <param name="Topic">Of the record that the row was made of.</param>
/// <param name="InputTopic">Of the records that it was computed from.</param>
/// <param name="Facts">Its values.</param>
internal sealed record DerivedRow(
    string? Topic, int? Partition, long? Offset, string? InputTopic, int? InputPartition, long? FirstInput, long? LastInput, IReadOnlyList<StepFact> Facts);
