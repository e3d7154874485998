using System.IO.Compression;
using System.Net;

namespace Torghut.ClickHouse.Http;

/// <summary>A body written by a callback, gzipped or not. Nothing is copied or held beyond what the callback holds.</summary>
internal sealed class CallbackContent : HttpContent
{
    private readonly Func<Stream, CancellationToken, Task> _write;
    private readonly bool _compress;
    private readonly long? _length;

    public CallbackContent(Func<Stream, CancellationToken, Task> write, bool compress, long? length = null)
    {
        _write = write;
        _compress = compress;
        _length = compress ? null : length;
        if (compress) Headers.ContentEncoding.Add("gzip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!_compress)
        {
            await _write(stream, cancellationToken);
            return;
        }
        await using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        await _write(gzip, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length is not null;
    }
}
