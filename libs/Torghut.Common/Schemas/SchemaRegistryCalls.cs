using Microsoft.Extensions.Logging;
using Torghut.Common.Resilience;
using Torghut.Contracts.Decoding;

namespace Torghut.Common.Schemas;

/// <summary>
/// How often, how long and with what pauses a schema registry is asked (docs/adr/0012). All requests may be repeated: registering twice gives the same id.
/// </summary>
public static class SchemaRegistryCalls
{
    private const string Name = "The schema registry";
    private static readonly TimeSpan BaseDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(2);
    private static readonly CircuitOptions Circuit = new() { Failures = 10, Window = TimeSpan.FromSeconds(10), Break = TimeSpan.FromSeconds(1) };

    /// <summary>For one call: a few attempts within its total time, none while the circuit is open.</summary>
    internal static RepeatableCall WithinTotalTime(SchemaRegistrySettings settings, TimeProvider time, ILogger logger) => new(
        new RepeatableCallOptions
        {
            Name = Name,
            IsTransient = failure => failure is SchemaSourceException { IsTransient: true },
            BaseDelay = BaseDelay,
            MaxDelay = MaxDelay,
            AttemptTimeout = settings.RequestTimeout,
            TotalTimeout = settings.TotalTimeout,
            Circuit = Circuit,
        },
        time,
        logger);

    /// <summary>For a caller that has nothing else to do until the registry gives what is asked: attempts without end.</summary>
    /// <param name="isTransient">Which failures are waited out.</param>
    public static RepeatableCall WithoutEnd(TimeProvider time, Predicate<SchemaSourceException> isTransient, ILogger logger) => new(
        new RepeatableCallOptions
        {
            Name = Name,
            IsTransient = failure => failure is SchemaSourceException exception && isTransient(exception),
            BaseDelay = BaseDelay,
            MaxDelay = MaxDelay,
            Attempts = RepeatableCallOptions.Unlimited,
        },
        time,
        logger);
}
