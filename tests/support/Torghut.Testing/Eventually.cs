using System.Diagnostics;

namespace Torghut.Testing;

/// <summary>Waits for conditions. Tests never sleep for a time and hope.</summary>
public static class Eventually
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Asks until the condition holds. What is dear to ask is asked less often, so that asking takes half of the time at most.</summary>
    /// <exception cref="TimeoutException">It did not hold in time; the message says what was awaited.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? timeout = null)
    {
        var limit = timeout ?? Timeout;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var asked = watch.Elapsed;
            if (await condition())
            {
                return;
            }

            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"{what}: not within {limit.TotalSeconds:0} s.");
            }

            var cost = watch.Elapsed - asked;
            await Task.Delay(cost < Interval ? Interval : cost < Longest ? cost : Longest, TimeProvider.System);
        }
    }

    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan? timeout = null) => HoldsAsync(() => Task.FromResult(condition()), what, timeout);

    /// <summary>Reads until a value is acceptable and returns it.</summary>
    public static async Task<T> ReadsAsync<T>(Func<Task<T>> read, Func<T, bool> accept, string what, TimeSpan? timeout = null)
    {
        T value = default!;
        var seen = "nothing";
        try
        {
            await HoldsAsync(async () =>
            {
                value = await read();
                seen = value?.ToString() ?? "null";
                return accept(value);
            }, what, timeout);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message} Last seen: {seen}", exception);
        }

        return value;
    }
}
