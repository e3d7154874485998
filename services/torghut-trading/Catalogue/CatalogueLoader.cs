using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Catalogue;

/// <summary>
/// Looks at the catalogue's file again and again; a file that vanished, is half written or wrong changes nothing. Once a catalogue is in force, a change
/// counts when it is seen twice the same: the first half of a file that is being written may be a catalogue too. While the file has been wrong since the start,
/// what the last good one left in the database is in force.
/// </summary>
internal sealed class CatalogueLoader(
    CurrentCatalogue current, StrategyStore store, CatalogueOptions options, RiskOptions limits, SwitchOptions switches, CatalogueReporter reporter,
    TimeProvider time)
    : IServiceLoop
{
    private string _judged = "";
    private string _seen = "";

    /// <summary>Reads the file once; returns whether a catalogue is in force afterwards.</summary>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var file = CatalogueFile.Read(options.Path);
        var settled = file.Digest == _seen || current.State.Origin == CatalogueOrigin.None;
        _seen = file.Digest;
        if (file.Digest != _judged && settled)
        {
            await JudgeAsync(file, cancellationToken);
        }

        if (current.State.Origin == CatalogueOrigin.None)
        {
            await RestoreAsync(cancellationToken);
        }

        return current.State.Origin != CatalogueOrigin.None;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Reload, time);
        do
        {
            try
            {
                await LoadAsync(cancellationToken);
            }
            catch (Exception down) when (down is NpgsqlException or TimeoutException)
            {
                reporter.DatabaseDown(down);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task JudgeAsync(CatalogueFile file, CancellationToken cancellationToken)
    {
        var result = CatalogueWarnings.AddTo(options.Path, file.Parse(), limits);
        if (result.Catalogue is { } accepted)
        {
            var effective = await store.ApplyAsync(accepted, file, options.Mode, switches.AccountLabel, cancellationToken);
            reporter.Applied(effective, result, current.Apply(result with { Catalogue = effective }));
        }
        else
        {
            current.Apply(result);
            reporter.Refused(result.Problems);
        }

        _judged = file.Digest;
    }

    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(cancellationToken);
        if (stored.Strategies.Count > 0)
        {
            current.Restore(stored);
            reporter.Restored(stored);
        }
    }
}
