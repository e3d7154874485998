using System.Security.Cryptography;
using System.Text;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>What a read-committed reader sees of a topic.</summary>
internal sealed class DerivedTopic<T>(TaSandbox sandbox, string name, RecordCodec<T> codec, Func<T, (long Seq, string Symbol)> keyOf)
    where T : struct
{
    private readonly string _topic = sandbox.Topic(name);
    private readonly RecordDecoder<T> _decoder = new(codec, sandbox.Registry, TimeProvider.System);
    private readonly List<T> _decoded = [];

    /// <summary>Every committed record, each partition's in its order.</summary>
    public async Task<IReadOnlyList<(int Partition, byte[] Key, byte[] Value)>> ReadAsync()
    {
        await Task.CompletedTask;
        return sandbox.Read(_topic);
    }

    /// <summary>The last record of every key.</summary>
    public async Task<IReadOnlyDictionary<(long Seq, string Symbol), T>> LatestAsync()
    {
        var latest = new Dictionary<(long, string), T>();
        foreach (var value in await DecodeAsync())
        {
            latest[keyOf(value)] = value;
        }

        return latest;
    }

    public async Task<IReadOnlyList<T>> DecodeAsync()
    {
        foreach (var (_, _, value) in (await ReadAsync()).Skip(_decoded.Count).ToList())
        {
            var result = await _decoder.DecodeAsync(value, CancellationToken.None);
            Assert.That(result.IsSuccess, Is.True, result.Reason);
            _decoded.Add(result.Value);
        }

        return _decoded;
    }

    /// <summary>
    /// A digest of every record's bytes, sorted, so that only content counts: a record that comes twice changes it. Where every sandbox
    /// has topics of its own, their names in the records' lineage do not count.
    /// </summary>
    public async Task<string> DigestAsync()
    {
        var lines = (await ReadAsync()).Select(r => $"{Encoding.UTF8.GetString(r.Key)} {Text(r.Value)}").Order(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    private string Text(byte[] value)
    {
        var hex = Convert.ToHexString(value);
        return sandbox.Suffix.Length == 0 ? hex : hex.Replace(Convert.ToHexString(Encoding.UTF8.GetBytes(sandbox.Suffix)), "", StringComparison.Ordinal);
    }
}
