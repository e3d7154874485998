using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Torghut.Ops.Http;

/// <summary>
/// How a body is compressed on its way (RFC 9110, 8.4). What is sent holds no secret beside what a caller chose, so that its length tells none.
/// </summary>
internal sealed class ContentCoding
{
    /// <summary>Below, the head is longer than what is saved.</summary>
    public const int LeastBytes = 1024;

    public const string Brotli = "br";
    public const string Gzip = "gzip";

    private static readonly ContentCoding[] Preferred =
    [
        new(Brotli, "-br", stream => new BrotliStream(stream, CompressionLevel.Optimal, leaveOpen: true)),
        new(Gzip, "-gz", stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)),
    ];

    private readonly Func<Stream, Stream> _open;

    private ContentCoding(string name, string tagSuffix, Func<Stream, Stream> open)
    {
        Name = name;
        TagSuffix = tagSuffix;
        _open = open;
    }

    /// <summary>Its name in <c>Content-Encoding</c>.</summary>
    public string Name { get; }

    /// <summary>Tells the tags of an answer's codings apart.</summary>
    public string TagSuffix { get; }

    /// <summary>The best that the client takes; null for none.</summary>
    public static ContentCoding? Choose(StringValues accepted, int length) => length < LeastBytes ? null : Choose(accepted, static _ => true);

    /// <summary>The best that the client takes of those that there are; null for none.</summary>
    public static ContentCoding? Choose(StringValues accepted, Func<ContentCoding, bool> isThere)
    {
        if (!StringWithQualityHeaderValue.TryParseList(accepted, out var list))
        {
            return null;
        }

        return Array.Find(
            Preferred,
            coding => isThere(coding) && list.Any(item => item.Quality is not 0 && item.Value.Equals(coding.Name, StringComparison.OrdinalIgnoreCase)));
    }

    public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> body)
    {
        using var buffer = new MemoryStream();
        using (var encoder = _open(buffer))
        {
            encoder.Write(body.Span);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
