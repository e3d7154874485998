using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Torghut.Sandbox;

/// <summary>
/// Ports on the loopback address that nobody listens on yet. One that was given out is nobody else's until this process ends: between the look and the
/// start of who listens there lie seconds, and dozens of processes look at once.
/// </summary>
internal static class FreePort
{
    /// <summary>Above the ports that the sandbox prefers.</summary>
    private const int Lowest = 20_000;

    private static readonly int FirstOutgoing = ReadFirstOutgoing();
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>One byte a port, locked by the process that has it (fcntl(2)); null where the file cannot be written to.</summary>
    private static readonly FileStream? Reservations = Open(Path.Combine(Path.GetTempPath(), "torghut-ports"));

    /// <summary>The preferred port when nothing listens on it and nobody else was given it, else any.</summary>
    public static int Prefer(int preferred) => IsFree(preferred) && TryReserve(preferred) ? preferred : Any();

    /// <summary>
    /// Below those that the system gives to outgoing connections: one of these would be taken by some client's connection before its server listens.
    /// </summary>
    public static int Any()
    {
        while (true)
        {
            int port = Random.Shared.Next(Lowest, FirstOutgoing);
            if (IsFree(port) && TryReserve(port))
            {
                return port;
            }
        }
    }

    private static bool TryReserve(int port)
    {
        lock (Gate)
        {
            if (!Given.Add(port))
            {
                return false;
            }

            try
            {
                if (!OperatingSystem.IsMacOS())
                {
                    Reservations?.Lock(port, 1);
                }

                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
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

    /// <summary>Where Linux's range of outgoing connections begins: ip_local_port_range of ip(7).</summary>
    private static int ReadFirstOutgoing()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        const int Default = 32_768;
        int first = File.Exists(Range) ? int.Parse(File.ReadAllText(Range).Split('\t', ' ')[0], CultureInfo.InvariantCulture) : Default;
        return first > Lowest + 1_000 ? first : Default;
    }
}
