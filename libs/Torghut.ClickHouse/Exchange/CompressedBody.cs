using System.Net;
using ClickHouse.Driver.Compression;

namespace Torghut.ClickHouse.Exchange;

/// <summary>An insert's body, compressed as it is sent. The driver itself compresses a raw body with gzip only.</summary>
internal sealed class CompressedBody : HttpContent
{
    private readonly HttpContent _content;
    private readonly IClickHouseCompressor _compressor;

    public CompressedBody(HttpContent content, IClickHouseCompressor compressor)
    {
        (_content, _compressor) = (content, compressor);
        Headers.ContentType = content.Headers.ContentType;
        Headers.ContentEncoding.Add(compressor.ContentEncoding);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using Stream compressed = _compressor.Compress(stream, leaveOpen: true);
        await _content.CopyToAsync(compressed, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
