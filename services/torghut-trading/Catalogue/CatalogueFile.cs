using System.Text;

namespace Torghut.Trading.Catalogue;

/// <summary>The bytes of a catalogue's file as text. Whoever wrote it is not trusted: it is read up to a bound and no further.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Text">Its text; null when it cannot be read.</param>
/// <param name="Fault">Why it cannot be read.</param>
/// <param name="Digest">SHA-256 of its bytes, or of why there are none.</param>
internal sealed record CatalogueFile(string Path, string? Text, string? Fault, string Digest)
{
    /// <summary>Largest file.</summary>
    public const int MaxBytes = 1_000_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static CatalogueFile Read(string path)
    {
        try
        {
            var buffer = new byte[MaxBytes + 1];
            using var stream = File.OpenRead(path);
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > MaxBytes ? Unreadable(path, $"larger than {MaxBytes} bytes") : Of(path, buffer.AsSpan(0, length));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return Unreadable(path, broken.Message);
        }
    }

    /// <summary>Parses it; what cannot be read is refused like what cannot be understood.</summary>
    public CatalogueResult Parse() =>
        Text is null ? new CatalogueResult(null, [new CatalogueProblem(Path, 0, "", Fault!)]) : CatalogueParser.Parse(Path, Text);

    private static CatalogueFile Of(string path, ReadOnlySpan<byte> bytes)
    {
        var digest = Json.Digest.Of(bytes);
        try
        {
            var text = Strict.GetString(bytes);
            return new CatalogueFile(path, text.StartsWith('\ufeff') ? text[1..] : text, null, digest);
        }
        catch (DecoderFallbackException)
        {
            return new CatalogueFile(path, null, "not UTF-8", digest);
        }
    }

    private static CatalogueFile Unreadable(string path, string fault) => new(path, null, fault, Json.Digest.Of(fault));
}
