using Microsoft.Extensions.Logging;
using Prometheus;
using Torghut.Common.Hosting;
using Torghut.Common.Metrics;

namespace Torghut.Common.Kafka;

/// <summary>
/// What is done about calls that do not return. The first costs its client, which is made anew. A second one soon after says that a new client does not
/// help: the process
/// ends, and comes back from what it has committed. Safe for concurrent use.
/// </summary>
public sealed class OverdueCalls
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly ProcessEnd _processEnd;
    private readonly TimeProvider _time;
    private readonly ILogger<OverdueCalls> _logger;
    private readonly Counter _overdue;
    private long? _last;

    public OverdueCalls(CollectorRegistry registry, ProcessEnd processEnd, TimeProvider time, ILogger<OverdueCalls> logger)
    {
        _processEnd = processEnd;
        _time = time;
        _logger = logger;
        _overdue = ServiceMetricFactory.Create(registry).CreateCounter(
            "torghut_client_calls_overdue_total", "Calls of a client library that did not return and were abandoned with their client.", "call");
    }

    public void Report(CallOverdueException overdue)
    {
        _overdue.WithLabels(overdue.Call).Inc();
        HostLog.CallOverdue(_logger, overdue.Message);
        lock (_lock)
        {
            if (_last is { } last && _time.GetElapsedTime(last) <= Soon)
            {
                _processEnd.Now(ExitCodes.Stuck, $"{overdue.Message} It is the second such call within {Soon.TotalMinutes:0} minutes.");
            }

            _last = _time.GetTimestamp();
        }
    }
}
