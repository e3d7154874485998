using Torghut.Trading.Execution;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Portfolio;

/// <summary>
/// The broker's own prices, the second source for what an order costs. While they cannot be read there are none, which keeps entries back and no exit, and they
/// are asked for again after a pause: whoever waits for a source that is away decides on positions that have become old.
/// </summary>
internal sealed class QuoteReader(IBroker broker, TimeProvider time, ILogger<QuoteReader> logger)
{
    private const int MostSymbols = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly IReadOnlyDictionary<string, BrokerQuote> None = new Dictionary<string, BrokerQuote>();

    private long? _failedAt;

    /// <summary>What there is; nothing while the source is away.</summary>
    public async Task<IReadOnlyDictionary<string, BrokerQuote>> ReadAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        if (_failedAt is { } at && time.GetElapsedTime(at) < Pause)
        {
            return None;
        }

        try
        {
            var found = new Dictionary<string, BrokerQuote>(StringComparer.Ordinal);
            foreach (var some in symbols.Chunk(MostSymbols))
            {
                foreach (var (symbol, quote) in await broker.ListQuotesAsync(some, cancellationToken))
                {
                    found[symbol] = quote;
                }
            }

            _failedAt = null;
            return found;
        }
        catch (BrokerException failure)
        {
            if (_failedAt is null)
            {
                TradingLog.SecondPriceAway(logger, failure.Message);
            }

            _failedAt = time.GetTimestamp();
            return None;
        }
    }
}
