using System.Net;
using System.Net.Sockets;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Ports on the loopback address.</summary>
internal static class FreePort
{
    /// <summary>The preferred port when nothing listens on it, else one that the system picks.</summary>
    public static int Prefer(int preferred) => IsFree(preferred) ? preferred : Any();

    public static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
