using Torghut.Alpaca.Trading;

namespace Torghut.Trading.Execution;

/// <summary>The broker answered, and what it said of one order or asset was not understood. It concerns that one alone.</summary>
internal sealed class BrokerItemException(UnreadItem item, Exception inner) : BrokerException(item.Reason, isTransient: true, retryAt: null, inner)
{
    public UnreadItem Item { get; } = item;
}
