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

    /// <summary>One symbol of a hundred that is refused is found with eight; after more the source is away rather than a symbol odd.</summary>
    private const int MostRefusals = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long a symbol that the source does not take is not asked for.</summary>
    private static readonly TimeSpan RefusalMemory = TimeSpan.FromMinutes(5);
    private static readonly IReadOnlyDictionary<string, BrokerQuote> None = new Dictionary<string, BrokerQuote>();

    private readonly Dictionary<string, (long At, TimeSpan Memory)> _refused = new(StringComparer.Ordinal);
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
            var found = await FindAsync(symbols.Where(symbol => !IsRefused(symbol)), cancellationToken);
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

    /// <summary>One symbol that the source does not take spoils the answer about all that were asked for with it: they are asked for once more.</summary>
    private async Task<Dictionary<string, BrokerQuote>> FindAsync(IEnumerable<string> symbols, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BrokerQuote>(StringComparer.Ordinal);
        var waiting = new Stack<string[]>(symbols.Chunk(MostSymbols));
        var refused = new Dictionary<string, BrokerException>(StringComparer.Ordinal);
        var isAnswered = false;
        var refusals = 0;
        while (waiting.TryPop(out var some))
        {
            try
            {
                foreach (var (symbol, quote) in await broker.ListQuotesAsync(some, cancellationToken))
                {
                    found[symbol] = quote;
                }

                isAnswered = true;
            }
            catch (BrokerException refusal) when (!refusal.IsTransient && refusals < MostRefusals)
            {
                refusals++;
                if (some is [var alone])
                {
                    refused.Add(alone, refusal);
                    continue;
                }

                waiting.Push(some[..(some.Length / 2)]);
                waiting.Push(some[(some.Length / 2)..]);
            }
        }

        Remember(refused, isAnswered);
        foreach (var symbol in found.Keys)
        {
            _refused.Remove(symbol);
        }

        return found;
    }

    /// <summary>Only beside an answer does a refusal tell of the symbol: without one the source may refuse everything for a moment.</summary>
    private void Remember(Dictionary<string, BrokerException> refused, bool isAnswered)
    {
        if (!isAnswered && refused.Count > 1)
        {
            var last = refused.Values.Last();
            throw new BrokerException(last.Message, last.IsTransient, last.RetryAt, last);
        }

        foreach (var (symbol, refusal) in refused)
        {
            if (!_refused.ContainsKey(symbol))
            {
                TradingLog.SecondPriceRefused(logger, symbol, refusal.Message);
            }

            _refused[symbol] = (time.GetTimestamp(), isAnswered ? RefusalMemory : Pause);
        }
    }

    private bool IsRefused(string symbol) => _refused.TryGetValue(symbol, out var refused) && time.GetElapsedTime(refused.At) < refused.Memory;
}
