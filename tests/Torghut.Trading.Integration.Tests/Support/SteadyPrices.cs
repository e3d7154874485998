using Torghut.Trading.Signals;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>Every symbol costs the same, always; there are no signals.</summary>
internal sealed class SteadyPrices(decimal price) : ISignalSource
{
    public Task<SignalRows> ReadForwardAsync(SignalQuery query, SignalPosition? cursor, CancellationToken cancellationToken) =>
        Task.FromResult(SignalRows.Empty);

    public Task<IReadOnlyDictionary<string, long>> CountBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>());

    public Task<SignalRows> ReadBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken) =>
        Task.FromResult(SignalRows.Empty);

    public Task<DateTimeOffset?> NewestAsync(SignalQuery query, CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);

    public Task<IReadOnlyDictionary<string, PriceView>> ReadPricesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime,
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, PriceView>>(symbols.ToDictionary(symbol => symbol, _ => new PriceView(price, marketTime, 1_000_000)));

    public Task<IReadOnlyDictionary<string, QuoteView>> ReadQuotesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime,
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, QuoteView>>(new Dictionary<string, QuoteView>());

    public Task<bool> PingAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}
