using Npgsql;
using Torghut.Trading.Account;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary>Writes into the audit that the service started, and with which switches.</summary>
internal sealed class StartRecord(
    Database database, AuditLog audit, SwitchOptions switches, SafetyLatches latches, TimeProvider time, ILogger<Startup> logger)
{
    /// <summary>Postgres may be down; then nothing is recorded and the start goes on.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
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
