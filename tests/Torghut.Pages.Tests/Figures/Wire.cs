using Microsoft.Playwright;

namespace Torghut.Pages.Tests.Figures;

/// <summary>
/// Bytes that came to a page, as they were sent (<see href="https://chromedevtools.github.io/devtools-protocol/tot/Network/">CDP, Network</see>).
/// </summary>
internal sealed class Wire
{
    private long _bytes;

    private Wire()
    {
    }

    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<Wire> WatchAsync(ICDPSession session)
    {
        var wire = new Wire();
        session.Event("Network.loadingFinished").OnEvent += (_, json) =>
            Interlocked.Add(ref wire._bytes, (long)json!.Value.GetProperty("encodedDataLength").GetDouble());
        await session.SendAsync("Network.enable");
        return wire;
    }
}
