using Npgsql;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Migrations;
using Torghut.Trading.Signals;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Api;

/// <summary>The dependencies of <c>/trading/health</c>: Postgres always, ClickHouse and the broker only while trading is enabled.</summary>
internal sealed class HealthReport(
    SchemaState schema, DatabaseProbe database, ISignalSource signals, IBroker broker, SwitchOptions switches, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public async Task<(bool Healthy, JsonMap Dependencies)> MakeAsync(CancellationToken cancellationToken)
    {
        var checks = new List<Task<(string Name, string? Fault)>> { CheckAsync("postgres", UseDatabaseAsync, cancellationToken) };
        if (switches.Enabled)
        {
            checks.Add(CheckAsync("clickhouse", async token => await signals.PingAsync(token) ? null : "unreachable", cancellationToken));
            checks.Add(CheckAsync("alpaca", BrokerAsync, cancellationToken));
        }

        var results = await Task.WhenAll(checks);
        var healthy = results.All(result => result.Fault is null);
        var dependencies = new JsonMap();
        foreach (var (name, fault) in results)
        {
            dependencies.Add(name, new JsonMap { ["ok"] = fault is null, ["fault"] = fault });
        }

        return (healthy, dependencies);
    }

    /// <summary>Null when Postgres answers, takes writes, and its schema is this program's.</summary>
    public async Task<string?> DatabaseAsync(CancellationToken cancellationToken) =>
        (await CheckAsync("postgres", UseDatabaseAsync, cancellationToken)).Fault;

    private async Task<string?> UseDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await schema.IsCurrentAsync(cancellationToken) ? await database.FindFaultAsync(cancellationToken) : "migrations_missing";
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            return "unreachable";
        }
    }

    private async Task<string?> BrokerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await broker.GetClockAsync(cancellationToken);
            return null;
        }
        catch (BrokerException failure)
        {
            return failure.IsTransient ? "unreachable" : "refused";
        }
    }

    private async Task<(string Name, string? Fault)> CheckAsync(string name, Func<CancellationToken, Task<string?>> check, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return (name, await check(both.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (name, "timed_out");
        }
    }
}
