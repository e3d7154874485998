using System.Net.Sockets;
using Npgsql;
using Torghut.ClickHouse;
using Torghut.Ops.Snapshots.Model;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Runs probes. Whatever happens in one, the result is a fact.</summary>
internal sealed class ProbeRunner(TimeProvider time, SnapshotOptions options)
{
    public async Task<Fact> RunAsync(Probe probe, MarketClock clock, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.ProbeTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            // A probe that does not heed its token must not hold the others up.
            var reading = await probe.AskAsync(clock, linked.Token).WaitAsync(linked.Token);
            return Make(probe, started, true, reading);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Make(probe, started, false, new Reading(null, $"no answer within {options.ProbeTimeout.TotalMilliseconds:0} ms"));
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return Make(probe, started, false, new Reading(null, Describe(e)));
        }
    }

    private Fact Make(Probe probe, long started, bool ok, Reading reading) => new(
        probe.Plane, probe.Component, probe.Name, probe.Command, time.GetUtcNow(), ok, reading.Value, reading.Detail, (long)time.GetElapsedTime(started).TotalMilliseconds);

    // Only messages of kinds that are known to hold no secret are repeated.
    private static string Describe(Exception e) => e switch
    {
        NotConfiguredException or ProbeException => e.Message,
        PostgresException server => $"postgres: {server.SqlState} {server.MessageText}",
        NpgsqlException { InnerException: SocketException socket } => $"postgres: {socket.SocketErrorCode}",
        NpgsqlException => $"postgres: {e.GetType().Name}",
        ClickHouseException => $"clickhouse: {FirstLine(e.Message)}",
        HttpRequestException http => $"http: {http.HttpRequestError}",
        _ => $"failed: {e.GetType().Name}",
    };

    private static string FirstLine(string text)
    {
        var line = text.Split('\n', 2)[0];
        return line.Length > 300 ? line[..300] : line;
    }
}

/// <summary>A component answered, but not with what was asked for.</summary>
internal sealed class ProbeException(string message) : Exception(message);
