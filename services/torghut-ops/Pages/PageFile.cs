namespace Torghut.Ops.Pages;

/// <summary>A file of the bundle in the forms that it can be sent in.</summary>
/// <param name="ContentType">Its type.</param>
/// <param name="Tag">Strong entity tag of the plain form; each other form has its own.</param>
/// <param name="Plain">As it is.</param>
/// <param name="Brotli">Compressed when the service was built; null when it is not worth it.</param>
/// <param name="Gzip">The same for who does not take brotli.</param>
internal sealed record PageFile(string ContentType, string Tag, byte[] Plain, byte[]? Brotli, byte[]? Gzip)
{
    /// <summary>The form that a client takes which sends this <c>Accept-Encoding</c>, with its name there.</summary>
    public (byte[] Bytes, string? Coding) For(string acceptEncoding)
    {
        var taken = acceptEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(coding => coding.Split(';', StringSplitOptions.TrimEntries))
            .Where(parts => !parts.Skip(1).Any(IsNone)).Select(parts => parts[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (Brotli, Gzip) switch
        {
            ({ } brotli, _) when taken.Contains("br") => (brotli, "br"),
            (_, { } gzip) when taken.Contains("gzip") => (gzip, "gzip"),
            _ => (Plain, null),
        };
    }

    private static bool IsNone(string parameter) => parameter.Replace(" ", "", StringComparison.Ordinal) is "q=0" or "q=0.0" or "q=0.00" or "q=0.000";
}
