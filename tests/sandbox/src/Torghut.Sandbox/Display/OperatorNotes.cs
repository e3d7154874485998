using Torghut.Sandbox.Infrastructure;

namespace Torghut.Sandbox.Display;

/// <summary>How to stop trading and how to arm it again, ready to paste.</summary>
internal static class OperatorNotes
{
    public static string Stop(int port) => Post(port, "emergency-stop", SandboxCredentials.OperatorToken, """{"reason":"drill","actor":"me"}""");

    /// <param name="latch">Name of the latch, such as <c>emergency_stop</c>.</param>
    public static string Rearm(int port, string latch) => Post(
        port, "rearm", SandboxCredentials.RearmToken,
        $$"""{"latch":"{{latch}}","reason":"looked into it","actor":"me","confirm":"REARM {{SandboxCredentials.AccountLabel}}"}""");

    private static string Post(int port, string route, string token, string body) =>
        $"curl -X POST http://127.0.0.1:{port}/trading/{route} -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' -d '{body}'";
}
