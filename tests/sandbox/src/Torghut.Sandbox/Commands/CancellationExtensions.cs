namespace Torghut.Sandbox.Commands;

internal static class CancellationExtensions
{
    /// <summary>Completes, without an exception, when the token is cancelled.</summary>
    public static async Task WhenCancelledAsync(this CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
        await cancelled.Task;
    }
}
