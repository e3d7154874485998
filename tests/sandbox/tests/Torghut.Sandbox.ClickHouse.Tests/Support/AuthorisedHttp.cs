using System.Net.Http.Headers;
using System.Text;

namespace Torghut.Sandbox.ClickHouse.Tests;

/// <summary>An HTTP client that says it is the right user.</summary>
internal static class AuthorisedHttp
{
    public static HttpClient Client { get; } = new()
    {
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TestServer.User}:{TestServer.Password}"))),
        },
    };
}
