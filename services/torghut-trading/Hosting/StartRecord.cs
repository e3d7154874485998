using Torghut.Trading.Account;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Migrations;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary>Writes into the audit that the service started, and with which switches.</summary>
internal sealed class StartRecord(
    Database database, SchemaState schema, AuditLog audit, SwitchOptions switches, SafetyLatches latches, TimeProvider time, ILogger<Startup> logger)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var alterable = await schema.MayAlterAuditAsync(cancellationToken);
        if (alterable)
        {
            TradingLog.AuditAlterable(logger);
        }

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
                        ["audit_alterable"] = alterable,
                    }));
                return true;
            },
            cancellationToken);
    }
}
