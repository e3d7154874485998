using Torghut.Trading.Execution;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Portfolio;

/// <summary>The account as it was read, with what its symbols cost.</summary>
/// <param name="Snapshot">Account, positions and working orders.</param>
/// <param name="Prices">Prices by symbol.</param>
/// <param name="Quotes">What the broker itself says of the symbols that decisions are about.</param>
/// <param name="At">Monotonic time at which reading of the orders and positions began.</param>
/// <param name="AnsweredAt">Monotonic time at which they had been answered.</param>
internal sealed record PortfolioReading(
    PortfolioSnapshot Snapshot, IReadOnlyDictionary<string, PriceView> Prices, IReadOnlyDictionary<string, BrokerQuote> Quotes, long At, long AnsweredAt);
