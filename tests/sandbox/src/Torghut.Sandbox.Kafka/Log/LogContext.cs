using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Faults;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>What all partitions share.</summary>
internal sealed record LogContext(TimeProvider Time, FsyncPolicy Fsync, FaultPanel Faults, RetiredFiles Retired, ILogger Logger)
{
    public long NowMilliseconds => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
