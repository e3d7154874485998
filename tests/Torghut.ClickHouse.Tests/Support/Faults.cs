using System.Net.Http.Json;

namespace Torghut.ClickHouse.Tests;

/// <summary>Turns faults on for the length of a test.</summary>
internal sealed class Faults : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    public static async Task<Faults> SetAsync(object faults)
    {
        using HttpResponseMessage response = await Http.PutAsJsonAsync(Panel, faults);
        response.EnsureSuccessStatusCode();
        return new Faults();
    }

    public async ValueTask DisposeAsync() => (await Http.DeleteAsync(Panel)).Dispose();

    private static Uri Panel => new(TestServer.Settings.Endpoint, "/_faults");
}
