using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Torghut.Common.Resilience;

/// <summary>
/// Makes a call again when it failed in a way that may pass: total time-out, then retries with full jitter, then the circuit, then the attempt's time-out.
/// One instance per dependency, because its circuit is shared by all calls. All waits are the <see cref="TimeProvider"/>'s and end at once on cancellation.
/// </summary>
public sealed class RepeatableCall
{
    /// <summary>A dependency that answers now and then is not away, and a circuit would only keep its answers out.</summary>
    private const double FailureRatio = 1;

    private static readonly ResiliencePropertyKey<Func<FailedAttempt, Task>?> OnFailure = new("torghut-on-failure");
    private static readonly ResiliencePropertyKey<CancellationToken> Caller = new("torghut-caller");

    private readonly RepeatableCallOptions _options;
    private readonly FullJitterBackoff _backoff;
    private readonly ResiliencePipeline _pipeline;

    /// <exception cref="ArgumentOutOfRangeException">A wait or the number of attempts is outside its range.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A time-out or the circuit is outside its range.</exception>
    public RepeatableCall(RepeatableCallOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.BaseDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDelay, options.BaseDelay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxDelay, TimeSpan.FromDays(1));
        _options = options;
        _backoff = new FullJitterBackoff(options.BaseDelay, options.MaxDelay, options.Random);
        _pipeline = Build(time, logger);
    }

    /// <param name="call">One attempt; gets a token that ends with the attempt's time.</param>
    /// <param name="onFailure">Told of each failure that is followed by another attempt, before the wait; null for nobody.</param>
    /// <exception cref="ExecutionRejectedException">A time-out, also one of the call's own, or an open circuit. Others are the last attempt's.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, Func<FailedAttempt, Task>? onFailure, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(OnFailure, onFailure);
            context.Properties.Set(Caller, cancellationToken);
            return await _pipeline.ExecuteAsync(static async (context, call) => await AttemptAsync(call, context.CancellationToken), context, call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<CancellationToken, Task> call, Func<FailedAttempt, Task>? onFailure, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await call(token);
            return true;
        },
        onFailure,
        cancellationToken);

    private static async Task<T> AttemptAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(cancellationToken);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody cancelled: it is a time-out of the call's own, such as SocketsHttpHandler's of a connection, and callers must not take it for the end.
            throw new TimeoutRejectedException("The call timed out by itself.", failure);
        }
    }

    private ResiliencePipeline Build(TimeProvider time, ILogger logger)
    {
        var builder = new ResiliencePipelineBuilder { Name = _options.Name, TimeProvider = time };
        if (_options.TotalTimeout is { } total)
        {
            builder.AddTimeout(total);
        }

        if (_options.Attempts > 1)
        {
            builder.AddRetry(Retry());
        }

        if (_options.Circuit is { } circuit)
        {
            builder.AddCircuitBreaker(Breaker(circuit, logger));
        }

        if (_options.AttemptTimeout is { } attempt)
        {
            builder.AddTimeout(attempt);
        }

        return builder.Build();
    }

    private RetryStrategyOptions Retry() => new()
    {
        MaxRetryAttempts = _options.Attempts == RepeatableCallOptions.Unlimited ? int.MaxValue : _options.Attempts - 1,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception switch
        {
            null or OperationCanceledException => false,
            TimeoutRejectedException => true,
            BrokenCircuitException => _options.AwaitsCircuit,
            var failure => _options.IsTransient(failure),
        }),
        DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Delay(args.Outcome.Exception!, Number(args.AttemptNumber))),
        OnRetry = async args =>
        {
            if (args.Context.Properties.GetValue(OnFailure, null) is { } onFailure)
            {
                await onFailure(new FailedAttempt(args.Outcome.Exception!, Number(args.AttemptNumber), args.RetryDelay));
            }
        },
    };

    // Polly counts from zero and stops at the largest integer.
    private static int Number(int retry) => retry == int.MaxValue ? retry : retry + 1;

    private TimeSpan Delay(Exception failure, int attempt)
    {
        var drawn = _backoff.Next(attempt);
        var asked = (failure is BrokenCircuitException open ? open.RetryAfter : _options.RetryAfter(failure)) ?? TimeSpan.Zero;
        return RoundUp(asked <= drawn ? drawn : asked < _options.MaxDelay ? asked : _options.MaxDelay);
    }

    // Task.Delay drops fractions of a millisecond: an attempt a fraction too early would be one in vain, and a wait below one would be none.
    private static TimeSpan RoundUp(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds)));

    private CircuitBreakerStrategyOptions Breaker(CircuitOptions circuit, ILogger logger) => new()
    {
        FailureRatio = FailureRatio,
        MinimumThroughput = circuit.Failures,
        SamplingDuration = circuit.Window,
        BreakDuration = circuit.Break,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception switch
        {
            null => false,
            TimeoutRejectedException => true,
            // The total time-out ended the attempt: the dependency did not answer. A caller that gave up says nothing of it.
            OperationCanceledException => !args.Context.Properties.GetValue(Caller, default).IsCancellationRequested,
            var failure => _options.IsTransient(failure),
        }),
        OnOpened = args =>
        {
            ResilienceLog.CircuitOpened(logger, args.Outcome.Exception, _options.Name, args.BreakDuration);
            return default;
        },
        OnHalfOpened = _ =>
        {
            ResilienceLog.CircuitHalfOpened(logger, _options.Name);
            return default;
        },
        OnClosed = _ =>
        {
            ResilienceLog.CircuitClosed(logger, _options.Name);
            return default;
        },
    };
}
