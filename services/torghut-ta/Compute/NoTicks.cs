namespace Torghut.Ta.Compute;

/// <summary>A log without events, where a symbol has no file of a kind.</summary>
internal sealed class NoTicks<T>(string name) : ITickReader<T>
    where T : struct
{
    public string Name => name;

    public double Progress => 1;

    public bool TryRead(out T tick, out long offset)
    {
        tick = default;
        offset = 0;
        return false;
    }

    public void Dispose()
    {
    }
}
