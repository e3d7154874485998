using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Loop;
using Torghut.Trading.Migrations;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary>
/// What must be done before the loops begin, tried until it succeeds: the schema, the latches in both of their places, the record of the start. The ports are
/// open meanwhile, and the emergency stop works.
/// </summary>
internal sealed class Startup(
    SafetyLatches latches, StartRecord record, SchemaState schema, DatabaseOptions database, MigrationOptions migrations, StartProgress progress,
    TimeProvider time, ILogger<Startup> logger)
    : IServiceLoop
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    /// <summary>What a schema that does not fit needs is a person.</summary>
    private static readonly TimeSpan MigrationRetry = TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!await TryAsync(cancellationToken))
        {
            await Task.Delay(progress.Wait?.What == StartProgress.Migrations ? MigrationRetry : Retry, time, cancellationToken);
        }

        progress.Finish();
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await HasSchemaAsync(cancellationToken))
            {
                WaitFor(StartProgress.Migrations, "migrations are missing and TRADING_MIGRATE_AT_START is false");
                return false;
            }

            await latches.SynchroniseAsync(cancellationToken);
            await record.WriteAsync(cancellationToken);
            return true;
        }
        catch (MigrationException refused)
        {
            WaitFor(StartProgress.Migrations, refused.Message);
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            WaitFor(StartProgress.Postgres, down.Message);
        }

        return false;
    }

    private async Task<bool> HasSchemaAsync(CancellationToken cancellationToken)
    {
        if (!migrations.AtStart)
        {
            return await schema.IsCurrentAsync(cancellationToken);
        }

        var ran = await MigrationRunner.RunAsync(database, migrations, cancellationToken);
        if (ran.Count > 0)
        {
            TradingLog.Migrated(logger, string.Join(", ", ran));
        }

        return true;
    }

    private void WaitFor(string what, string fault)
    {
        if (progress.Wait != new StartWait(what, fault))
        {
            TradingLog.StartWaits(logger, what, fault);
        }

        progress.WaitFor(what, fault);
    }
}
