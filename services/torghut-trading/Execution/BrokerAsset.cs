using Torghut.Alpaca.Trading;

namespace Torghut.Trading.Execution;

/// <summary>What the broker says of a symbol.</summary>
/// <param name="Fractionable">Whether parts of a share can be ordered.</param>
internal sealed record BrokerAsset(string Symbol, bool Tradable, bool Shortable, bool Fractionable = true)
{
    /// <summary>The newest answer, where it was not understood; what else is said here is from before it. Null otherwise.</summary>
    public UnreadItem? Unread { get; init; }
}
