using Torghut.Trading.Safety;

namespace Torghut.Trading.Integration.Tests;

internal static class LatchCalls
{
    /// <summary>A call of this moment.</summary>
    public static Task<bool> EngageAsync(this ILatchStore store, string accountLabel, string latch, string reason, string actor,
        CancellationToken cancellationToken) =>
        store.EngageAsync(accountLabel, latch, LatchCall.New(reason, actor, TimeProvider.System.GetUtcNow()), cancellationToken);
}
