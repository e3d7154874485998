using Torghut.Trading.Account;
using Torghut.Trading.Json;
using Torghut.Trading.Migrations;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Hosting;

/// <summary>What must be done before anything else starts: the local latch, then the schema if that is asked for.</summary>
internal sealed class Startup(
    SafetyLatches latches, MigrationRunner migrations, StartRecord record, MigrationOptions options, SwitchOptions switches, TradingGauges gauges,
    ILogger<Startup> logger)
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

        await record.WriteAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
