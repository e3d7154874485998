using Npgsql;
using Torghut.Sandbox.Infrastructure;

namespace Torghut.Sandbox.Pipeline;

/// <summary>Collects the latencies of the stages from the services' own histograms and from the audit database.</summary>
internal sealed class LatencyReader(PipelineProbe probe, ServicePorts ports)
{
    public async Task<IReadOnlyList<LatencySummary>> ReadAsync(LatencySummary closeToStored, CancellationToken cancellationToken)
    {
        var latencies = new List<LatencySummary>();
        try
        {
            latencies.Add(
                LatencySummary.Of("frame → Kafka", await probe.ScrapeAsync(ports.WsMetrics, cancellationToken), "torghut_ws_kafka_send_latency_seconds"));
            latencies.Add(closeToStored);
            latencies.Add(await FromDatabaseAsync("signal → decision", SignalToDecision, cancellationToken));
            latencies.Add(await FromDatabaseAsync("decision → fill", DecisionToFill, cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or NpgsqlException or InvalidOperationException)
        {
            latencies.Add(new LatencySummary($"unreadable: {exception.Message.Split('\n')[0]}", 0, null, null));
        }

        return latencies;
    }

    private const string SignalToDecision =
        "SELECT extract(epoch FROM created_at - signal_ingest_ts)::float8 * 1000 FROM trade_decisions WHERE signal_ingest_ts IS NOT NULL";

    /// <summary>From the decision's row to the first row that says the order is filled, both by the machine's clock.</summary>
    private const string DecisionToFill = """
        SELECT extract(epoch FROM min(v.created_at) - min(d.created_at))::float8 * 1000
        FROM trade_decisions d JOIN executions e ON e.trade_decision_id = d.id JOIN order_events v ON v.alpaca_order_id = e.alpaca_order_id
        WHERE v.order_status = 'filled' GROUP BY d.id
        """;

    private async Task<LatencySummary> FromDatabaseAsync(string name, string sql, CancellationToken cancellationToken)
    {
        await using var command = probe.Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<double>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(reader.GetDouble(0));
        }

        return LatencySummary.Of(name, values);
    }
}
