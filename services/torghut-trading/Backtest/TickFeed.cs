using System.Security.Cryptography;
using System.Text;

namespace Torghut.Trading.Backtest;

/// <summary>Recorded quotes and trades in the order of time; without any, orders that wait for them do not fill.</summary>
internal abstract class TickFeed : IDisposable
{
    /// <summary>What takes a tick.</summary>
    public delegate void Take(in MarketTick tick);

    /// <summary>Whether there are any.</summary>
    public abstract bool HasTicks { get; }

    /// <summary>Digest of all of them, from the files that they are in; empty where there are none.</summary>
    public abstract string Digest { get; }

    /// <summary>Passes on what is at or before an instant, nanoseconds since the Unix epoch.</summary>
    public abstract void ReadTo(long at, Take take);

    /// <summary>Passes over what is at or before an instant: a run that goes on from there has had it.</summary>
    public virtual void SkipTo(long at) => ReadTo(at, static (in MarketTick _) => { });

    public abstract void Dispose();

    /// <summary>Digest of files in an order.</summary>
    protected static string DigestOf(IEnumerable<(string Name, string Path)> files)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, path) in files)
        {
            digest.AppendData(Encoding.UTF8.GetBytes(name));
            using var file = File.OpenRead(path);
            digest.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
