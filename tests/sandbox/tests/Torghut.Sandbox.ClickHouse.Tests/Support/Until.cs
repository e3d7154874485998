namespace Torghut.Sandbox.ClickHouse.Tests;

/// <summary>Waits for conditions.</summary>
internal static class Until
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(Longest), "the condition did not come true");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
