using System.Collections.Concurrent;
using System.Net.Sockets;
using Npgsql;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Torghut.ClickHouse;
using Torghut.Common.Resilience;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>
/// Runs probes. Whatever happens in one, the result is a fact. A failure that may pass is looked at twice within the probe's time; a component that failed
/// often is left alone for a moment, and its facts say so.
/// </summary>
internal sealed class ProbeRunner(TimeProvider time, SnapshotOptions options, ILogger<ProbeRunner> logger)
{
    /// <summary>ClickHouse's number for a right that is missing.</summary>
    private const int NotEnoughPrivileges = 497;

    private readonly ConcurrentDictionary<(string Component, TimeSpan Deadline), RepeatableCall> _calls = new();

    public async Task<Fact> RunAsync(Probe probe, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            // A probe that does not heed its token must not hold the others up.
            var reading = await CallTo(probe).RunAsync(token => probe.AskAsync(token).WaitAsync(token), onFailure: null, cancellationToken);
            return Make(probe, started, Outcome.Ok, reading);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Make(probe, started, OutcomeOf(e), new Reading(probe.Known(), Describe(e, DeadlineOf(probe))));
        }
    }

    private TimeSpan DeadlineOf(Probe probe) => probe.Deadline is { } own && own > options.ProbeTimeout ? own : options.ProbeTimeout;

    private RepeatableCall CallTo(Probe probe) => _calls.GetOrAdd((probe.Component, DeadlineOf(probe)), key => new RepeatableCall(
        new RepeatableCallOptions
        {
            Name = key.Component,
            IsTransient = IsTransient,
            RetryAfter = failure => HttpFailures.RetryAfter(failure.InnerException ?? failure),
            BaseDelay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromMilliseconds(500),
            Attempts = 2,
            TotalTimeout = key.Deadline,

            // More than the probes of one snapshot, so that a single bad moment closes no eyes; and short, because a snapshot tells of now.
            Circuit = new CircuitOptions { Failures = 20, Break = TimeSpan.FromSeconds(2) },
        },
        time,
        logger));

    private static bool IsTransient(Exception failure) => failure switch
    {
        ProbeException { InnerException: { } cause } => HttpFailures.IsTransient(cause),
        NpgsqlException postgres => postgres.IsTransient,
        ClickHouseException clickHouse => clickHouse.IsTransient,
        _ => HttpFailures.IsTransient(failure),
    };

    private Fact Make(Probe probe, long started, Outcome outcome, Reading reading) => new(
        probe.Plane, probe.Component, probe.Name, probe.Command, reading.ObservedAt ?? time.GetUtcNow(), outcome, reading.Value, reading.Detail,
        (long)time.GetElapsedTime(started).TotalMilliseconds)
    {
        MaxAgeS = probe.MaxAgeS,
    };

    private static Outcome OutcomeOf(Exception e) => e switch
    {
        TimeoutRejectedException or OperationCanceledException => Outcome.Timeout,
        BrokenCircuitException { InnerException: { } cause } => OutcomeOf(cause),
        NotConfiguredException => Outcome.NotConfigured,
        ProbeException probe => probe.Outcome,
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => Outcome.Forbidden,
        PostgresException server when server.SqlState.StartsWith("28", StringComparison.Ordinal) => Outcome.Forbidden,
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName } => Outcome.Absent,
        ClickHouseServerException { Code: ClickHouseErrorCodes.AuthenticationFailed or NotEnoughPrivileges } => Outcome.Forbidden,
        ClickHouseServerException { Code: ClickHouseErrorCodes.UnknownTable or ClickHouseErrorCodes.UnknownDatabase } => Outcome.Absent,
        ClickHouseProtocolException or System.Text.Json.JsonException or FormatException or InvalidCastException => Outcome.Malformed,
        _ => Outcome.Unreachable,
    };

    // Only messages of kinds that are known to hold no secret are repeated.
    private static string Describe(Exception e, TimeSpan deadline) => e switch
    {
        TimeoutRejectedException or OperationCanceledException => $"no answer within {deadline.TotalMilliseconds:0} ms",
        BrokenCircuitException { InnerException: { } cause } => $"{Describe(cause, deadline)}; not asked again yet",
        NotConfiguredException => $"not configured: {e.Message}",
        ProbeException => e.Message,
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
