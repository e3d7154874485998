using Npgsql;
using Torghut.Trading.Account;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Catalogue;

/// <summary>
/// Looks at the catalogue's file again and again; a file that vanished, is half written or wrong changes nothing. Once a catalogue is in force, a change
/// counts when it is seen twice the same: the first half of a file that is being written may be a catalogue too.
/// </summary>
internal sealed class CatalogueLoader(
    CurrentCatalogue current, StrategyStore store, CatalogueOptions options, SwitchOptions switches, TradingMetrics metrics, TradingGauges gauges,
    TimeProvider time, ILogger<CatalogueLoader> logger)
    : BackgroundService
{
    private const int MaxBytes = 4_000_000;

    private string _judged = "";
    private string _seen = "";

    /// <summary>Reads the file once; returns whether a catalogue is in force afterwards.</summary>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var (text, fault) = Read();
        var fingerprint = Digest.Of(text ?? fault!);
        var settled = fingerprint == _seen || current.State.Accepted == 0;
        _seen = fingerprint;
        if (fingerprint == _judged || !settled)
        {
            return current.State.Accepted > 0;
        }

        var result = text is null ? new CatalogueResult(null, [new CatalogueProblem(options.Path, 0, "", fault!)])
            : CatalogueParser.Parse(options.Path, text);
        if (result.Catalogue is { } accepted)
        {
            var effective = await store.ApplyAsync(accepted, options.Mode, switches.AccountLabel, cancellationToken);
            if (current.Apply(new CatalogueResult(effective, [])))
            {
                TradingLog.CatalogueApplied(logger, effective.Digest, effective.Strategies.Count);
            }
        }
        else
        {
            current.Apply(result);
            metrics.CatalogueRefused();
            foreach (var problem in result.Problems)
            {
                TradingLog.CatalogueRefused(logger, problem.ToString());
            }
        }

        _judged = fingerprint;
        gauges.CatalogueProblems = [.. current.State.Problems.Select(problem => (problem.File, problem.Line, problem.Field))];
        return current.State.Accepted > 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Reload, time);
        do
        {
            try
            {
                await LoadAsync(stoppingToken);
            }
            catch (Exception down) when (down is NpgsqlException or TimeoutException)
            {
                TradingLog.DatabaseDown(logger, down.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private (string? Text, string? Fault) Read()
    {
        try
        {
            var size = new FileInfo(options.Path).Length;
            return size > MaxBytes ? (null, $"larger than {MaxBytes} bytes") : (File.ReadAllText(options.Path), null);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return (null, broken.Message);
        }
    }
}
