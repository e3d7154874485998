using Torghut.Trading.Execution;

namespace Torghut.Trading.Loop;

/// <summary>What a tick begins with, once it may decide.</summary>
/// <param name="Clock">The broker's clock.</param>
/// <param name="Universe">Symbols that may be traded.</param>
internal sealed record TickStart(MarketClock Clock, IReadOnlyList<string> Universe);
