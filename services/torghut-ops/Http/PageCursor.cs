using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Torghut.Ops.Http;

/// <summary>
/// The text of a cursor: where a page ended, under a seal over that and everything that the rows depend on, so that it is of use with its own question only:
/// one continued in another would leave rows out without anybody noticing. It is no secret and anyone can compute it, so whoever reads a cursor bounds what
/// it says.
/// </summary>
internal static class PageCursor
{
    private const byte Version = 2;
    private const int SealBytes = 12;
    private const int PlaceAt = 1 + SealBytes;
    private const int MostBytes = 512;

    /// <param name="place">Where the page ended.</param>
    /// <param name="list">Which list it is of.</param>
    /// <param name="question">Everything that its rows depend on.</param>
    public static string Write(ReadOnlySpan<byte> place, string list, params IEnumerable<string?> question)
    {
        var bytes = new byte[PlaceAt + place.Length];
        bytes[0] = Version;
        Seal(place, list, question).CopyTo(bytes.AsSpan(1));
        place.CopyTo(bytes.AsSpan(PlaceAt));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The place that <see cref="Write"/> was given.</summary>
    /// <exception cref="BadQueryException">It is something else, or of another question.</exception>
    public static byte[] Read(string text, string list, params IEnumerable<string?> question)
    {
        if (!Base64Url.IsValid(text, out var length) || length is < PlaceAt or > MostBytes)
        {
            throw Bad();
        }

        var bytes = Base64Url.DecodeFromChars(text);
        var place = bytes[PlaceAt..];
        return bytes[0] == Version && bytes.AsSpan(1, SealBytes).SequenceEqual(Seal(place, list, question)) ? place : throw Bad();
    }

    public static BadQueryException Bad() => new("cursor", "what 'next' of the page before was, with the same parameters");

    /// <summary>Every part with its length before it, so that no two questions are written alike.</summary>
    private static ReadOnlySpan<byte> Seal(ReadOnlySpan<byte> place, string list, IEnumerable<string?> question)
    {
        var text = new StringBuilder();
        foreach (var part in question.Prepend(list))
        {
            text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}\n");
        }

        return SHA256.HashData([.. Encoding.UTF8.GetBytes(text.ToString()), .. place]).AsSpan(0, SealBytes);
    }
}
