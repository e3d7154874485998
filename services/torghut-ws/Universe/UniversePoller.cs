using Torghut.Common.Configuration;

namespace Torghut.Ws.Universe;

/// <summary>Keeps <see cref="SymbolUniverse"/> up to date; a poll that fails leaves the last good list in force.</summary>
internal sealed class UniversePoller(
    UniverseOptions options, SymbolUniverse universe, HttpClient http, TimeProvider time, WsMetrics metrics, ILogger<UniversePoller> logger)
    : BackgroundService
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private readonly SymbolFilter _filter = new(options);
    private bool _degraded;

    /// <summary>One poll.</summary>
    /// <returns>Whether it brought a list.</returns>
    public async Task<bool> PollAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await http.GetAsync(options.SymbolsUrl, HttpCompletionOption.ResponseHeadersRead, both.Token);
            response.EnsureSuccessStatusCode();
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, both.Token);
            Use(SymbolsAnswer.Parse(await response.Content.ReadAsByteArrayAsync(both.Token)));
            metrics.UniversePolled(succeeded: true);
            _degraded = false;
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or FormatException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
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
