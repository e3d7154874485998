using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>The server's side of the WebSocket handshake (RFC 6455, section 4.2).</summary>
internal static class WebSocketHandshake
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Upgrades the connection, or answers 400 and gives null when the request asks for no WebSocket.</summary>
    public static async Task<UpgradedSocket?> AcceptAsync(HttpContext context, TimeSpan pingInterval)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        var key = context.Request.Headers.SecWebSocketKey.ToString();
        if (upgrade is not { IsUpgradableRequest: true } || key.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return null;
        }

        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.SecWebSocketAccept = Accept(key);
        var transport = await upgrade.UpgradeAsync();
        return new UpgradedSocket(transport, pingInterval, context.Abort);
    }

    // The protocol prescribes SHA-1 here; nothing depends on its strength.
#pragma warning disable CA5350
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
}
