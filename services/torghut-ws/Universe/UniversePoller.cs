using Polly;
using Torghut.Common.Resilience;
using Torghut.Common.Universe;
using Torghut.Ws.Observability;

namespace Torghut.Ws.Universe;

/// <summary>Keeps <see cref="SymbolUniverse"/> up to date; a poll that fails leaves the last good list in force.</summary>
internal sealed class UniversePoller(
    UniverseOptions options, SymbolUniverse universe, HttpClient http, TimeProvider time, WsMetrics metrics, ILogger<UniversePoller> logger)
    : BackgroundService
{
    private readonly RepeatableCall _call = new(
        new RepeatableCallOptions
        {
            Name = "The symbol universe",

            // A page of a proxy in place of the list is a failure like a status 5xx.
            IsTransient = failure => failure is FormatException || HttpFailures.IsTransient(failure),
            RetryAfter = HttpFailures.RetryAfter,
            BaseDelay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(2),
            AttemptTimeout = TimeSpan.FromSeconds(5),
            TotalTimeout = TimeSpan.FromSeconds(10),
            Circuit = new CircuitOptions(),
        },
        time,
        logger);

    private readonly SymbolFilter _filter = new(options);
    private bool _degraded;

    /// <summary>One poll.</summary>
    /// <returns>Whether it brought a list.</returns>
    public async Task<bool> PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            Use(await _call.RunAsync(token => UniverseResponse.FetchAsync(http, options.SymbolsUrl, time, token), onFailure: null, cancellationToken));
            metrics.UniversePolled(succeeded: true);
            _degraded = false;
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or FormatException or ExecutionRejectedException)
        {
            metrics.UniversePolled(succeeded: false);
            if (!_degraded)
            {
                WsLog.UniversePollFailed(logger, exception, universe.Current.Symbols.Count);
            }

            _degraded = true;
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.SymbolsUrl is null)
        {
            Use(options.Symbols);
            return;
        }

        if (!await PollAsync(stoppingToken) && options.Symbols.Count > 0)
        {
            Use(options.Symbols);
        }

        using var timer = new PeriodicTimer(options.PollInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await PollAsync(stoppingToken);
        }
    }

    private void Use(IReadOnlyList<string> symbols)
    {
        if (universe.Set(_filter.Apply(symbols)))
        {
            WsLog.UniverseChanged(logger, universe.Current.Symbols.Count);
        }
    }
}
