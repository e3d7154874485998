using Microsoft.Extensions.Primitives;
using Torghut.Ops.Http;

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
    public (byte[] Bytes, string? Coding) For(StringValues acceptEncoding)
    {
        var coding = ContentCoding.Choose(acceptEncoding, one => FormOf(one) is not null);
        return coding is null ? (Plain, null) : (FormOf(coding)!, coding.Name);
    }

    private byte[]? FormOf(ContentCoding coding) => coding.Name == ContentCoding.Brotli ? Brotli : Gzip;
}
