using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Torghut.Common.Resilience;
using Torghut.Contracts.Decoding;

namespace Torghut.Common.Schemas;

/// <summary>
/// How often, how long and with what pauses a schema registry is asked. All requests may be repeated: registering twice gives the same id.
/// </summary>
public static class SchemaRegistryPipeline
{
    private const int MaxRetries = 2;

    private static readonly FullJitterBackoff Backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2), Random.Shared);

    /// <summary>For one call: a few attempts within its total time, none while the circuit is open.</summary>
    public static ResiliencePipeline Create(SchemaRegistrySettings settings, TimeProvider time)
    {
        var failure = new PredicateBuilder().Handle<SchemaSourceException>(exception => exception.IsTransient).Handle<TimeoutRejectedException>();
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(settings.TotalTimeout)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = failure,
                MaxRetryAttempts = MaxRetries,
                DelayGenerator = Delay,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = failure,
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(1),
            })
            .AddTimeout(settings.RequestTimeout)
            .Build();
    }

    /// <summary>For a caller that has nothing else to do until the registry gives what is asked: attempts without end.</summary>
    /// <param name="shouldRetry">Which failures are waited out.</param>
    /// <param name="onRetry">Told each of them.</param>
    public static ResiliencePipeline WithoutEnd(TimeProvider time, Predicate<SchemaSourceException> shouldRetry, Action<SchemaSourceException> onRetry) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<SchemaSourceException>(exception => shouldRetry(exception)),
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = Delay,
                OnRetry = arguments =>
                {
                    onRetry((SchemaSourceException)arguments.Outcome.Exception!);
                    return default;
                },
            })
            .Build();

    // Polly counts retries from zero and stops counting at the largest integer.
    private static ValueTask<TimeSpan?> Delay(RetryDelayGeneratorArguments<object> arguments) =>
        ValueTask.FromResult<TimeSpan?>(Backoff.Next(arguments.AttemptNumber == int.MaxValue ? int.MaxValue : arguments.AttemptNumber + 1));
}
