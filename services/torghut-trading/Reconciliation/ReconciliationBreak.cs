using System.Globalization;

namespace Torghut.Trading.Reconciliation;

/// <summary>What fills and activities do not explain.</summary>
internal sealed record ReconciliationBreak(decimal Cash, IReadOnlyDictionary<string, decimal> Positions)
{
    public bool IsEmpty => Cash == 0 && Positions.Count == 0;

    public bool Equals(ReconciliationBreak? other) => other is not null && Cash == other.Cash && Positions.SequenceEqual(other.Positions);

    public override int GetHashCode() => HashCode.Combine(Cash, Positions.Count);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"cash {Cash:+0.#########;-0.#########;0} USD; {(Positions.Count == 0 ? "no position" : string.Join(", ", Positions.Take(10).Select(p => $"{p.Key} {p.Value:+0.#########;-0.#########}")))}");
}
