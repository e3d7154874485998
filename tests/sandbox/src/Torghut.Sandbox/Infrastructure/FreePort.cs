using System.Net;
using System.Net.Sockets;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Ports on the loopback address.</summary>
internal static class FreePort
{
    /// <summary>Above the preferred ports of every part.</summary>
    private const int Lowest = 20_000;

    /// <summary>Where Linux's range of outgoing connections begins by default (ip(7), ip_local_port_range).</summary>
    private const int FirstOutgoing = 32_768;

    /// <summary>The preferred port when nothing listens on it, else one that the system picks.</summary>
    public static int Prefer(int preferred) => IsFree(preferred) ? preferred : Any();

    /// <summary>
    /// Below those that the system gives to outgoing connections: one of these would be taken by some client's connection before its server listens.
    /// </summary>
    public static int Any()
    {
        while (true)
        {
            int port = Random.Shared.Next(Lowest, FirstOutgoing);
            if (IsFree(port))
            {
                return port;
            }
        }
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
