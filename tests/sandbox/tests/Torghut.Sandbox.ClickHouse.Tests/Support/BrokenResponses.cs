using System.Net.Http.Json;

namespace Torghut.Sandbox.ClickHouse.Tests;

/// <summary>Breaks answers off for the length of a test.</summary>
internal sealed class BrokenResponses : IAsyncDisposable
{
    private static Uri Panel => new(TestServer.Address, "/_faults");

    public static async Task<BrokenResponses> SetAsync(int times, int code)
    {
        using HttpResponseMessage response = await TestServer.Http.PutAsJsonAsync(Panel, new { breakResponses = times, failCode = code });
        response.EnsureSuccessStatusCode();
        return new BrokenResponses();
    }

    public async ValueTask DisposeAsync() => (await TestServer.Http.DeleteAsync(Panel)).Dispose();
}
