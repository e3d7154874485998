using Npgsql;
using Torghut.Trading.Account;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Migrations;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary>What must be done before anything else starts: the local latch, then the schema if that is asked for.</summary>
internal sealed class Startup(
    SafetyLatches latches, MigrationRunner migrations, AuditLog audit, Database database, MigrationOptions options, SwitchOptions switches,
    TradingGauges gauges, TimeProvider time, ILogger<Startup> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        gauges.Mode = CanonicalText.Of(switches.Mode);
        latches.Initialise();
        if (options.AtStart)
        {
            var ran = await migrations.RunAsync(cancellationToken);
            if (ran.Count > 0)
            {
                TradingLog.Migrated(logger, string.Join(", ", ran));
            }
        }

        await RecordStartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RecordStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.InTransactionAsync(
                async (connection, transaction) =>
                {
                    await audit.AppendAsync(connection, transaction,
                        new AuditEntry(AuditKinds.ServiceStarted, switches.AccountLabel, "torghut-trading", time.GetUtcNow(), new JsonMap
                        {
                            ["mode"] = switches.Mode,
                            ["trading_enabled"] = switches.Enabled,
                            ["live_enabled"] = switches.LiveEnabled,
                            ["kill_switch_enabled"] = switches.KillSwitchEnabled,
                            ["emergency_stop"] = latches.EmergencyStop,
                        }));
                    return true;
                },
                cancellationToken);
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            TradingLog.DatabaseDown(logger, down.Message);
        }
    }
}
