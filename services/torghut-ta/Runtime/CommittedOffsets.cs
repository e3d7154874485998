namespace Torghut.Ta.Runtime;

/// <summary>Next offset to read of each input of a partition; negative where none is known.</summary>
internal readonly record struct CommittedOffsets(long Trades, long Quotes, long Bars)
{
    public long Of(InputKind kind) => kind switch { InputKind.Trade => Trades, InputKind.Quote => Quotes, _ => Bars };
}
