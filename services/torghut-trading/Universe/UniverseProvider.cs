using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Torghut.Common.Resilience;
using Torghut.Common.Universe;

namespace Torghut.Trading.Universe;

/// <summary>Knows which symbols may be traded. When the source fails, the last good answer holds for a while; after that nothing may be traded.</summary>
internal sealed class UniverseProvider(UniverseOptions options, HttpClient http, TimeProvider time, ILogger<UniverseProvider> logger)
{
    /// <summary>The shortest that a circuit can be open or counted over.</summary>
    private static readonly TimeSpan ShortestBreak = TimeSpan.FromMilliseconds(500);

    // A tick waits for the answer, so the configured time-out is that of all attempts, and a source that is away costs a tick one attempt.
    private readonly RepeatableCall _call = new(
        new RepeatableCallOptions
        {
            Name = "The symbol universe",
            IsTransient = failure => failure is FormatException || HttpFailures.IsTransient(failure),
            RetryAfter = HttpFailures.RetryAfter,
            BaseDelay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(1),
            AttemptTimeout = options.Timeout / 2,
            TotalTimeout = options.Timeout,
            Circuit = new CircuitOptions { Failures = 2, Window = ShortestBreak + (2 * options.Timeout), Break = ShortestBreak + (options.Timeout / 2) },
        },
        time,
        logger);

    private UniverseView? _last;
    private long _fetchedAt;
    private long _triedAt;

    /// <summary>The newest answer for status pages; null before the first.</summary>
    public UniverseView? Last => _last;

    public async Task<UniverseView> GetAsync(CancellationToken cancellationToken)
    {
        if (options.Source == UniverseSource.Static)
        {
            return _last ??= new UniverseView([.. options.Symbols.Distinct(StringComparer.Ordinal)], null);
        }

        if (_last is { Fault: null } fresh && time.GetElapsedTime(_fetchedAt) < options.Refresh)
        {
            return fresh;
        }

        if (_last is { Fault: not null } && time.GetElapsedTime(_triedAt) < options.Timeout)
        {
            return Aged(_last);
        }

        _triedAt = time.GetTimestamp();
        try
        {
            var symbols = await _call.RunAsync(token => UniverseResponse.FetchAsync(http, options.Address, time, token), onFailure: null, cancellationToken);
            _fetchedAt = time.GetTimestamp();
            return _last = new UniverseView(symbols, null);
        }
        catch (Exception failure) when (failure is HttpRequestException or FormatException or IOException or ExecutionRejectedException)
        {
            return _last = Aged(new UniverseView(_last?.Symbols ?? [], Describe(failure)));
        }
    }

    private UniverseView Aged(UniverseView view) =>
        _fetchedAt != 0 && time.GetElapsedTime(_fetchedAt) <= options.Cache ? view : view with { Symbols = [] };

    private static string Describe(Exception failure) => failure switch
    {
        TimeoutRejectedException or OperationCanceledException => "timed out",
        BrokenCircuitException { InnerException: { } cause } => Describe(cause),
        _ => failure.Message,
    };
}
